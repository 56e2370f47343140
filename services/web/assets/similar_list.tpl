{{%AUTOESCAPE context="HTML"}}
<section class="similar" id="similar-news" aria-labelledby="similar-heading"{{#FILL}} data-fill="{{FILL_URL}}"{{/FILL}}>
<h2 id="similar-heading">Similar News</h2>
{{#SWITCH_PART}}<nav class="switch" aria-label="Which Similar News">
<ul>
{{#MODE}}<li><a href="{{MODE_URL}}"{{#CHOSEN}} aria-current="true"{{/CHOSEN}}>{{MODE_NAME}}</a></li>
{{/MODE}}
</ul>
</nav>{{/SWITCH_PART}}
{{#NOTE_PART}}<p class="note" role="status">{{NOTE}}{{#RETRY}} <a href="{{RETRY_URL}}">Look again</a>{{/RETRY}}</p>{{/NOTE_PART}}
{{#CARDS}}<ol class="cards">
{{#ITEM}}<li>{{>CARD}}</li>
{{/ITEM}}
</ol>{{/CARDS}}
{{#COPIES_PART}}<p class="note">{{COPIES}}</p>{{/COPIES_PART}}
</section>
