{{%AUTOESCAPE context="HTML"}}
<section class="akin-similar" aria-label="Similar News">
<h2>Similar News</h2>
<ul>
{{#ITEM}}<li><a href="{{URL}}" lang="{{LANG}}" dir="{{DIR}}">{{HEADLINE}}</a> <span class="akin-source">{{SOURCE}}</span>{{#TIME_PART}} <time datetime="{{MACHINE_TIME}}">{{TIME}}</time>{{/TIME_PART}}</li>
{{/ITEM}}
</ul>
</section>
