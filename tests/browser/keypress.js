#!/usr/bin/env node
// From a key pressed in <news-search> to its results painted, by Chromium's own clock.
//   NEWSSEARCH=build/release/newssearch tests/browser/keypress.js DATA [QUERIES] [COUNT]
// DATA is a data directory, QUERIES a file with one a line, else the headlines of its newest articles; of each the first
// three words are typed, a key every 80 ms. Prints: keys answered; p50 and p95, in ms, from the key to the paint, of which
// 150 the field waits whether more is typed.
import { readFileSync } from "node:fs";
import { closeBrowser, openPage, serve } from "./support.js";

const [data, file, count = "40"] = process.argv.slice(2);
if (!data) {
  console.error("keypress: name a data directory: tests/browser/keypress.js DATA [QUERIES] [COUNT]");
  process.exit(2);
}
const ended = [];
const run = { after: (end) => ended.push(end) };
const server = await serve(run, data, ["--cache", "0"]);
const newest = `${server}/v1/search?per_page=100&fields=headline&facets=&date_histogram=`;
const texts = file ? readFileSync(file, "utf8").split("\n") : (await (await fetch(newest)).json()).hits.map(({ headline }) => headline);
const queries = texts.map((text) => text.trim().split(/\s+/).slice(0, 3).join(" ")).filter(Boolean).slice(0, Number(count));

const page = await openPage(run);
await page.goto(`${server}/search`);
await page.evaluate(() => {
  window.painted = [];
  let pressed;
  addEventListener("keydown", (event) => (pressed = event.timeStamp), true);
  addEventListener("news-results", () => {
    const key = pressed;
    requestAnimationFrame(() => setTimeout(() => window.painted.push(performance.now() - key)));  // after that frame
  });
});
const field = page.getByRole("combobox");
for (const query of queries) {
  await field.fill("");
  await field.pressSequentially(query, { delay: 80 });
  await page.waitForFunction((words) => document.querySelector("news-search").value === words, query);
  await page.waitForTimeout(500);
}
const times = (await page.evaluate(() => window.painted)).sort((a, b) => a - b);
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(0);
console.log(`queries=${queries.length} answered=${times.length} keypress_to_paint_p50=${at(0.5)}ms p95=${at(0.95)}ms`);
for (const end of ended.reverse()) await end();
await closeBrowser();
