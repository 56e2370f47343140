{{%AUTOESCAPE context="HTML"}}
<aside class="facets" aria-label="Narrow down">
{{#FACET}}<section>
<h2 class="section-name">{{FACET_NAME}}</h2>
<ul>
{{#VALUE}}<li><a href="{{VALUE_URL}}"{{#CHOSEN}} aria-current="true"{{/CHOSEN}}>{{VALUE_NAME}}</a> <span class="count">{{COUNT}}</span></li>
{{/VALUE}}
</ul>
</section>
{{/FACET}}
</aside>
