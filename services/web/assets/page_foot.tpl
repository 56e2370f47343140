{{%AUTOESCAPE context="HTML"}}
</main>
<footer class="site-foot">
<p>{{SITE}} groups what many newsrooms report. Every text belongs to the source that is named with it.</p>
{{#FEEDS}}
<p>Follow this page: <a href="{{ATOM_URL}}">Atom</a> or <a href="{{JSON_FEED_URL}}">JSON Feed</a>.</p>
{{/FEEDS}}
</footer>
</body>
</html>
