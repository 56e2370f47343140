{{%AUTOESCAPE context="HTML"}}
<h1 class="unseen">Desk</h1>
{{#NOTICE_PART}}<p class="notice" role="status">{{NOTICE}}</p>{{/NOTICE_PART}}
<section aria-labelledby="services"><h2 id="services" class="section-name">Services</h2>
<div class="wide" role="group" aria-labelledby="services" tabindex="0"><table>
<thead><tr><th scope="col">Service</th><th scope="col">State</th><th scope="col">Revision</th><th scope="col">Behind</th><th scope="col">Articles</th><th scope="col">Cache</th></tr></thead>
<tbody>
{{#SERVICE}}<tr><th scope="row">{{SERVICE_NAME}}</th><td>{{STATE}}</td><td>{{REVISION}}</td><td>{{LAG}}</td><td>{{ARTICLES}}</td><td>{{CACHE}}</td></tr>
{{/SERVICE}}
</tbody></table></div></section>
<section aria-labelledby="feeds"><h2 id="feeds" class="section-name">Feeds</h2>
{{#FEEDS_NOTE_PART}}<p class="note">{{FEEDS_NOTE}}</p>{{/FEEDS_NOTE_PART}}
<div class="wide" role="group" aria-labelledby="feeds" tabindex="0"><table>
<thead><tr><th scope="col">Feed</th><th scope="col">State</th><th scope="col">Last poll</th><th scope="col">Next poll</th><th scope="col">Articles</th><th scope="col">Do</th></tr></thead>
<tbody>
{{#FEED}}<tr><th scope="row">{{FEED_TITLE}}<br><span class="note">{{FEED_URL}}</span></th><td>{{FEED_STATE}}{{#FEED_ERROR_PART}}<br><span class="note">{{FEED_ERROR}}</span>{{/FEED_ERROR_PART}}</td><td>{{LAST_POLL}}</td><td>{{NEXT_POLL}}</td><td>{{ITEMS}}</td>
<td><form method="post" action="/desk/feeds"><input type="hidden" name="token" value="{{TOKEN}}"><input type="hidden" name="feed" value="{{FEED_ID}}">{{#ACT}}<button name="act" value="{{ACT_KEY}}">{{ACT_NAME}}</button> {{/ACT}}</form></td></tr>
{{/FEED}}
</tbody></table></div>
<form method="post" action="/desk/feeds" class="line">
<input type="hidden" name="token" value="{{TOKEN}}">
<label for="url">Address of a feed</label> <input id="url" name="url" type="text" required>
<label for="source">Its source, if not its host</label> <input id="source" name="source" type="text" placeholder="example.com">
<button name="act" value="add">Add</button>
</form></section>
<section aria-labelledby="articles"><h2 id="articles" class="section-name">An article</h2>
<form method="post" action="/desk/articles" class="line">
<input type="hidden" name="token" value="{{TOKEN}}">
<label for="article">Name or address</label> <input id="article" name="article" type="text" required placeholder="articles/…">
<label for="reason">Reason</label> <input id="reason" name="reason" type="text" maxlength="900">
<button name="act" value="withdraw">Withdraw</button> <button name="act" value="undelete">Serve it again</button>
</form></section>
<section aria-labelledby="explain"><h2 id="explain" class="section-name">Why two articles are alike</h2>
<form method="get" action="/desk/explain" class="line">
<label for="one">One</label> <input id="one" name="article" type="text" required placeholder="articles/…">
<label for="other">The other</label> <input id="other" name="other" type="text" required placeholder="articles/…">
<button>Explain</button>
</form></section>
