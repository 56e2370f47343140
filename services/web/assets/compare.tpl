{{%AUTOESCAPE context="HTML"}}
<h1 class="page-name">Compare a text</h1>
<p class="standfirst">Paste a draft, and see its Similar News before it is published. Nothing of it is stored.</p>
<form class="compare" action="/similar" method="post">
<p><label for="headline">Headline</label>
<input id="headline" name="headline" type="text" value="{{HEADLINE}}" maxlength="500" dir="auto"></p>
<p><label for="text">Text</label>
<textarea id="text" name="text" rows="12" dir="auto">{{TEXT}}</textarea></p>
<p><label for="recency">Which</label>
<select id="recency" name="recency">
{{#MODE}}<option value="{{MODE_VALUE}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{MODE_NAME}}</option>
{{/MODE}}
</select>
<button type="submit">Show Similar News</button></p>
{{#WISH_PART}}<p class="note" role="alert">{{WISH}}</p>{{/WISH_PART}}
</form>
{{#RESULT}}{{>SIMILAR}}{{/RESULT}}
