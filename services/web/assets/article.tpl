{{%AUTOESCAPE context="HTML"}}
<article class="article">
<header>
{{#STORY_PART}}<p class="kicker"><a href="{{STORY_URL}}">The whole story: all reports of it</a></p>{{/STORY_PART}}
<h1 lang="{{LANG}}" dir="{{DIR}}">{{HEADLINE}}</h1>
{{#SUMMARY_PART}}<p class="standfirst" lang="{{LANG}}" dir="{{DIR}}">{{SUMMARY}}</p>{{/SUMMARY_PART}}
<p class="byline"><a class="source" href="{{SOURCE_URL}}">{{SOURCE}}</a>{{#AUTHORS_PART}} <span class="authors">{{AUTHORS}}</span>{{/AUTHORS_PART}}</p>
{{#UPDATE_PART}}<p class="stamp">Update: <time datetime="{{UPDATE_MACHINE}}">{{UPDATE}}</time></p>{{/UPDATE_PART}}
{{#PUBLISHED_PART}}<p class="stamp">Published: <time datetime="{{PUBLISHED_MACHINE}}">{{PUBLISHED}}</time></p>{{/PUBLISHED_PART}}
</header>
<div class="text" lang="{{LANG}}" dir="{{DIR}}">
{{#PARAGRAPH}}<p>{{TEXT}}</p>
{{/PARAGRAPH}}
</div>
<footer class="article-foot">
{{#ORIGINAL_PART}}<p><a href="{{ORIGINAL}}" rel="noopener noreferrer nofollow">Read it at {{SOURCE}}</a></p>{{/ORIGINAL_PART}}
{{#SUBJECTS_PART}}<p class="subjects">Filed under {{SUBJECTS}}</p>{{/SUBJECTS_PART}}
<p><a href="{{REVISIONS_URL}}">Earlier versions of this text</a></p>
</footer>
</article>
{{>SIMILAR}}
