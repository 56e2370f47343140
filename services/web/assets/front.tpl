{{%AUTOESCAPE context="HTML"}}
<h1 class="unseen">{{TITLE}}</h1>
{{#STORIES_PART}}<section class="stories" aria-labelledby="stories-heading">
<h2 id="stories-heading" class="section-name">Stories of the hour</h2>
<ol class="story-grid">
{{#STORY}}<li class="{{CLASS}}"><article>
<p class="kicker">{{REPORTS}}</p>
<h3 class="headline" dir="auto"><a href="{{URL}}">{{HEADLINE}}</a></h3>
<p class="byline">{{SOURCES}}{{#TIME_PART}} <time datetime="{{MACHINE_TIME}}">{{TIME}}</time>{{/TIME_PART}}</p>
</article></li>
{{/STORY}}
</ol>
</section>{{/STORIES_PART}}
{{#STORIES_NOTE_PART}}<p class="note" role="status">{{STORIES_NOTE}}</p>{{/STORIES_NOTE_PART}}
<div class="columns">
<section class="latest" aria-labelledby="latest-heading">
<h2 id="latest-heading" class="section-name">{{LATEST_NAME}}</h2>
{{#LATEST_NOTE_PART}}<p class="note" role="status">{{LATEST_NOTE}}</p>{{/LATEST_NOTE_PART}}
<ol class="cards">
{{#ITEM}}<li>{{>CARD}}</li>
{{/ITEM}}
</ol>
{{#MORE_PART}}<p class="more"><a href="{{MORE_URL}}">More of the newest articles</a></p>{{/MORE_PART}}
</section>
{{>FACETS}}
</div>
