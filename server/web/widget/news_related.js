import { ask } from "./ask.js";
import { make } from "./elements.js";
import { NewsElement } from "./news_element.js";

/** <news-related article="ID">: what else there is to read, for the end of an article. Nothing where there is nothing. */
export class NewsRelated extends NewsElement {
  static get observedAttributes() { return ["article", "mode", "limit", "src", "lang", "heading"]; }
  #asking = new AbortController();

  connectedCallback() { this.#load(); }
  attributeChangedCallback() { if (this.isConnected) this.#load(); }
  disconnectedCallback() { this.#asking.abort(); }

  async #load() {
    this.#asking.abort();
    const { signal } = (this.#asking = new AbortController());
    await null;  // attributes that are set one after another are read together
    const article = this.getAttribute("article");
    if (signal.aborted) return;
    if (!article) return this.shadowRoot.replaceChildren();
    this.readLanguage();
    const hits = await ask(this.address(`v1/articles/${encodeURIComponent(article)}/related`, [
      ["mode", this.getAttribute("mode") ?? "related"],
      ["per_page", this.getAttribute("limit") ?? "5"],
    ]), signal, () => {}).then((answer) => answer.hits, (error) => (signal.aborted || this.excuse(error), []));
    if (!signal.aborted && this.tell("results", { hits })) this.#show(hits);
  }

  #show(hits) {
    const { lang, dir } = this.wording;
    const heading = make("h2", { id: "heading", part: "heading" }, this.getAttribute("heading") ?? this.wording.say("related"));
    const items = hits.map((hit) => make("li", { dir: "auto", lang: hit.lang, part: "hit" },
      this.headline(hit, hit.headline), this.facts(hit)));
    this.shadowRoot.replaceChildren(...(hits.length === 0 ? [] : [
      make("section", { "aria-labelledby": "heading", part: "related", lang, dir }, heading,
        make("ul", { part: "hits", role: "list" }, items))]));
  }
}
