import { make, marked } from "./elements.js";

/** Results in the page: articles, what they may be narrowed to, and more of them. */
export class ResultList {
  suggests = false;
  limit = "10";
  facets = "section,source";
  #host;
  #answer = make("div", {});
  #more;
  #chosen = [];  // parameters

  constructor(host) {
    this.#host = host;
    this.#more = make("button", { type: "button", part: "more", hidden: "" }, host.wording.say("more"));
    this.element = make("div", { part: "results" }, this.#answer, this.#more);
  }

  chosen() { return this.#chosen; }
  busy(is) { this.#answer.setAttribute("aria-busy", String(is)); }
  note() {}  // the status line is to be seen
  close() {}

  clear() {
    this.busy(false);
    this.#answer.replaceChildren();
    this.#more.hidden = true;
  }

  show(text, answer) {
    const hits = make("ol", { part: "hits", role: "list" }, answer.hits.map((hit) => this.#hit(hit)));
    const focused = this.#answer.getRootNode().activeElement?.name;
    this.#answer.replaceChildren(...[this.#meant(answer.did_you_mean), this.#order(text),
      ...Object.entries(answer.facets).map(([name, values]) => this.#facet(text, name, values)), hits].filter(Boolean));
    if (focused) this.#answer.querySelector(`[name="${CSS.escape(focused)}"]`)?.focus();
    this.#offerMore(answer.next_cursor, hits);
  }

  #hit(hit) {
    const { wording } = this.#host;
    const page = this.#host.address(`article/${encodeURIComponent(hit.id)}`);
    const link = (href, text) => make("a", { href }, text);
    const further = [
      hit.duplicates.count > 0 && link(`${page}#copies`, wording.say("copies", { n: hit.duplicates.count })),
      hit.story?.size > 1 && link(this.#host.address(`story/${encodeURIComponent(hit.story.id)}`),
        wording.say("story", { n: hit.story.size })),
    ];
    return make("li", { dir: "auto", lang: hit.lang, part: "hit" }, this.#host.headline(hit, marked(hit.headline_parts)),
      this.#host.facts(hit, further), make("p", { part: "snippet" }, marked(hit.snippet.parts)));
  }

  #meant(meant) {
    if (!meant) return null;
    const button = make("button", { type: "button" }, this.#host.wording.say("meant", { q: meant.text }));
    button.addEventListener("click", () => this.#host.submit(meant.text));
    return make("p", { part: "meant" }, button);
  }

  #order(text) {
    const current = new Map(this.#chosen).get("sort") ?? "relevance";
    return this.#row("sort", ["relevance", "newest"].map((order) =>
      this.#choice(`sort=${order}`, this.#host.wording.say(order), order === current, () => {
        this.#chosen = [["sort", order], ...this.#chosen.filter(([name]) => name !== "sort")];
        this.#host.search(text);
      })));
  }

  /** Several values of one facet may be chosen. */
  #facet(text, name, values) {
    return values.length < 2 && !values[0]?.selected ? null : this.#row(name, values.map(({ value, count, selected }) =>
      this.#choice(`${name}=${value}`, [make("bdi", {}, value), ` ${this.#host.wording.number(count)}`], selected, () => {
        this.#chosen = this.#chosen.filter(([other, chosen]) => other !== name || chosen !== value);
        if (!selected) this.#chosen.push([name, value]);
        this.#host.search(text);
      })));
  }

  /** None for what the site has chosen. */
  #row(name, choices) {
    if (this.#host.isFixed(name)) return null;
    const title = this.#host.wording.say(name);
    return make("div", { part: "choices", role: "group", "aria-label": title },
      make("span", { "aria-hidden": "true" }, title), choices);
  }

  #choice(name, content, pressed, choose) {
    const button = make("button", { type: "button", name, "aria-pressed": String(pressed) }, content);
    button.addEventListener("click", choose);
    return button;
  }

  #offerMore(cursor, hits) {
    this.#more.hidden = !cursor;
    this.#more.onclick = async () => {
      this.#more.disabled = true;
      const answer = await this.#host.more(cursor);
      this.#more.disabled = false;
      if (!answer || !hits.isConnected) return;  // it may be asked for again
      const items = answer.hits.map((hit) => this.#hit(hit));
      hits.append(...items);
      items[0]?.querySelector("a").focus();
      this.#offerMore(answer.next_cursor, hits);
    };
  }
}
