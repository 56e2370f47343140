{{%AUTOESCAPE context="HTML"}}
<h1 class="page-name">Why two articles are alike</h1>
<p class="note">{{OTHER}} in the list of {{ARTICLE}}</p>
<p>Similarity {{SIMILARITY}}, duplicate score {{DUPLICATE}}. {{RELATION}}: {{PLACE}}.</p>
<ul class="reasons">{{#REASON}}<li>{{REASON_TEXT}}</li>{{/REASON}}</ul>
<table>
<thead><tr><th scope="col">Feature</th><th scope="col">Value</th><th scope="col">Contribution</th></tr></thead>
<tbody>
{{#FEATURE}}<tr><th scope="row">{{FEATURE_NAME}}</th><td>{{VALUE}}</td><td>{{CONTRIBUTION}}</td></tr>
{{/FEATURE}}
</tbody></table>
<p><a href="/desk">Back to the desk</a></p>
