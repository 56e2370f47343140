// Puts Similar News into <div data-akin-similar> of another site's page. The page is known by its canonical address, else by
// the one it has; data-akin-similar="https://…" names another. What cannot be had leaves the place empty.
'use strict';
(() => {
  const from = new URL(document.currentScript.src).origin;
  const canonical = document.querySelector('link[rel=canonical]');
  const fill = async (place) => {
    const url = place.dataset.akinSimilar || (canonical ? canonical.href : location.href);
    const answer = await fetch(`${from}/embed/similar?url=${encodeURIComponent(url)}`, { credentials: 'omit' });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    place.replaceChildren(...Array.from(page.body.children, (child) => document.importNode(child, true)));
  };
  const all = () => document.querySelectorAll('[data-akin-similar]').forEach((place) => fill(place).catch(() => {}));
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', all);
  else all();
})();
