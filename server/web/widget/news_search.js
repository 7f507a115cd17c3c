import { ask } from "./ask.js";
import { make } from "./elements.js";
import { NewsElement } from "./news_element.js";
import { OptionList } from "./option_list.js";
import { ResultList } from "./result_list.js";

const DEBOUNCE = 150, ANNOUNCE = 700;  // milliseconds after the last key: to ask; to have it read out

/**
 * <news-search>: a field that shows what it finds while one types, in a list below it or, with variant="inline", in the
 * page. A form inside the element is what there is without scripts; its address, query and hidden fields are taken on.
 */
export class NewsSearch extends NewsElement {
  static get observedAttributes() { return ["lang", "variant", "src", "filter"]; }
  #plain;  // the form inside, where there is one
  #input;
  #status;
  #view;  // an OptionList or a ResultList
  #asking = new AbortController();
  #typing;
  #announcing;

  connectedCallback() {
    this.#build();
    document.addEventListener("keydown", this.#shortcut);
  }
  disconnectedCallback() {
    this.#asking.abort();
    document.removeEventListener("keydown", this.#shortcut);
  }
  attributeChangedCallback() {
    if (this.isConnected && this.#input) this.#build();
  }

  /** What stands in the field. */
  get value() { return this.#input?.value ?? ""; }
  set value(text) {
    this.#input.value = text;
    this.#typed();
  }
  focus(options) { this.#input?.focus(options); }

  #build() {
    this.readLanguage();
    const { lang, dir } = this.wording;
    const inline = this.getAttribute("variant") === "inline";
    this.#plain = this.querySelector("form");
    const before = this.#input ?? this.#plain?.elements.q;
    const focused = before && before.getRootNode().activeElement === before;
    const place = focused && [before.selectionStart, before.selectionEnd];

    this.#input = make("input", {
      id: "q", name: "q", type: "search", part: "input", dir: "auto", maxlength: "512", autocomplete: "off",
      spellcheck: "false", enterkeyhint: "search", placeholder: this.getAttribute("placeholder"),
    });
    const param = this.getAttribute("param");  // of the page's address, which has the query
    this.#input.value = before?.value || (param && new URLSearchParams(location.search).get(param)) || "";
    this.#status = make("p", { role: "status", part: "status", class: inline ? "status" : "apart" });
    const label = make("label", { for: "q", part: "label", class: this.hasAttribute("label") ? null : "apart" },
      this.getAttribute("label") || this.wording.say("label"));
    const form = make("form", { role: "search", part: "form", action: this.address("search").href }, label,
      make("div", { class: "box", part: "box" }, this.#input, make("button", { part: "button" }, this.wording.say("search"))),
      this.#fixed().map(([name, value]) => make("input", { type: "hidden", name, value })), this.#status);

    this.#view = inline ? new ResultList(this) : new OptionList(this, this.#input);
    const around = make("div", { lang, dir }, form, this.#view.element);
    this.shadowRoot.replaceChildren(around);
    if (focused) {
      this.#input.focus({ preventScroll: true });
      this.#input.setSelectionRange(...place);
    }
    this.#input.addEventListener("input", (event) => event.isComposing || this.#typed());
    this.#input.addEventListener("compositionend", () => this.#typed());
    form.addEventListener("submit", (event) => {
      const goOn = this.tell("submit", { query: this.value });
      if (inline || this.#plain || !goOn) event.preventDefault();
      if (inline && goOn) this.search(this.value.trim());
      else if (this.#plain && goOn) this.#plain.requestSubmit();
    });
    if (inline && this.value) this.search(this.value.trim());
  }

  /** Parameters of every search: `filter`, and what else the form inside would send. */
  #fixed() {
    const others = this.#plain ? [...new FormData(this.#plain)].filter(([name, value]) => name !== "q" && value) : [];
    return [...new URLSearchParams(this.getAttribute("filter") ?? ""), ...others];
  }

  /** To the results of a query, or to have them shown here. */
  submit(query) {
    this.#write(query);
    this.#input.form.requestSubmit();
  }

  #write(text) {
    this.#input.value = text;
    if (this.#plain) this.#plain.elements.q.value = text;
  }

  #typed() {
    this.#write(this.value);
    this.#asking.abort();
    clearTimeout(this.#typing);
    const text = this.value.trim();
    if (text) this.#typing = setTimeout(() => this.search(text, !/\s$/.test(this.value)), DEBOUNCE);
    else this.#clear();
  }

  #clear() {
    this.#view.clear();
    this.#say("");
  }

  /** Asks and shows. `unfinished`: the last word is being typed, any that begins with it may be meant. */
  async search(text, unfinished = false) {
    clearTimeout(this.#typing);
    this.#asking.abort();
    const { signal } = (this.#asking = new AbortController());
    const query = unfinished ? text.replace(/(?<=^|\s)[\p{L}\p{N}]{3,}$/u, "($& OR $&*)") : text;
    const suggestions = this.#view.suggests
      ? ask(this.address("v1/suggest", [["q", text], ["per_page", "3"]]), signal).catch(() => null) : null;
    this.#view.busy(true);
    let answer, suggested;
    try {
      answer = await ask(this.address("v1/search", this.parameters(query)), signal,
        (n) => this.#note(this.wording.say("busy", { n })));
      suggested = await suggestions;
    } catch (error) {
      if (!signal.aborted) this.#note(this.excuse(error));
    }
    if (signal.aborted) return;  // something else is asked by now
    this.#view.busy(false);
    if (!answer || !this.tell("results", answer)) return;
    const { value: n } = answer.total;
    const found = n ? this.wording.say("found", { n }) : this.wording.say("none", { q: text });
    this.#view.show(text, query, answer, suggested?.suggestions ?? []);
    this.#say(found);
    if (!n) this.#view.note(found);
    this.#writeAddress(text);
  }

  /** The next of what is shown; throws as ask() does. */
  more(query, cursor) {
    return ask(this.address("v1/search", [...this.parameters(query), ["cursor", cursor]]), this.#asking.signal);
  }

  parameters(query) {
    const own = { q: query, per_page: this.getAttribute("limit") ?? this.#view.limit, facets: this.#view.facets,
      date_histogram: "" };
    return [...Object.entries(own), ...this.#fixed().filter(([name]) => !(name in own)), ...this.#view.chosen()];
  }

  #writeAddress(text) {
    const param = this.getAttribute("param"), address = new URL(location);
    if (!param) return;
    address.searchParams.set(param, text);
    history.replaceState(history.state, "", address);
  }

  /** Shown at once, and read out. */
  #note(message) {
    this.#view.note(message);
    this.#say(message);
  }

  /** One line, read out when typing pauses: screen readers would tell of every key otherwise. */
  #say(message) {
    clearTimeout(this.#announcing);
    const say = () => (this.#status.textContent = message);
    this.#announcing = setTimeout(say, this.#view.suggests ? ANNOUNCE : 0);
  }

  #shortcut = (event) => {
    const { key, ctrlKey, metaKey, altKey } = event;
    const command = (ctrlKey || metaKey) && key.toLowerCase() === "k";
    const slash = key === "/" && !ctrlKey && !metaKey && !altKey
      && !event.composedPath()[0].closest?.("input, textarea, select, [contenteditable]");
    if (event.defaultPrevented || !(command || slash)) return;
    if (document.querySelector("news-search:not([shortcuts=off])") !== this) return;  // the first there is
    event.preventDefault();
    this.#input.focus();
    this.#input.select();
  };
}
