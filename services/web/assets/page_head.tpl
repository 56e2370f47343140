{{%AUTOESCAPE context="HTML"}}
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{TITLE}}</title>
{{#NO_INDEX}}<meta name="robots" content="noindex">{{/NO_INDEX}}
<link rel="stylesheet" href="{{STYLE_URL}}">
<link rel="icon" href="{{ICON_URL}}" type="image/svg+xml">
{{#FEEDS}}
<link rel="alternate" type="application/atom+xml" title="{{TITLE}}" href="{{ATOM_URL}}">
<link rel="alternate" type="application/feed+json" title="{{TITLE}}" href="{{JSON_FEED_URL}}">
{{/FEEDS}}
<script src="{{SCRIPT_URL}}" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the news</a>
<header class="masthead">
<p class="site-name"><a href="/">{{SITE}}</a></p>
<nav class="site-links" aria-label="Sections">
<ul>
<li><a href="/">Front page</a></li>
<li><a href="/search">Search</a></li>
<li><a href="/similar">Compare a text</a></li>
</ul>
</nav>
<form class="site-search" role="search" action="/search" method="get">
<label class="unseen" for="q">Search the news</label>
<input id="q" name="q" type="search" value="{{QUERY}}" maxlength="1000" placeholder="Search the news" autocomplete="off">
<button type="submit">Search</button>
</form>
</header>
<main id="main" tabindex="-1">
