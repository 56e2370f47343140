{{%AUTOESCAPE context="HTML"}}
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Desk – {{SITE}}</title>
<link rel="stylesheet" href="{{STYLE_URL}}">
<link rel="icon" href="{{ICON_URL}}" type="image/svg+xml">
</head>
<body class="desk">
<header class="masthead"><p class="site-name"><a href="/desk">{{SITE}}: desk</a></p></header>
<main id="main">
