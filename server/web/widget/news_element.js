import { dotted, make } from "./elements.js";
import { Wording } from "./wording.js";
import style from "newssearch-style";  // style.css, made small

const STYLE = new CSSStyleSheet();  // which a Content-Security-Policy of 'self' lets in, unlike a style element
STYLE.replaceSync(style);

/** What the widgets have in common: where the server is, the language, how an article is named and linked. */
export class NewsElement extends HTMLElement {
  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [STYLE];
  }

  /** On the server: `src`, or where this file came from. */
  address(path, parameters = []) {
    const server = new URL(this.getAttribute("src") ?? new URL(".", import.meta.url), document.baseURI);
    if (!server.pathname.endsWith("/")) server.pathname += "/";
    const address = new URL(path, server);
    for (const [name, value] of parameters) address.searchParams.append(name, value);
    return address;
  }

  readLanguage() {
    let around = this, lang;
    while (around && !(lang = around.closest("[lang]")?.lang)) around = around.getRootNode().host;  // out of shadow trees
    this.wording = new Wording(lang || navigator.language);
  }

  /** The article itself, at the place that matched; its page on the server where it has no address on the web. */
  link({ id, url, snippet }) {
    if (!/^https?:\/\//i.test(url ?? "")) return this.address(`article/${encodeURIComponent(id)}`).href;
    return url + (url.includes("#") ? "" : (snippet?.text_fragment ?? ""));
  }

  headline(hit, content) {
    const link = make("a", { href: this.link(hit), part: "headline", rel: "noopener" }, content);
    link.addEventListener("click", (event) => this.tell("select", { url: link.href, hit }) || event.preventDefault());
    return link;
  }

  facts(hit, more = []) {
    const source = hit.source && make("bdi", {}, hit.source);
    const updated = hit.revision > 1 && this.wording.say("updated");
    return make("p", { part: "facts", lang: this.wording.lang },
      dotted([source, this.wording.date(hit.published_at), updated, ...more]));
  }

  /** False where a listener of the page prevents what would follow. */
  tell(event, detail) {
    return this.dispatchEvent(
      new CustomEvent(`news-${event}`, { detail, bubbles: true, composed: true, cancelable: true }));
  }

  /** What to say to a reader where there is no answer to `q`; to who runs the site, on the console. */
  excuse(error, q) {
    if (!navigator.onLine) return this.wording.say("offline");
    if (error instanceof TypeError)
      console.warn(`${this.address("")} gives no answer: --allow-origin ${location.origin}?`);
    else error.text().then(console.warn);
    return error.status < 500 && error.status !== 429 ? this.wording.say("none", { q }) : this.wording.say("away");
  }
}
