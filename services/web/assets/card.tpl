{{%AUTOESCAPE context="HTML"}}
<article class="card">
{{#RELATION_PART}}<p class="kicker">{{RELATION}}</p>{{/RELATION_PART}}
<h3 class="headline" lang="{{LANG}}" dir="{{DIR}}"><a href="{{URL}}">{{#HEADLINE}}{{#MARKED}}<mark>{{TEXT}}</mark>{{/MARKED}}{{#PLAIN}}{{TEXT}}{{/PLAIN}}{{/HEADLINE}}</a></h3>
<p class="byline"><a class="source" href="{{SOURCE_URL}}">{{SOURCE}}</a>{{#TIME_PART}} <time datetime="{{MACHINE_TIME}}">{{TIME}}</time>{{/TIME_PART}}{{#LANGUAGE_PART}} <span class="language">{{LANGUAGE}}</span>{{/LANGUAGE_PART}}</p>
{{#TEXT_PART}}<p class="extract" lang="{{LANG}}" dir="{{DIR}}">{{#EXTRACT}}{{#MARKED}}<mark>{{TEXT}}</mark>{{/MARKED}}{{#PLAIN}}{{TEXT}}{{/PLAIN}}{{/EXTRACT}}</p>{{/TEXT_PART}}
{{#REASONS_PART}}<ul class="reasons" aria-label="Why it is listed">
{{#REASON}}<li>{{REASON_TEXT}}</li>{{/REASON}}
</ul>{{/REASONS_PART}}
{{#ALSO_PART}}<p class="also">{{ALSO}}{{#ALSO_SOURCE}}{{ALSO_SEPARATOR}}<a href="{{ALSO_URL}}">{{ALSO_NAME}}</a>{{/ALSO_SOURCE}}</p>{{/ALSO_PART}}
{{#STORY_PART}}<p class="also"><a href="{{STORY_URL}}">{{STORY_TEXT}}</a></p>{{/STORY_PART}}
</article>
