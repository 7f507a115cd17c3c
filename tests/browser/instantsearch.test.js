// The real InstantSearch, with this server behind it.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { closeBrowser, index, openPage, packageFile, screenshot, serve, site } from "./support.js";

after(closeBrowser);

const LIBRARY = packageFile("instantsearch.js/dist/instantsearch.production.min.js");

/** A page of another site with widgets in it, by the place they get: the name of each, and its options as source text. */
async function instantSearch(t, widgets, { articles, client = "" } = {}) {
  const sites = { "/instantsearch.js": LIBRARY };
  const origin = await site(t, sites);
  const server = await serve(t, index(t, articles), ["--allow-origin", origin, "--rate", "1000"]);
  const places = Object.keys(widgets).map((name) => `<div id="${name}"></div>`).join("\n");
  const made = Object.entries(widgets).map(([name, [widget, options]]) => `${widget}({ container: "#${name}", ${options} })`);
  sites["/"] = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A paper</title>
<script src="/instantsearch.js"></script>${places}
<script type="module">
import { newssearchClient } from "${server}/newssearch-instantsearch.js";
const { searchBox, hits, refinementList, menu, rangeInput, pagination, infiniteHits, rangeSlider, sortBy, stats, clearRefinements,
  currentRefinements, configure, queryRuleCustomData } = instantsearch.widgets;
const search = instantsearch({ indexName: "news", searchClient: newssearchClient(${client}),
  future: { preserveSharedStateOnUnmount: true } });
search.on("error", ({ error }) => (window.failure = error.message));
search.addWidgets([${made.join(",\n")}]);
search.start();
</script></html>`;
  const page = await openPage(t);
  page.asked = [];
  page.on("request", (request) => request.url().includes("/v1/search?") && page.asked.push(new URL(request.url()).searchParams));
  await page.goto(origin);
  return { page, server, origin };
}

const HITS = ["hits", `templates: { item: (hit, { html, components }) => html\`<article data-source="\${hit.source}"
  data-sections="\${hit.section.join("|")}"
  data-published="\${hit.published_at}"><a href="\${hit.url}">\${components.Highlight({ attribute: "headline", hit })}</a>
  <p>\${components.Snippet({ attribute: "body", hit })}</p></article>\` }`];
const BOX = ["searchBox", ""], STATS = ["stats", ""];
const list = (attribute, more = "") => ["refinementList", `attribute: "${attribute}", limit: 50, ${more}`];

const number = async (page) => parseInt((await page.locator("#stats").innerText()).replaceAll(",", ""));
const found = (page, n) => page.locator("#stats").filter({ hasText: new RegExp(`^${n} results?`) }).waitFor();
const valuesOf = (page, name) => page.locator(`#${name} .ais-RefinementList-item, #${name} .ais-Menu-item`).evaluateAll((items) =>
  Object.fromEntries(items.map((item) => [item.querySelector("[class*=labelText],[class*=label]").textContent.trim()
    .replace(/\s*\d+$/, ""), Number(item.querySelector("[class*=count]").textContent)])));
const allOf = (page, name, part) => page.waitForFunction(([name, part]) =>
  [...document.querySelectorAll("#hits article")].every((one) => one.dataset[name].includes(part)), [name, part]);
const someOf = (page, name, part) => page.locator(`#hits article[data-${name}*="${part}"]`).first().waitFor();
const choose = (page, name, value) => page.locator(`#${name} li`, { hasText: value }).locator("input, a").first().click();

test("while one types, hits have what matched marked, in headline and text", async (t) => {
  const { page } = await instantSearch(t, { box: BOX, stats: STATS, hits: HITS });
  await page.getByRole("searchbox").pressSequentially("dam inq", { delay: 20 });
  await page.locator("#hits mark", { hasText: "inquiry" }).first().waitFor();
  const first = page.locator("#hits article").first();
  assert.deepEqual(await first.locator("a mark").allInnerTexts(), ["dam", "inquiry"]);
  assert.ok((await first.locator("p mark").count()) > 0);
  assert.match(await first.locator("a").getAttribute("href"), /^https:/);
  await found(page, 4);
  assert.deepEqual(page.errors, []);
  await screenshot(page, "instantsearch");
});

test("a last word is found by how it begins and in its other forms, with the server's help", async (t) => {
  const { page } = await instantSearch(t, { box: BOX, stats: STATS, hits: HITS, meant: ["queryRuleCustomData",
    "templates: { default: ({ items }, { html }) => items.map((item) => html`<i>${item.did_you_mean.text}</i>`) }"] });
  const field = page.getByRole("searchbox");
  await field.fill("rates");
  await page.locator("#hits mark", { hasText: /^rate$/ }).first().waitFor();
  await field.fill("innquiry dam");
  await page.locator("#meant i", { hasText: /^inquiry dam$/ }).waitFor();
  await field.fill("dam qqxyzzy");
  await found(page, 16);  // as dam alone
});

test("a list in which several may be chosen keeps the counts of the others, in one request", async (t) => {
  const { page } = await instantSearch(t, { box: BOX, stats: STATS, hits: HITS, section: list("section"), source: list("source") });
  await page.getByRole("searchbox").fill("dam");
  await found(page, 20);
  const sections = await valuesOf(page, "section");
  assert.ok(sections.UK >= 5 && sections.Local >= 4);
  page.asked.length = 0;
  await choose(page, "section", "Local");
  await page.locator("#section li[class*=selected]", { hasText: "Local" }).waitFor();
  await allOf(page, "sections", "Local");
  assert.deepEqual(await valuesOf(page, "section"), sections);
  assert.equal(page.asked.length, 1);
  await choose(page, "section", "UK");
  await someOf(page, "sections", "UK");
  const sources = await valuesOf(page, "source");
  page.asked.length = 0;
  await choose(page, "source", "Kestrel Wire");
  await allOf(page, "source", "Kestrel Wire");
  assert.deepEqual(await valuesOf(page, "source"), sources);
  assert.ok((await valuesOf(page, "section")).UK < sections.UK);  // counted within the source
  assert.equal(page.asked.length, 1);
  assert.deepEqual(page.errors, []);
});

test("a list whose values must all be there counts within what is chosen", async (t) => {
  const { page } = await instantSearch(t, { stats: STATS, hits: HITS, section: list("section", 'operator: "and"') });
  await page.locator("#section li", { hasText: "Local" }).waitFor();
  const all = await valuesOf(page, "section");
  await choose(page, "section", "Local");
  await page.locator("#section li[class*=selected]").waitFor();
  const within = await valuesOf(page, "section");
  assert.ok(all.UK > 0 && !within.UK);
  await choose(page, "section", "Floods");
  await found(page, within.Floods);
  const both = await page.locator("#hits article").evaluateAll((all) => all.map((one) => one.dataset.sections));
  assert.ok(both.length > 0 && both.every((one) => /Local/.test(one) && /Floods/.test(one)), both.join());
});

test("a menu narrows to one value, and what is chosen can be cleared", async (t) => {
  const { page } = await instantSearch(t, { stats: STATS, hits: HITS, source: ["menu", 'attribute: "source", limit: 50'],
    section: list("section"), clear: ["clearRefinements", ""], current: ["currentRefinements", ""] });
  await page.locator("#source li", { hasText: "Meridian Post" }).waitFor();
  const [all, sources] = [await number(page), await valuesOf(page, "source")];
  await choose(page, "source", "Meridian Post");
  await allOf(page, "source", "Meridian Post");
  assert.deepEqual(await valuesOf(page, "source"), sources);
  await choose(page, "section", "Politics");
  await page.locator("#current").filter({ hasText: /Meridian Post[^]*Politics|Politics[^]*Meridian Post/ }).waitFor();
  assert.ok((await number(page)) < all);
  await page.getByRole("button", { name: "Clear refinements" }).click();
  await found(page, all);
  assert.equal(await page.locator("#current li").count(), 0);
});

test("a range of the date narrows to days, and its limits stay those of all that is found", async (t) => {
  const { page } = await instantSearch(t, { box: BOX, stats: STATS, hits: HITS, date: ["rangeInput", 'attribute: "published_at"'] });
  await page.getByRole("searchbox").fill("dam");
  await found(page, 20);
  const [least, most] = [page.locator("#date input").first(), page.locator("#date input").last()];
  const limits = async () => [await least.getAttribute("min"), await most.getAttribute("max")].map(Number);
  const before = await limits();
  assert.ok(before[0] <= Date.UTC(2024, 1, 14) / 1000 && before[1] >= Date.UTC(2025, 6, 16) / 1000, `${before}`);
  await least.fill(String(Date.UTC(2025, 0, 1) / 1000));
  await most.fill(String(Date.UTC(2025, 5, 30, 12) / 1000));
  await page.locator("#date button").click();
  await page.waitForFunction(() => [...document.querySelectorAll("#hits article")].every((one) =>
    one.dataset.published >= "2025-01-01" && one.dataset.published < "2025-07-01"));
  assert.ok((await page.locator("#hits article").count()) > 0);
  assert.deepEqual(await limits(), before);
  assert.equal(page.asked.find((one) => one.get("from"))?.get("from"), "2025-01-01");
  assert.equal(page.asked.find((one) => one.get("to"))?.get("to"), "2025-06-30");
  assert.deepEqual(page.errors, []);
});

test("a slider goes from the first to the last time there is something of, and narrows by keys", async (t) => {
  const { page } = await instantSearch(t, { box: BOX, stats: STATS, hits: HITS,
    date: ["rangeSlider", 'attribute: "published_at", pips: false, step: 5184000'] });
  await page.getByRole("searchbox").fill("dam");
  await found(page, 20);
  const ends = page.locator("#date [role=slider]");
  const at = async (end) => Number(await end.getAttribute("aria-valuenow"));
  const [first, last] = [await at(ends.first()), await at(ends.last())];
  assert.ok(first <= Date.UTC(2024, 1, 14) / 1000 && last >= Date.UTC(2025, 3, 16) / 1000, `${first} ${last}`);
  await ends.last().focus();
  for (let press = 0; press < 3; ++press) await page.keyboard.press("ArrowLeft");
  await page.waitForFunction(() => !/^20 /.test(document.querySelector("#stats").innerText));
  const to = await at(ends.last()), day = new Date(to * 1000).toISOString().slice(0, 10);
  assert.ok(to < last);
  await page.waitForFunction((day) => [...document.querySelectorAll("#hits article")].every((one) =>
    one.dataset.published.slice(0, 10) <= day), day);
  assert.ok((await page.locator("#hits article").count()) > 0);
  assert.deepEqual(page.errors, []);
});

test("a list that goes on shows all that is found, none twice", async (t) => {
  const { page } = await instantSearch(t, { box: BOX, stats: STATS, size: ["configure", "hitsPerPage: 6"],
    all: ["infiniteHits", "templates: { item: (hit, { html }) => html`<a href=${hit.url}>${hit.headline}</a>` }"] });
  await page.getByRole("searchbox").fill("dam ");
  await found(page, 16);
  const links = page.locator("#all li a"), more = page.getByRole("button", { name: "Show more results" });
  for (const n of [6, 12, 16]) {
    await page.waitForFunction((n) => document.querySelectorAll("#all li a").length === n, n);
    if (n < 16) await more.click();
  }
  assert.equal(new Set(await links.evaluateAll((all) => all.map((one) => one.href))).size, 16);
  assert.equal(await more.isDisabled(), true);
  assert.deepEqual(page.errors, []);
});

test("pages lead to all that is found, none twice", async (t) => {
  const { page } = await instantSearch(t, { box: BOX, stats: STATS, hits: HITS, pages: ["pagination", ""],
    size: ["configure", "hitsPerPage: 6"] });
  await page.getByRole("searchbox").fill("dam ");  // a finished word
  await found(page, 16);
  const shown = async () => page.locator("#hits article a").evaluateAll((all) => all.map((one) => one.href));
  const all = await shown();
  for (const n of ["2", "3"]) {
    await page.locator("#pages").getByText(n, { exact: true }).click();
    await page.waitForFunction((before) => document.querySelector("#hits article a").href !== before, all.at(-6));
    all.push(...await shown());
  }
  assert.equal(all.length, 16);
  assert.equal(new Set(all).size, 16);
  assert.equal(await page.locator("#pages").getByText("4", { exact: true }).count(), 0);
});

test("the order is chosen by the name of an index", async (t) => {
  const { page } = await instantSearch(t, { box: BOX, hits: HITS, order: ["sortBy", `items: [{ label: "Best", value: "news" },
    { label: "Newest", value: "news_newest" }, { label: "Oldest", value: "news_oldest" }]`] });
  await page.getByRole("searchbox").fill("dam");
  await page.locator("#hits mark").first().waitFor();
  for (const order of ["Newest", "Oldest"]) {
    const answered = page.waitForResponse((response) => response.url().includes(`sort=${order.toLowerCase()}`));
    await page.locator("#order select").selectOption({ label: order });
    const { hits } = await (await answered).json();
    await page.waitForFunction((first) => document.querySelector("#hits article").dataset.published === first, hits[0].published_at);
    const dates = await page.locator("#hits article").evaluateAll((all) => all.map((one) => one.dataset.published));
    const sorted = [...dates].sort();
    assert.deepEqual(dates, order === "Newest" ? sorted.reverse() : sorted);
  }
});

test("values of a list are searched in", async (t) => {
  const { page } = await instantSearch(t, { stats: STATS, author: list("author", "searchable: true") });
  await page.locator("#author input[type=search]").fill("okafor");
  await page.locator("#author li mark", { hasText: "Okafor" }).first().waitFor();
  const authors = await page.locator("#author li").allInnerTexts();
  assert.ok(authors.length > 0 && authors.every((one) => /Okafor/.test(one)), authors.join());
  await page.locator("#author li input").first().click();
  await page.locator("#author li[class*=selected]").waitFor();
  await page.locator("#author input[type=search]").fill("qqq");
  await page.locator("#author", { hasText: "No results" }).waitFor();
});

test("an article is text: none of its HTML becomes any, whatever the tags", async (t) => {
  const evil = '<img src=x onerror="window.executed = true">';
  const articles = [{ id: "evil", headline: `Quarry ${evil} & Sons`, body: `The quarry ${evil} opened.`, source: `Wire ${evil}`,
    section: ["UK"], published_at: "2025-01-01" }];
  const { page, server, origin } = await instantSearch(t, { box: BOX, hits: HITS, source: list("source", "searchable: true"),
    raw: ["hits", `escapeHTML: true, templates: { item: (hit, { html }) => html\`<b dangerouslySetInnerHTML=\${{ __html:
      hit._highlightResult.headline.value + hit._snippetResult.body.value + hit._highlightResult.source.value }}></b>\` }`] }, { articles });
  await page.getByRole("searchbox", { name: "Search", exact: true }).fill("quarry");
  await page.locator("#raw mark").first().waitFor();
  await page.locator("#source input[type=search]").fill("wire");
  await page.locator("#source mark").first().waitFor();
  assert.equal(await page.locator("#hits article a").innerText(), `Quarry ${evil} & Sons`);
  assert.ok((await page.locator("#raw b").innerText()).startsWith(`Quarry ${evil} & Sons`));
  assert.ok((await page.locator("#source li").first().innerText()).includes(evil));
  assert.equal(await page.locator("img[src=x]").count(), 0);

  const values = await page.evaluate(async (address) => {
    const { newssearchClient } = await import(address);
    const { results: [{ hits: [{ _highlightResult, _snippetResult }] }] } = await newssearchClient().search([{ indexName: "news",
      params: { query: "quarry", highlightPreTag: "<i>", highlightPostTag: "</i>" } }]);
    const element = document.body.appendChild(document.createElement("div"));
    element.innerHTML = _highlightResult.headline.value + _snippetResult.body.value + _highlightResult.source.value;
    return { text: element.textContent, elements: [...element.querySelectorAll("*")].map(({ localName }) => localName) };
  }, `${server}/newssearch-instantsearch.js`);
  assert.ok(values.text.startsWith(`Quarry ${evil} & Sons`));
  assert.deepEqual([...new Set(values.elements)], ["i"]);
  assert.equal(await page.evaluate(() => window.executed), undefined);
  assert.equal(new URL(page.url()).origin, origin);
});

test("what is fixed holds for every search, and limits what can be chosen", async (t) => {
  const { page } = await instantSearch(t, { stats: STATS, hits: HITS, source: list("source"), section: list("section") },
    { client: '{ filter: "source=Kestrel+Wire&source=Meridian+Post&from=2024" }' });
  await page.locator("#source li").first().waitFor();
  assert.deepEqual(Object.keys(await valuesOf(page, "source")).sort(), ["Kestrel Wire", "Meridian Post"]);
  await choose(page, "source", "Meridian Post");
  await allOf(page, "source", "Meridian Post");
  assert.deepEqual(Object.keys(await valuesOf(page, "source")).sort(), ["Kestrel Wire", "Meridian Post"]);
  assert.ok(page.asked.every((one) => one.get("from") === "2024"));
});

test("what the server refuses, or does not let the site read, is an error that says so", async (t) => {
  const { page } = await instantSearch(t, { hits: HITS, brand: list("brand") });
  await page.waitForFunction(() => window.failure);
  assert.match(await page.evaluate(() => window.failure), /^newssearch: 400 facets: no facet 'brand'; there are section, source/);

  const closed = await serve(t, index(t));  // without --allow-origin
  const message = await page.evaluate(async (server) => {
    const { newssearchClient } = await import(`${server}/newssearch-instantsearch.js`);
    return newssearchClient().search([{ indexName: "news", params: {} }]).catch((error) => error.message);
  }, closed);
  assert.equal(message, `newssearch: no answer from ${closed}/; does it run, with --allow-origin ${new URL(page.url()).origin}?`);
});
