// What the tests of this folder share: the program serving articles, a site of another origin, and a real browser.
import { spawn, spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "../..");
const PROGRAM = process.env.NEWSSEARCH ?? join(ROOT, "build/ci/newssearch");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** A folder of its own, removed with the test. */
export function temporaryFolder(t) {
  const folder = mkdtempSync(join(tmpdir(), "newssearch-browser-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Indexes articles (objects as JSON Lines have them; else those of corpus/sample) and gives the data directory. */
export function index(t, articles) {
  const folder = temporaryFolder(t), data = join(folder, "data");
  const file = articles ? join(folder, "articles.jsonl") : join(ROOT, "corpus/sample/articles.jsonl");
  if (articles) writeFileSync(file, articles.map((article) => JSON.stringify(article) + "\n").join(""));
  const { status, stderr } = spawnSync(PROGRAM, ["--data", data, "index", "--quiet", file], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${PROGRAM} index: ${stderr}`);
  return data;
}

/** Serves a data directory on a free port; the address of the server, as "http://127.0.0.1:40001". */
export async function serve(t, data, options = []) {
  const program = spawn(PROGRAM, ["--data", data, "serve", "--listen", "127.0.0.1:0", ...options],
    { stdio: ["ignore", "pipe", process.env.VERBOSE ? "inherit" : "ignore"] });
  t.after(async () => {
    const ended = new Promise((resolve) => program.once("exit", resolve));
    program.kill("SIGTERM");
    await ended;
  });
  for await (const line of createInterface({ input: program.stdout })) return new URL(line).origin;
  throw new Error(`${PROGRAM} serve ended`);
}

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json",
  ".css": "text/css" };

/**
 * A site on localhost, which is another origin than the server. `pages` are its files by path: text, or a function of the
 * request and the response. `headers` go with each.
 */
export async function site(t, pages, headers = {}) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const page = pages[pathname];
    if (pathname === "/favicon.ico") return response.writeHead(204).end();
    if (typeof page === "function") return page(request, response);
    response.writeHead(page === undefined ? 404 : 200,
      { "Content-Type": TYPES[extname(pathname)] ?? TYPES[".html"], ...headers });
    response.end(page ?? "");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${server.address().port}`;
}

/** A file of a package of npm, as "axe-core/axe.min.js". */
export const packageFile = (path) => readFileSync(join(HERE, "node_modules", path), "utf8");

let running;
/** The browser, one for all tests of a file; a context and a page in it for each. `errors` gathers what goes wrong there. */
export async function openPage(t, options = {}) {
  running ??= chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  const context = await (await running).newContext({ locale: "en-GB", timezoneId: "Europe/London", ...options });
  t.after(() => context.close());
  const page = await context.newPage();
  page.errors = [];
  page.on("pageerror", (error) => page.errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && page.errors.push(message.text()));
  return page;
}
export async function closeBrowser() {
  if (running) await (await running).close();
  running = undefined;
}

/** What axe-core finds wrong with the page as it is, shadow trees too: rule, and the elements. */
export async function accessibilityFaults(page) {
  await page.evaluate(packageFile("axe-core/axe.min.js"));
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.flat().join(" ")).join("; ")}`);
}

/** Kept in the folder $SCREENSHOTS, where that is set: to be looked at. */
export async function screenshot(page, name, options = {}) {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`), ...options });
}
