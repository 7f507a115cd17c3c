import assert from "node:assert/strict";
import { after, test } from "node:test";
import { accessibilityFaults, closeBrowser, index, openPage, screenshot, serve, site } from "./support.js";

after(closeBrowser);

async function open(t, path, options) {
  const server = await serve(t, index(t));
  const page = await openPage(t, options);
  await page.goto(server + path);
  return { page, server };
}

const heading = (page) => page.getByRole("heading", { level: 1 }).innerText();
const counted = async (page) => parseInt(await heading(page));

test("the field at the top offers what it finds, with the filters that are on", async (t) => {
  const { page } = await open(t, "/search?q=dam&source=Kestrel+Wire");
  const field = page.getByRole("combobox", { name: "Search the news" });
  assert.equal(await field.inputValue(), "dam");
  await field.fill("dam collapse");
  const articles = page.getByRole("option").filter({ has: page.locator("[part=headline]") });
  await articles.first().waitFor();
  for (const facts of await articles.locator("[part=facts]").allInnerTexts()) assert.match(facts, /^Kestrel Wire/);
  await field.press("Enter");
  await page.waitForURL(/q=dam\+collapse/);
  assert.match(page.url(), /source=Kestrel\+Wire/);
  assert.deepEqual(page.errors, []);
});

test("/ goes to the field, from anywhere on the page but another field", async (t) => {
  const { page } = await open(t, "/search?q=dam");
  await page.locator("main").click();
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.value), "dam");
  await page.getByLabel("From").focus();
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.name), "from");
});

test("nothing moves while the page comes up, however slowly it comes", async (t) => {
  const server = await serve(t, index(t));
  const inPieces = async ({ url }, response) => {
    const html = await (await fetch(server + url)).text();
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
    for (let at = 0; at < html.length; at += 200) {
      response.write(html.slice(at, at + 200));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    response.end();
  };
  const asset = async ({ url }, response) => {
    const { headers, body } = await fetch(server + url);
    response.writeHead(200, { "Content-Type": headers.get("Content-Type") });
    for await (const piece of body) response.write(piece);
    response.end();
  };
  const slow = await site(t, { "/search": inPieces, "/assets/search.css": asset, "/assets/search.js": asset,
    "/newssearch.js": asset });
  for (const viewport of [{ width: 1280, height: 900 }, { width: 320, height: 640 }]) {
    const page = await openPage(t, { viewport, timezoneId: "America/New_York" });
    await page.goto(slow + "/search?q=dam");
    await page.getByRole("combobox").waitFor();
    const shift = await page.evaluate(() => new Promise((resolve) => {
      let sum = 0;
      new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (sum += value)))
        .observe({ type: "layout-shift", buffered: true });
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
    }));
    assert.equal(shift, 0);
  }
});

test("values of facets are chosen together, and taken back", async (t) => {
  const { page } = await open(t, "/search?q=dam");
  const all = await counted(page);
  const sources = page.locator("section").filter({ has: page.getByRole("heading", { name: "Source" }) });
  const [first, second] = (await sources.locator("bdi").allInnerTexts()).slice(0, 2);
  await sources.getByRole("link", { name: first }).click();
  const some = await counted(page);
  assert.ok(some < all);
  await sources.getByRole("link", { name: second }).click();
  const more = await counted(page);
  assert.ok(more > some && more <= all);
  await page.getByRole("link", { name: `Remove Source ${first}` }).click();
  assert.equal(await counted(page), more - some);
});

test("days are chosen from the histogram by dragging, and by keyboard", async (t) => {
  const { page } = await open(t, "/search?q=dam");
  const bars = page.locator(".histogram a");
  const [first, third] = [await bars.nth(0).boundingBox(), await bars.nth(2).boundingBox()];
  const from = new URL(await bars.nth(0).getAttribute("href"), page.url()).searchParams.get("from");
  const to = new URL(await bars.nth(2).getAttribute("href"), page.url()).searchParams.get("to");
  await page.mouse.move(first.x + first.width / 2, first.y + first.height / 2);
  await page.mouse.down();
  await page.mouse.move(third.x + third.width / 2, third.y + third.height / 2, { steps: 8 });
  assert.equal(await page.locator(".histogram .brushed").count(), 3);
  await page.mouse.up();
  await page.waitForURL(/from=/);
  assert.equal(new URL(page.url()).searchParams.get("from"), from);
  assert.equal(new URL(page.url()).searchParams.get("to"), to);
  await page.goBack();
  await bars.first().focus();
  await page.keyboard.press("ArrowRight");
  const chosen = await page.evaluate(() => document.activeElement.href.baseVal);
  assert.equal(chosen, await bars.nth(1).getAttribute("href"));
  await page.keyboard.press("Enter");
  await page.waitForURL(/from=/);
  assert.match(await heading(page), /article/);
  await page.goBack();
  await bars.nth(2).focus();
  await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press("Shift+ArrowLeft");
  assert.equal(await page.locator(".histogram .brushed").count(), 3);
  await page.keyboard.press("Enter");
  await page.waitForURL(/from=/);
  assert.equal(new URL(page.url()).searchParams.get("from"), from);
  assert.equal(new URL(page.url()).searchParams.get("to"), to);
});

test("everything works without scripts", async (t) => {
  const { page } = await open(t, "/search", { javaScriptEnabled: false });
  await page.getByLabel("Search the news").fill("dam");
  await page.getByRole("button", { name: "Search" }).click();
  const all = await counted(page);
  await page.getByLabel("From").fill("2025-01-01");
  await page.getByRole("button", { name: "Apply" }).click();
  assert.ok((await counted(page)) < all);
  await page.locator(".histogram a").first().click();
  await page.getByRole("link", { name: "Newest", exact: true }).click();
  await page.goBack();
  await page.locator(".more a").first().click();
  assert.ok(await heading(page));
});

const PAGES = {
  newest: "/search", results: "/search?q=dam", filtered: "/search?q=dam&source=Kestrel+Wire&from=2024", nothing: "/search?q=qqxyzzy",
  wrong: "/search?q=dam&sort=upwards", missing: "/article/no-such", article: "/article/kestrel-dam-toll",
  story: "/story/kestrel-dam-toll", trending: "/trending?from=2024-02&to=2024-02", arabic: "/search?lang=ar", japanese: "/search?lang=ja",
};

for (const [name, options] of Object.entries({ light: {}, dark: { colorScheme: "dark" },
  phone: { viewport: { width: 320, height: 640 }, hasTouch: true } })) {
  test(`every page is accessible and fits: ${name}`, async (t) => {
    const { page, server } = await open(t, "/search", options);
    for (const [what, path] of Object.entries(PAGES)) {
      await page.goto(server + path);
      await page.locator("h1").waitFor();
      assert.deepEqual(await accessibilityFaults(page), [], `${what}, ${name}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${what}, ${name}: too wide`);
      await screenshot(page, `page-${what}-${name}`, { fullPage: true });
    }
  });
}

test("dates are those of the reader's zone, and say how long ago it was; a zone that is asked for stays", async (t) => {
  const article = (id, published_at) => ({ id, headline: `Quarry ${id}`, body: "The quarry opened.", source: "Wire", published_at });
  const data = index(t, [article("hours", new Date(Date.now() - 3 * 3600e3).toISOString()), article("old", "1987-03-01T20:00:00Z"),
    article("day", "1987-03-01")]);
  const server = await serve(t, data), page = await openPage(t, { timezoneId: "Asia/Tokyo" });
  const facts = (id) => page.locator(".hits li", { hasText: `Quarry ${id}` }).locator(".facts").innerText();
  await page.goto(`${server}/search?q=quarry`);
  assert.match(await facts("hours"), /^Wire · 3 hours ago · \d+ \w+ \d{4}/);
  assert.match(await facts("old"), /^Wire · 2 March 1987.* 0?5:00/);
  assert.match(await facts("day"), /^Wire · 1 March 1987$/);
  await page.goto(`${server}/search?q=quarry&tz=Europe/Paris`);
  assert.match(await facts("old"), /^Wire · 1 March 1987, 21:00 \S+$/);
  assert.deepEqual(page.errors, []);
});

test("printed, there is what was found and no furniture", async (t) => {
  const { page } = await open(t, "/search?q=dam");
  await page.emulateMedia({ media: "print" });
  for (const part of ["header", ".side", ".histogram", ".bar"]) assert.equal(await page.locator(part).first().isVisible(), false, part);
  assert.equal(await page.locator(".hits h2").first().isVisible(), true);
  await screenshot(page, "page-printed", { fullPage: true });
});

test("a page of ten articles is small", async (t) => {
  const { page, server } = await open(t, "/search?q=dam");
  assert.equal(await page.locator(".hits > li").count(), 10);
  const html = await (await fetch(`${server}/search?q=dam`, { headers: { "Accept-Encoding": "identity" } })).text();
  assert.ok(html.length < 20_000, String(html.length));
});
