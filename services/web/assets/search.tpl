{{%AUTOESCAPE context="HTML"}}
<h1 class="page-name">{{HEADING}}</h1>
<p class="note" role="status">{{COUNT_TEXT}}</p>
{{#CORRECTED_PART}}<p class="did-you-mean">Did you mean <a href="{{CORRECTED_URL}}">{{CORRECTED}}</a>?</p>{{/CORRECTED_PART}}
{{#RELAXED_PART}}<p class="note">{{RELAXED}}</p>{{/RELAXED_PART}}
{{#CHOICES_PART}}<ul class="choices" aria-label="Filters in use">
{{#CHOICE}}<li><a href="{{CHOICE_URL}}"><span class="unseen">Remove the filter </span>{{CHOICE_NAME}} <span aria-hidden="true">×</span></a></li>
{{/CHOICE}}
</ul>{{/CHOICES_PART}}
<nav class="switch" aria-label="Order of the results">
<ul>
{{#MODE}}<li><a href="{{MODE_URL}}"{{#CHOSEN}} aria-current="true"{{/CHOSEN}}>{{MODE_NAME}}</a></li>
{{/MODE}}
</ul>
</nav>
<div class="columns">
<section class="results" aria-labelledby="results-heading">
<h2 id="results-heading" class="unseen">Results</h2>
{{#EMPTY_PART}}<div class="empty">
<p>Nothing was found. What may help:</p>
<ul>
{{#TIP}}<li>{{TIP_TEXT}}{{#TIP_LINK}} <a href="{{TIP_URL}}">{{TIP_NAME}}</a>{{/TIP_LINK}}</li>
{{/TIP}}
</ul>
</div>{{/EMPTY_PART}}
<ol class="cards results-list">
{{#ITEM}}<li>{{>CARD}}</li>
{{/ITEM}}
</ol>
{{#PAGES_PART}}<nav class="pages" aria-label="Pages">
{{#FIRST_PART}}<a href="{{FIRST_URL}}">First page</a>{{/FIRST_PART}}
{{#NEXT_PART}}<a rel="next" href="{{NEXT_URL}}">Next page</a>{{/NEXT_PART}}
</nav>{{/PAGES_PART}}
</section>
{{>FACETS}}
</div>
