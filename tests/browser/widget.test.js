import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, test } from "node:test";
import { accessibilityFaults, closeBrowser, index, openPage, screenshot, serve, site } from "./support.js";

after(closeBrowser);

/** A page of another site with a widget in it. */
async function embed(t, markup = "<news-search></news-search>", { articles, options, lang = "en", page: pageOptions = {} } = {}) {
  const sites = {};
  const origin = await site(t, sites);
  const server = await serve(t, index(t, articles), ["--allow-origin", origin, ...(options ?? [])]);
  sites["/"] = `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>A paper</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<style>body { font-family: sans-serif; margin: 2rem; background: light-dark(#fff, #16181b); color: light-dark(#111, #eee) }
a { color: inherit }</style>
<script type="module" src="${server}/newssearch.js"></script><main><h1>A paper</h1>${markup}<p>Text below.</p>
<a href="#next">Next</a></main></html>`;
  const page = await openPage(t, pageOptions);
  await page.goto(origin);
  return { page, server, origin, sites, field: page.getByRole("combobox"), options: page.getByRole("option") };
}

/** The options that are articles, not searches. */
const articlesIn = (page) => page.getByRole("option").filter({ has: page.locator("[part=headline]") });

test("what is found stands below the field while one types, on a page of another origin", async (t) => {
  const { page, field, options } = await embed(t);
  await field.pressSequentially("dam inq");
  await options.first().waitFor();
  assert.equal(await field.getAttribute("aria-expanded"), "true");
  const articles = articlesIn(page);
  assert.ok((await articles.count()) >= 3);
  assert.match(await articles.first().innerText(), /dam/i);
  assert.ok((await articles.first().locator("mark").count()) > 0);
  assert.match(await articles.first().locator("time").innerText(), /, 20\d\d/);
  await page.getByRole("status").filter({ hasText: /\d+ articles/ }).waitFor({ state: "attached" });
  assert.deepEqual(page.errors, []);
  await screenshot(page, "widget-light");
});

test("arrow keys walk over the options while the focus stays in the field; Enter opens one", async (t) => {
  const { page, server, field, options } = await embed(t);
  await field.fill("harrow fell");
  await options.first().waitFor();
  await field.press("ArrowDown");
  const first = await options.first().getAttribute("id");
  assert.equal(await field.getAttribute("aria-activedescendant"), first);
  assert.equal(await options.first().getAttribute("aria-selected"), "true");
  await field.press("ArrowUp");
  assert.equal(await field.getAttribute("aria-activedescendant"), null);
  await field.press("ArrowUp");  // round to the last
  assert.equal(await options.last().getAttribute("aria-selected"), "true");
  await field.press("Escape");
  assert.equal(await field.getAttribute("aria-expanded"), "false");
  assert.equal(await field.inputValue(), "harrow fell");
  await field.press("ArrowDown");
  await field.press("Escape");
  await field.press("Escape");
  assert.equal(await field.inputValue(), "");
  await field.fill("harrow fell");
  await options.first().waitFor();
  await field.press("ArrowUp");
  await field.press("Enter");  // the last leads to all results
  await page.waitForURL(`${server}/search?q=harrow+fell`);
});

test("a click opens an article at the place that matched, Enter alone all results", async (t) => {
  const { page, server, field } = await embed(t);
  await page.evaluate(() => addEventListener("news-select", (event) => {
    window.chosen = event.detail;
    event.preventDefault();
  }));
  await field.fill("dam inquiry");
  await articlesIn(page).first().click();
  const chosen = await page.evaluate(() => window.chosen);
  assert.match(chosen.url, /^https:\/\/.*#:~:text=/);
  assert.ok(chosen.hit.id);
  assert.equal(await field.getAttribute("aria-expanded"), "true");  // the site prevented what would follow
  await field.press("Enter");
  await page.waitForURL(`${server}/search?q=dam+inquiry`);
});

test("20 fast keys end on the answer of the last question", async (t) => {
  const { page, field } = await embed(t);
  const answers = [];
  await page.evaluate(() => {
    window.shown = [];
    addEventListener("news-results", ({ detail }) => window.shown.push(detail.query.q));
  });
  await page.route("**/v1/search?*", async (route) => {
    answers.push(new URL(route.request().url()).searchParams.get("q"));
    await new Promise((resolve) => setTimeout(resolve, answers.length === 1 ? 600 : 20));  // the first comes last
    await route.continue().catch(() => {});
  });
  await field.pressSequentially("interest ra", { delay: 40 });
  await page.waitForTimeout(250);
  await field.pressSequentially("tes and", { delay: 20 });
  await articlesIn(page).first().waitFor();
  await page.waitForTimeout(800);
  assert.equal(answers.at(-1), "interest rates and");
  assert.ok(answers.length <= 6, `${answers}`);
  const shown = await page.evaluate(() => window.shown);
  assert.equal(shown.at(-1), "interest rates and");
  assert.equal(shown.includes(answers[0]), false);
});

test("no key is taken, and no focus, from who is elsewhere on the page", async (t) => {
  const { page, field, options } = await embed(t, "<news-search></news-search><textarea></textarea>");
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "BODY");
  await page.locator("textarea").pressSequentially("and/or");
  assert.equal(await page.locator("textarea").inputValue(), "and/or");
  await page.locator("a").focus();
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "NEWS-SEARCH");
  await page.locator("a").focus();
  await page.keyboard.press("Control+k");
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "NEWS-SEARCH");
  await field.pressSequentially("dam");
  await page.locator("a").focus();  // before the answer
  await page.waitForTimeout(500);
  assert.equal(await options.count() === 0 || !(await options.first().isVisible()), true);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "A");
});

test("/ leads to the first field there is to see, in whichever tree", async (t) => {
  const { page } = await embed(t, `<div hidden><news-search id="unseen"></news-search></div>
<news-search id="off" shortcuts="off"></news-search><site-header></site-header><news-search id="last"></news-search>`);
  await page.evaluate(() => customElements.define("site-header", class extends HTMLElement {
    connectedCallback() { this.attachShadow({ mode: "open" }).innerHTML = "<news-search id=nested></news-search>"; }
  }));
  const focused = () => page.evaluate(() => {
    let element = document.activeElement;
    while (element.localName !== "news-search" && element.shadowRoot) element = element.shadowRoot.activeElement;
    return element.id;
  });
  await page.keyboard.press("/");
  assert.equal(await focused(), "last");
  await page.locator("a").focus();
  await page.evaluate(() => document.querySelector("#last").remove());
  await page.keyboard.press("/");
  assert.equal(await focused(), "nested");
  assert.deepEqual(page.errors, []);
});

test("who has left the field is not told of answers that come later", async (t) => {
  const { page, field } = await embed(t);
  await field.fill("dam");
  const told = page.locator("[part=status]");
  await told.filter({ hasText: /\d+ articles/ }).waitFor({ state: "attached" });
  await field.fill("dam inquiry");
  await page.locator("a").focus();
  await page.waitForTimeout(1500);
  assert.equal(await told.textContent(), "");
});

test("Enter asks for what stands in the field, wherever the mouse is and whatever was chosen before", async (t) => {
  const { page, server, field, options } = await embed(t);
  await field.fill("dam");
  await options.first().hover();
  await field.press("ArrowDown");
  await field.press("x");  // chosen was an answer to something else
  assert.equal(await field.getAttribute("aria-activedescendant"), null);
  await field.press("Backspace");
  await field.press("Enter");
  await page.waitForURL(`${server}/search?q=dam`);
});

test("a word that is begun finds what begins with it, and no misspelling", async (t) => {
  const { page, field } = await embed(t);
  const answered = page.waitForResponse("**/v1/search?*");
  await field.fill("harrow inq");
  const { total, did_you_mean, query } = await (await answered).json();
  assert.ok(total.value > 0);
  assert.equal(did_you_mean, null);
  assert.equal(query.parsed, "harrow AND inq…");
});

test("value may be set before the element is one, and attributes after", async (t) => {
  const { page, server, origin, sites } = await embed(t);
  sites["/early"] = sites["/"].replace("<main>", `<script>addEventListener("DOMContentLoaded", () => {
    document.querySelector("news-search").value = "dam"; }); </script><main>`).replace('type="module" src', 'type="module" async src');
  await page.goto(`${origin}/early`);
  await page.waitForFunction(() => document.querySelector("news-search").shadowRoot);
  const field = page.getByRole("combobox");
  assert.equal(await field.inputValue(), "dam");
  await page.locator("news-search").evaluate((element) => {
    const other = document.createElement("news-search");
    other.value = "oil";
    element.after(other);
    element.setAttribute("placeholder", "What happened?");
    element.lang = "de";
  });
  assert.equal(await page.getByRole("combobox").first().getAttribute("placeholder"), "What happened?");
  assert.equal(await page.getByRole("combobox").first().inputValue(), "dam");
  assert.equal(await page.getByRole("button").first().innerText(), "Suchen");
  assert.equal(await page.locator("news-search").nth(1).evaluate(({ value }) => value), "oil");
  assert.deepEqual(page.errors, []);
});

test("what the site filters by is not for the reader to change", async (t) => {
  const { page, field: none, origin, sites } = await embed(t,
    '<news-search variant="inline" filter="source=Kestrel+Wire&sort=newest"></news-search>');
  await page.getByRole("searchbox").fill("dam");
  await page.locator("[part=hit]").first().waitFor();
  assert.deepEqual(await page.locator("[part=choices]").evaluateAll((rows) => rows.map((row) => row.ariaLabel)), ["Section"]);
  for (const facts of await page.locator("[part=facts]").allInnerTexts()) assert.match(facts, /^Kestrel Wire/);
});

test("who asks too much is told, and asked again when the server says so", async (t) => {
  const { page, field, options } = await embed(t);
  let asked = 0;
  await page.route("**/v1/search?*", (route) => ++asked > 1 ? route.continue() : route.fulfill({
    status: 503, headers: { "Retry-After": "1", "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After" } }));
  await field.fill("dam");
  await page.getByText("Many are searching; trying again in 1 s").first().waitFor();
  await options.first().waitFor();
  assert.equal(asked, 2);
});

test("a server that is away, or a reader who is offline, is said in plain words", async (t) => {
  const { page, field } = await embed(t);
  await page.route("**/v1/**", (route) => route.fulfill({ status: 500, headers: { "Access-Control-Allow-Origin": "*" } }));
  await field.fill("dam");
  await page.getByText("The search does not answer").first().waitFor();
  await page.context().setOffline(true);
  await field.fill("dam i");
  await page.getByText("You are offline").first().waitFor();
});

test("where nothing is found it says so, and what may have been meant", async (t) => {
  const { page, field, options } = await embed(t);
  await field.fill("qqxyzzy");
  await page.locator("news-search [part=note]").filter({ hasText: /Nothing found for “.?qqxyzzy.?”/ }).waitFor();
  assert.equal(await options.count(), 0);
  assert.equal(await field.getAttribute("aria-expanded"), "false");
});

test("the element is a form without scripts, and takes on what it holds", async (t) => {
  const markup = (server) => `<news-search><form action="${server}/search"><input name="q" value="dam">
<input type="hidden" name="source" value="Kestrel Wire"></form></news-search>`;
  const { page, server, origin, sites } = await embed(t, "<b id=place></b>");
  sites["/form"] = sites["/"].replace("<b id=place></b>", markup(server));
  await page.goto(`${origin}/form`);
  const field = page.getByRole("combobox");
  assert.equal(await field.inputValue(), "dam");
  const asked = page.waitForRequest("**/v1/search?*");
  await field.press("End");
  await field.pressSequentially(" inquiry");
  assert.equal(new URL((await asked).url()).searchParams.get("source"), "Kestrel Wire");
  await field.press("Enter");
  await page.waitForURL(`${server}/search?q=dam+inquiry&source=Kestrel+Wire`);

  const bare = await openPage(t, { javaScriptEnabled: false });
  await bare.goto(`${origin}/form`);
  await bare.locator("input[name=q]").fill("oil");
  await bare.locator("input[name=q]").press("Enter");
  await bare.waitForURL(`${server}/search?q=oil&source=Kestrel+Wire`);
});

test("variant=inline: results in the page, to be ordered, narrowed and continued", async (t) => {
  const { page, origin } = await embed(t, '<news-search variant="inline" param="frage" limit="3"></news-search>');
  const field = page.getByRole("searchbox");
  await field.pressSequentially("dam");
  const hits = page.locator("news-search [part=hit]");
  await hits.first().waitFor();
  assert.equal(await hits.count(), 3);
  const status = page.getByRole("status");
  assert.match(await status.innerText(), /^\d+ articles$/);
  const all = parseInt(await status.innerText());
  await page.getByRole("button", { name: "Show more" }).click();
  await hits.nth(3).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.shadowRoot.activeElement.part.value), "headline");
  const wire = page.getByRole("group", { name: "Source" }).getByRole("button").first();
  await wire.focus();
  await wire.press("Enter");
  await page.getByRole("group", { name: "Source" }).getByRole("button", { pressed: true }).waitFor();
  assert.ok(parseInt(await status.innerText()) < all);
  assert.equal(await page.evaluate(() => document.activeElement.shadowRoot.activeElement.getAttribute("aria-pressed")), "true");
  await page.getByRole("button", { name: "Newest" }).click();
  await page.getByRole("button", { name: "Newest", pressed: true }).waitFor();
  const dates = await page.locator("news-search [part=hit] time").evaluateAll((all) => all.map((time) => time.dateTime));
  assert.deepEqual(dates, [...dates].sort().reverse());
  assert.equal(page.url(), `${origin}/?frage=dam`);
  await page.reload();
  await hits.first().waitFor();
  assert.equal(await field.inputValue(), "dam");
  assert.deepEqual(await accessibilityFaults(page), []);
  await screenshot(page, "widget-inline", { fullPage: true });
});

test("<news-related> lists what else there is, or nothing at all", async (t) => {
  const { page } = await embed(t, '<news-related article="kestrel-dam-toll" limit="3"></news-related>'
    + '<news-related article="no-such-article" id="none"></news-related>');
  const list = page.locator("news-related").first();
  await list.getByRole("heading", { name: "Related articles" }).waitFor();
  assert.equal(await list.getByRole("link").count(), 3);
  assert.equal(await page.locator("#none").evaluate((element) => element.shadowRoot.childElementCount), 0);
  assert.equal((await page.locator("#none").boundingBox())?.height ?? 0, 0);
  assert.deepEqual(await accessibilityFaults(page), []);
  await screenshot(page, "widget-related");
});

test("it speaks ten languages, and from right to left", async (t) => {
  const { page, origin, sites } = await embed(t);
  const one = sites["/"];
  for (const [lang, button] of [["de-AT", "Suchen"], ["fr", "Rechercher"], ["es", "Buscar"], ["pt-BR", "Pesquisar"], ["it", "Cerca"],
    ["nl", "Zoeken"], ["pl", "Szukaj"], ["ar", "بحث"], ["ja", "検索"], ["xx", "Search"], ["de_AT", "Suchen"], ["de-", "Suchen"]]) {
    sites["/"] = one.replace('lang="en"', `lang="${lang}"`);
    await page.goto(origin);
    assert.equal(await page.getByRole("button").innerText(), button, lang);
    await page.getByRole("combobox").fill("dam");
    await page.getByRole("option").first().waitFor();
    const faults = await accessibilityFaults(page);
    assert.deepEqual(faults.filter((fault) => !fault.startsWith("html-lang-valid")), [], lang);  // "xx" is none
    if (["ar", "ja"].includes(lang)) await screenshot(page, `widget-${lang}`);
    if (lang === "ar") {
      const [field, go] = [await page.getByRole("combobox").boundingBox(), await page.getByRole("button").boundingBox()];
      assert.ok(go.x < field.x);
    }
  }
  assert.deepEqual(page.errors, []);
});

test("it works under a strict Content-Security-Policy with Trusted Types, and by its hash", async (t) => {
  const sites = {};
  const reports = [];
  const headers = {};
  const origin = await site(t, sites, headers);
  const server = await serve(t, index(t), ["--allow-origin", origin]);
  headers["Content-Security-Policy"] = `default-src 'self'; script-src ${server}; connect-src ${server}; require-trusted-types-for 'script'; `
    + "trusted-types 'none'; report-uri /reports";
  sites["/reports"] = (request, response) => {
    request.on("data", (data) => reports.push(String(data)));
    response.writeHead(204).end();
  };
  const script = await (await fetch(`${server}/newssearch.js`)).text();
  const hash = createHash("sha384").update(script).digest("base64");
  sites["/"] = `<!doctype html><html lang="en"><title>A paper</title><script type="module" integrity="sha384-${hash}"
crossorigin src="${server}/newssearch.js"></script><news-search></news-search>`;
  const page = await openPage(t);
  await page.goto(origin);
  await page.getByRole("combobox").fill("dam");
  await page.getByRole("option").first().waitFor();
  assert.equal(await page.locator("news-search [part=popup]").evaluate((popup) => getComputedStyle(popup).position), "absolute");
  assert.deepEqual(page.errors, []);
  assert.deepEqual(reports, []);
});

test("dates are relative where they are not long ago, and in the reader's zone", async (t) => {
  const now = Date.now();
  const article = (id, published_at) => ({ id, headline: `Quarry ${id}`, body: "The quarry opened.", source: "Wire", published_at });
  const { page, field } = await embed(t, undefined, { page: { timezoneId: "Asia/Tokyo" }, articles: [
    article("hours", new Date(now - 3 * 3600e3).toISOString()), article("old", "1987-03-01T20:00:00Z"),
    article("day", "1987-03-01"), { ...article("none"), published_at: undefined }] });
  await field.fill("quarry");
  const facts = async (id) => page.getByRole("option", { name: `Quarry ${id}` }).locator("[part=facts]").innerText();
  await page.getByRole("option").first().waitFor();
  assert.match(await facts("hours"), /^Wire · 3 hours ago · /);
  assert.match(await facts("old"), /Mar 2, 1987, 5:00/);
  assert.match(await facts("day"), /Mar 1, 1987$/);
  assert.match(await facts("none"), /Undated/);
});

for (const [name, options] of Object.entries({ dark: { colorScheme: "dark" }, phone: { viewport: { width: 320, height: 640 } },
  contrast: { forcedColors: "active" } })) {
  test(`every state is accessible: ${name}`, async (t) => {
    const { page, field, options: list } = await embed(t, "<news-search label='Search our archive'></news-search>", { page: options });
    assert.deepEqual(await accessibilityFaults(page), []);
    await field.fill("dam inquiry");
    await list.first().waitFor();
    await field.press("ArrowDown");
    assert.deepEqual(await accessibilityFaults(page), []);
    await screenshot(page, `widget-${name}`);
    await field.fill("qqxyzzy");
    await page.locator("[part=note]:visible").waitFor();
    assert.deepEqual(await accessibilityFaults(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  });
}

test("what a screen reader is told", async (t) => {
  const { page, field, options } = await embed(t, "<news-search label='Search our archive'></news-search>");
  await field.fill("malaria vaccine");
  await options.first().waitFor();
  await field.press("ArrowDown");
  const tree = await page.locator("news-search").ariaSnapshot();
  assert.match(tree, /search:\n/);
  assert.match(tree, /combobox "Search our archive" \[expanded\]/);
  assert.match(tree, /listbox "Search"/);
  assert.match(tree, /option ".*malaria.*" \[selected\]/i);
  assert.match(tree, /status/);
});
