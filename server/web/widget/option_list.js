import { make, marked } from "./elements.js";

/**
 * What a field offers in a list below it, while the focus stays in the field: the editable combobox with list
 * autocomplete of the ARIA Authoring Practices Guide.
 */
export class OptionList {
  suggests = true;
  limit = "5";
  facets = "";
  #host;
  #input;
  #list;
  #note;
  #options = [];
  #active = -1;  // of the options; -1: the field itself

  constructor(host, input) {
    this.#host = host;
    this.#input = input;
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": "list", "aria-expanded": "false" };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    this.#list = make("div", { id: "list", role: "listbox", part: "list", "aria-label": host.wording.say("search") });
    this.#note = make("p", { part: "note", hidden: "" });
    this.element = make("div", { part: "popup", hidden: "" }, this.#list, this.#note);

    input.addEventListener("input", () => this.#activate(-1));  // it is of what was asked before
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("focus", () => this.#open());
    input.addEventListener("click", () => this.#open());
    input.addEventListener("blur", () => this.close());
    const optionOf = (event) => event.target.closest("[role=option]");
    this.element.addEventListener("mousedown", (event) => event.preventDefault());  // the field keeps the focus
    this.element.addEventListener("click", (event) => this.#pick(optionOf(event), event.ctrlKey || event.metaKey));
    this.element.addEventListener("auxclick", (event) => event.button === 1 && this.#pick(optionOf(event), true));
  }

  chosen() { return []; }
  busy(is) { this.#list.setAttribute("aria-busy", String(is)); }

  clear() {
    this.busy(false);
    this.#fill([]);
    this.close();
  }

  /** Said in the place of the list, or below it. */
  note(message) {
    this.#note.textContent = message;
    this.#note.hidden = !message;
    this.#open();
  }

  show(text, answer, suggestions) {
    const { wording } = this.#host;
    const options = [];
    const option = (choice, attributes, ...children) => {
      const element = make("div", { role: "option", id: `option${options.length}`, "aria-selected": "false", part: "option",
        dir: "auto", ...attributes }, ...children);
      options.push(Object.assign(element, { choice }));
      return element;
    };
    const search = (words, n) => option({ query: words }, { class: "query" }, make("bdi", {}, words), " ",
      make("span", { class: "count", "aria-hidden": "true" }, wording.number(n)));
    const article = (hit) => option({ url: this.#host.link(hit), hit }, { lang: hit.lang },
      make("p", { part: "headline" }, marked(hit.headline_parts)), this.#host.facts(hit),
      make("p", { part: "snippet" }, marked(hit.snippet.parts)));
    const all = (n) => option({ query: text }, { class: "query" }, wording.say("all", { q: text }), " ",
      make("span", { class: "count" }, wording.say("found", { n })));

    const meant = answer.did_you_mean, total = answer.total.value;
    if (meant) search(meant.text, meant.total);
    for (const { id, text: words, count } of suggestions) if (!id) search(words, count);
    answer.hits.forEach(article);
    if (total > answer.hits.length) all(total);
    this.#fill(options);
    this.#list.scrollTop = 0;
    this.#open();
  }

  #fill(options) {
    this.#activate(-1);
    this.#list.replaceChildren(...options);
    this.#options = options;
    this.#note.hidden = true;
  }

  /** Only for who is in the field: an answer that comes later opens nothing. */
  #open() {
    const isThere = this.#options.length > 0 || !this.#note.hidden;
    if (!isThere || this.#input.getRootNode().activeElement !== this.#input) return;
    this.element.hidden = false;
    this.#list.hidden = this.#options.length === 0;
    this.#input.setAttribute("aria-expanded", String(!this.#list.hidden));
  }

  close() {
    this.element.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#activate(-1);
  }

  #activate(index) {
    if (index === this.#active) return;
    this.#options[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = index;
    const option = this.#options[index];
    if (!option) return this.#input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    this.#input.setAttribute("aria-activedescendant", option.id);
  }

  #key(event) {
    if (event.isComposing || event.keyCode === 229) return;  // of an input method
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], isOpen = !this.element.hidden;
    if (step < 0 && event.altKey) {
      this.close();
    } else if (step && this.#options.length > 0) {
      this.#open();
      const places = this.#options.length + 1;  // and the field
      if (!event.altKey) this.#activate((this.#active + 1 + step + places) % places - 1);
      this.#options[this.#active]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && isOpen && this.#active >= 0) {
      this.#pick(this.#options[this.#active], event.ctrlKey || event.metaKey);
    } else if (event.key === "Escape" && isOpen) {
      this.close();
    } else if (event.key === "Escape" && this.#input.value) {
      this.#host.value = "";
    } else {
      return;
    }
    event.preventDefault();
  }

  #pick(option, beside) {
    if (!option || !this.#host.tell("select", option.choice)) return;
    const { query, url } = option.choice;
    if (!beside) this.close();
    if (query) this.#host.submit(query);
    else if (beside) window.open(url, "_blank", "noopener");
    else location.assign(url);
  }
}
