import { dotted, make } from "./elements.js";
import { Wording } from "./wording.js";
import style from "./style.css";

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
    this.wording = new Wording(this.closest("[lang]")?.lang || navigator.language);
  }

  /** The article itself, at the place that matched; its page on the server where it has no address on the web. */
  link({ id, url, snippet }) {
    if (!/^https?:\/\//i.test(url ?? "")) return this.address(`article/${encodeURIComponent(id)}`).href;
    return url + (url.includes("#") ? "" : (snippet?.text_fragment ?? ""));
  }

  headline(hit, content) {
    const link = make("a", { href: this.link(hit), class: "headline", part: "headline", rel: "noopener" }, content);
    link.addEventListener("click", (event) => this.tell("select", { url: link.href, hit }) || event.preventDefault());
    return link;
  }

  facts(hit, more = []) {
    const source = hit.source && make("bdi", {}, hit.source);
    const updated = hit.revision > 1 && this.wording.say("updated");
    return make("p", { class: "facts", part: "facts", lang: this.wording.lang },
      dotted([source, this.wording.date(hit.published_at), updated, ...more]));
  }

  /** False where a listener of the page prevents what would follow. */
  tell(event, detail) {
    return this.dispatchEvent(
      new CustomEvent(`news-${event}`, { detail, bubbles: true, composed: true, cancelable: true }));
  }

  /** What to say to a reader where there is no answer. */
  excuse(error) {
    if (!navigator.onLine) return this.wording.say("offline");
    if (error instanceof TypeError)
      console.warn(`newssearch: no answer from ${this.address("")}; does it run, with --allow-origin ${location.origin}?`);
    return this.wording.say("away");
  }
}
