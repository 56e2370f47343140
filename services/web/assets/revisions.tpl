{{%AUTOESCAPE context="HTML"}}
<header class="story-head">
<p class="kicker"><a href="{{URL}}">Back to the article</a></p>
<h1 lang="{{LANG}}" dir="{{DIR}}">{{HEADLINE}}</h1>
{{#CHANGED}}<p class="standfirst">{{SOURCE}}: what has changed, newest first. <ins>New words</ins> and <del>words that are gone</del> are marked.</p>{{/CHANGED}}
{{#UNCHANGED}}<p class="standfirst">{{SOURCE}} has not changed this text since it was first stored here.</p>{{/UNCHANGED}}
</header>
{{#REVISION}}<section class="revision" aria-labelledby="{{ID}}">
<h2 id="{{ID}}" class="section-name">{{NAME}}{{#TIME_PART}} – <time datetime="{{MACHINE_TIME}}">{{TIME}}</time>{{/TIME_PART}}</h2>
<div class="text" lang="{{LANG}}" dir="{{DIR}}">
{{#FIELD}}<p class="{{CLASS}}">{{#STRETCH}}{{#SAME}}{{TEXT}}{{/SAME}}{{#ADDED}}<ins>{{TEXT}}</ins>{{/ADDED}}{{#REMOVED}}<del>{{TEXT}}</del>{{/REMOVED}}{{/STRETCH}}</p>
{{/FIELD}}
</div>
</section>
{{/REVISION}}
