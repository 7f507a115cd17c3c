// Scripts in every field of articles, in queries and in addresses: none runs, and none reaches the page as HTML, which the
// Content-Security-Policy would report.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { closeBrowser, index, openPage, serve, site } from "./support.js";

after(closeBrowser);

const RUN = "window.attacked=1";
const VECTORS = [
  `<script>${RUN}</script>`, `<img src=x onerror=${RUN}>`, `<svg onload=${RUN}>`, `<svg><script>${RUN}</script></svg>`,
  `<body onload=${RUN}>`, `<iframe srcdoc="<script>parent.attacked=1</script>">`, `<iframe src="javascript:parent.attacked=1">`,
  `<details open ontoggle=${RUN}>`, `<video><source onerror=${RUN}></video>`, `<audio src=x onerror=${RUN}>`,
  `<input autofocus onfocus=${RUN}>`, `<select autofocus onfocus=${RUN}>`, `<marquee onstart=${RUN}>`, `<object data="javascript:${RUN}">`,
  `<embed src="javascript:${RUN}">`, `<a href="javascript:${RUN}" autofocus onfocus=${RUN}>x</a>`, `<form action="javascript:${RUN}"><button>`,
  `<math><mtext><img src=x onerror=${RUN}></mtext></math>`, `<template><script>${RUN}</script></template>`, `<style>@import "x";</style>`,
  `<base href="//attacker.example/">`, `<meta http-equiv=refresh content="0;url=javascript:${RUN}">`, `<link rel=stylesheet href=x onerror=${RUN}>`,
  `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`, `<svg><a xlink:href="javascript:${RUN}"><text y=9>x</text></a></svg>`,
  `<x style="animation-name:x" onanimationstart=${RUN}>`, `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<mark onmouseover=${RUN}>`, `javascript:${RUN}`, `{{constructor.constructor('${RUN}')()}}`,
];
const AROUND = [(v) => v, (v) => `">${v}`, (v) => `'>${v}<!--`, (v) => `</title></textarea></script>${v}`, (v) => `--></style>${v}`];
const PAYLOADS = AROUND.flatMap((around) => VECTORS.map(around));

/** A page that notes what runs, and what its policy stops. */
async function watched(t) {
  const page = await openPage(t);
  const found = [];
  page.on("dialog", (dialog) => (found.push(dialog.message()), dialog.dismiss()));
  await page.exposeFunction("report", (what) => found.push(what));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => window.report(`${event.violatedDirective} ${event.sample} ${location}`));
    Object.defineProperty(window, "attacked", { set: () => window.report(`ran at ${location}`) });
  });
  return { page, found };
}

test("150 scripts in every field of articles run on no page and in no widget", async (t) => {
  assert.equal(PAYLOADS.length, 150);
  const data = index(t, PAYLOADS.map((payload, i) => ({
    id: `a${i}${payload}`, headline: `Quarry ${payload}`, body: `The quarry of ${payload} opened. ${payload}\n\n${payload}`, url: payload,
    source: `Wire ${payload}`, section: [payload], tags: [payload], places: [payload], authors: [payload], byline: payload,
    published_at: "2024-02-16", lang: "en",
  })));
  const sites = {};
  const origin = await site(t, sites);
  const server = await serve(t, data, ["--allow-origin", origin, "--rate", "0"]);
  const { page, found } = await watched(t);
  let seen = 0;
  for (let number = 1; ; ++number) {
    await page.goto(`${server}/search?q=quarry&per_page=50&collapse=none&page=${number}`);
    const articles = await page.locator(".hits > li").count();
    if (articles === 0) break;
    seen += articles;
  }
  assert.ok(seen >= 140, `${seen} articles`);  // some are no articles to the indexer
  const { hits } = await (await fetch(`${server}/v1/search?q=quarry&per_page=100&collapse=none&fields=id`)).json();
  for (const { id } of hits) {
    await page.goto(`${server}/article/${encodeURIComponent(id)}`);
    assert.match(await page.title(), /Quarry/);
  }
  for (const variant of ["dropdown", "inline"]) {
    sites["/"] = `<!doctype html><title>x</title><script type="module" src="${server}/newssearch.js"></script>
<news-search variant="${variant}" limit="100"></news-search>${hits.slice(0, 20).map(({ id }) =>
  `<news-related article="${id.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"></news-related>`).join("")}`;
    await page.goto(origin);
    await page.locator("news-related a").first().waitFor();
    await page.locator("news-search input").fill("quarry");
    await page.locator("news-search [part=headline]").first().waitFor();
  }
  assert.deepEqual(found, []);
});

test("150 scripts as queries, filters and addresses run nowhere", async (t) => {
  const server = await serve(t, index(t), ["--rate", "0"]);
  const { page, found } = await watched(t);
  for (const payload of PAYLOADS) {
    const text = encodeURIComponent(payload);
    for (const path of [`/search?q=${text}&section=${text}&source=-${text}&${text}=${text}`, `/search?from=${text}`, `/article/${text}`]) {
      await page.goto(server + path);
      assert.ok(await page.locator("h1, body").first().count());
    }
  }
  await page.goto(`${server}/search`);
  const field = page.getByRole("combobox");
  for (const payload of PAYLOADS.slice(0, 30)) {
    const answered = page.waitForResponse("**/v1/search?*");
    await field.fill(payload);
    await answered;
  }
  assert.deepEqual(found, []);
});
