// What makes pages nicer where scripts run; all of them work without.
'use strict';

// A list that was not there in time is put in its place when it is.
async function fill(place) {
  const answer = await fetch(place.dataset.fill);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const list = page.getElementById('similar-news');
  if (list) place.replaceWith(document.importNode(list, true));
}
document.querySelectorAll('[data-fill]').forEach((place) => fill(place).catch(() => {}));

// Ways to go on with what is being typed.
const field = document.getElementById('q');
if (field) {
  const list = document.createElement('datalist');
  list.id = 'suggestions';
  field.after(list);
  field.setAttribute('list', list.id);
  let timer = 0, asked = '';
  const suggest = async () => {
    const prefix = field.value.trim();
    if (prefix.length < 2 || prefix === asked) return;
    asked = prefix;
    const answer = await fetch('/v1/queries:suggest?maxResults=8&prefix=' + encodeURIComponent(prefix));
    if (!answer.ok || asked !== prefix) return;
    const suggestions = (await answer.json()).suggestions || [];
    list.replaceChildren(...suggestions.map((suggestion) => new Option(suggestion.query, suggestion.query)));
  };
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => suggest().catch(() => {}), 150);
  });
}
