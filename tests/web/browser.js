// A reader with a browser: node browser.js SITE DESK CHROMIUM PLAYWRIGHT AXE SCREENSHOTS PAGES
'use strict';
const assert = require('assert');
const fs = require('fs');
const path = require('path');

const [site, deskSite, chromium, playwright, axeFolder, screenshots, pages] = process.argv.slice(2);
const { chromium: launcher } = require(playwright);
const axe = fs.readFileSync(path.join(axeFolder, 'axe.min.js'), 'utf8');

const SHOWN = 'Spanish court suspends permit for Extremadura lithium mine';
const LIKE_IT = 'Iberlit shares plunge after court halts lithium mine';

let failures = 0;
async function test(what, body) {
  try {
    await body();
    console.log(`ok: ${what}`);
  } catch (error) {
    ++failures;
    console.log(`FAILED: ${what}: ${error.message}`);
  }
}

// A reader whose browser says what it should not do: ask elsewhere, complain.
async function newReader(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.faults = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(site) && !request.url().startsWith(deskSite)) page.faults.push(`asked for ${request.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) page.faults.push(message.text());
  });
  page.on('pageerror', (error) => page.faults.push(String(error)));
  return page;
}

async function addressOf(headline) {
  const answer = await fetch(`${site}/v1/articles:search?query=${encodeURIComponent(`headline:"${headline}"`)}`);
  const { hits } = await answer.json();
  return `/${hits[0].article.name}`;
}

async function read(page) {
  await page.goto(site);
  await page.click('.story-grid .lead a');
  assert.ok(await page.isVisible('.timeline .card'));
  await page.click('.timeline .card .headline a');
  assert.ok(await page.isVisible('.article .text p'));
  await page.goto(site + (await addressOf(SHOWN)));
  assert.strictEqual(await page.textContent('h1'), SHOWN);
  await page.click(`.similar .headline a:has-text("${LIKE_IT}")`);
  assert.strictEqual(await page.textContent('h1'), LIKE_IT);
  await page.click('.switch a:has-text("Latest")');
  assert.strictEqual(await page.textContent('.switch a[aria-current]'), 'Latest');
}

async function search(page) {
  await page.goto(site);
  await page.fill('#q', 'hurricane odalys');
  await page.press('#q', 'Enter');
  await page.waitForURL(/\/search\?q=/);
  assert.ok((await page.locator('.results-list mark').count()) > 0);
  const before = await page.locator('.results-list > li').count();
  await page.click('.facets a >> nth=1');
  assert.ok(await page.isVisible('.choices a'));
  assert.ok((await page.locator('.results-list > li').count()) <= before);
  await page.click('.choices a');
  assert.strictEqual(await page.locator('.results-list > li').count(), before);
  await page.goto(`${site}/search?q=lithum`);
  await page.click('.did-you-mean a');
  assert.ok((await page.locator('.results-list > li').count()) > 0);
}

async function paste(page) {
  await page.goto(`${site}/similar`);
  await page.fill('#headline', 'Lithium mine in Spain stopped');
  await page.fill('#text', 'A court in Extremadura has stopped the lithium mine of Iberlit near Montánchez.');
  await page.click('.compare button');
  assert.ok((await page.textContent('.similar')).includes(LIKE_IT));
  assert.strictEqual(await page.inputValue('#headline'), 'Lithium mine in Spain stopped');
}

async function completesQueries(page) {
  await page.goto(site);
  await page.type('#q', 'lith');
  await page.waitForFunction(() => document.querySelectorAll('#suggestions option').length > 0);
}

async function keyboardAlone(page) {
  await page.goto(site);
  await page.keyboard.press('Tab');
  assert.strictEqual(await page.evaluate(() => document.activeElement.className), 'skip');
  assert.ok((await page.locator('.skip').boundingBox()).y >= 0);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.activeElement.closest('main') !== null));
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.strictEqual(outline, 'solid');
}

// A feed that nobody serves, so that its poll fails; an article that is then gone, and comes back.
async function steer(page) {
  await page.goto(`${deskSite}/desk`);
  await page.fill('#url', 'http://127.0.0.1:9/rss');
  await page.click('button[value=add]');
  assert.strictEqual(await page.textContent('.notice'), 'The feed is subscribed to.');
  await page.click('button[value=poll]');
  assert.ok((await page.textContent('tbody tr:has(button)')).includes('failing'));
  await page.click('button[value=pause]');
  assert.ok(await page.isVisible('button[value=resume]'));
  await page.click('button[value=delete]');
  assert.strictEqual(await page.locator('button[value=poll]').count(), 0);

  const article = await addressOf('Tobacco dog finds stolen masterpiece under chicory');
  await page.fill('#article', site + article);
  await page.fill('#reason', 'a test');
  await page.click('button[value=withdraw]');
  assert.strictEqual((await fetch(site + article)).status, 410);
  await page.fill('#article', site + article);
  await page.click('button[value=undelete]');
  assert.strictEqual((await fetch(site + article)).status, 200);
}

// name → path; the first of its kind each.
async function allPages() {
  const article = await addressOf(SHOWN);
  const { article: { story } } = await (await fetch(`${site}/v1${article}`)).json();
  return {
    front: '/', german: '/?language=de', article, latest: `${article}?recency=latest`, story: `/${story}`,
    versions: `${article}/revisions`, search: '/search?q=earthquake', nothing: '/search?q=xyzzy&language=de', corrected: '/search?q=lithum',
    all: '/search', compare: '/similar', lost: '/nowhere',
    desk: `${deskSite}/desk`,
  };
}

async function looksRight(page, name, target) {
  await page.goto(new URL(target, site).href);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `${wide} px too wide`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  const found = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).slice(0, 3).join(' ')}`);
  assert.deepStrictEqual(found, []);
  await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true });
}

async function main() {
  const browser = await launcher.launch({
    executablePath: chromium,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  });
  const scripts = await newReader(browser);
  const plain = await newReader(browser, { javaScriptEnabled: false });
  for (const [how, page] of [['with scripts', scripts], ['without scripts', plain]]) {
    await test(`${how}: read, and follow a similar story`, () => read(page));
    await test(`${how}: search`, () => search(page));
    await test(`${how}: paste a text`, () => paste(page));
  }
  await test('the desk: a feed is added, polled, paused and ended; an article withdrawn and served again', () => steer(scripts));
  await test('queries are completed', () => completesQueries(scripts));
  await test('the keyboard alone reaches the news, and shows where it is', () => keyboardAlone(scripts));
  await test('nothing is asked of another host, and the browser has no complaint', async () =>
    assert.deepStrictEqual([...scripts.faults, ...plain.faults], []));

  const targets = await allPages();
  const looks = {
    wide: { viewport: { width: 1280, height: 900 } },
    narrow: { viewport: { width: 320, height: 700 } },
    dark: { viewport: { width: 800, height: 900 }, colorScheme: 'dark' },
  };
  for (const [look, options] of Object.entries(looks)) {
    const page = await newReader(browser, { ...options, bypassCSP: true });  // axe is a script
    for (const [name, target] of Object.entries(targets))
      await test(`${name}, ${look}: fits, and axe finds nothing`, () => looksRight(page, `${name}-${look}`, target));
  }
  for (const [name, target] of Object.entries(targets))
    fs.writeFileSync(path.join(pages, `${name}.html`), await (await fetch(new URL(target, site))).text());
  await browser.close();
  process.exitCode = failures ? 1 : 0;
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
