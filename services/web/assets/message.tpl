{{%AUTOESCAPE context="HTML"}}
<section class="message">
<h1 class="page-name">{{TITLE}}</h1>
<p class="standfirst">{{TEXT}}</p>
{{#DETAIL_PART}}<p class="note" dir="auto">{{DETAIL}}</p>{{/DETAIL_PART}}
<p><a href="/">To the front page</a></p>
</section>
