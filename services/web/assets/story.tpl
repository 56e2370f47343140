{{%AUTOESCAPE context="HTML"}}
<header class="story-head">
<p class="kicker">{{REPORTS}}</p>
<h1 dir="auto">{{HEADLINE}}</h1>
{{#FIRST_PART}}<p class="standfirst">First reported by <a href="{{FIRST_SOURCE_URL}}">{{FIRST_SOURCE}}</a>{{#FIRST_TIME_PART}}, <time datetime="{{FIRST_MACHINE}}">{{FIRST_TIME}}</time>{{/FIRST_TIME_PART}}.</p>{{/FIRST_PART}}
</header>
<section aria-labelledby="timeline-heading">
<h2 id="timeline-heading" class="section-name">How it unfolded</h2>
<ol class="timeline">
{{#ITEM}}<li>{{>CARD}}</li>
{{/ITEM}}
</ol>
</section>
{{#RELATED_PART}}<section class="similar" aria-labelledby="related-heading">
<h2 id="related-heading">Similar News</h2>
<ol class="cards">
{{#RELATED}}<li>{{>CARD}}</li>
{{/RELATED}}
</ol>
</section>{{/RELATED_PART}}
