import { ask } from "./ask.js";
import { make } from "./elements.js";
import { NewsElement } from "./news_element.js";
import { OptionList } from "./option_list.js";
import { ResultList } from "./result_list.js";

// Milliseconds: after the last key, to ask, and to have the answer read out; that articles wait for suggestions.
const DEBOUNCE = 150, ANNOUNCE = 700, SUGGESTIONS = 200;

const fields = new Set();  // those there are, in whichever tree

/** `/` and Ctrl+K (⌘K) lead who is in no field to the first of ours to be seen. */
document.addEventListener("keydown", (event) => {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  const is = key === "/" ? !ctrlKey && !metaKey : key.toLowerCase() === "k" && ctrlKey !== metaKey && !shiftKey;
  if (!is || altKey || event.defaultPrevented) return;
  if (event.composedPath()[0].closest?.("input, textarea, select, [contenteditable]")) return;
  const field = [...fields].find((one) => one.getAttribute("shortcuts") !== "off" && one.checkVisibility());
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});

/**
 * <news-search>: a field that shows what it finds while one types, in a list below it or, with variant="inline", in the
 * page. A form inside the element is what there is without scripts; its address, query and hidden fields are taken on.
 */
export class NewsSearch extends NewsElement {
  static get observedAttributes() { return ["lang", "variant", "src", "filter", "label", "placeholder", "limit"]; }
  #plain;  // the form inside, where there is one
  #input;
  #status;
  #view;  // an OptionList or a ResultList
  #asked = [];  // parameters of what is shown
  #asking = new AbortController();
  #typing;
  #announcing;

  connectedCallback() {
    const early = Object.hasOwn(this, "value") && this.value;  // set before this was an element of ours
    delete this.value;
    if (!this.#input) this.#build();
    if (early) this.value = early;
    fields.add(this);
  }
  disconnectedCallback() {
    this.#stop();
    clearTimeout(this.#announcing);
    fields.delete(this);
  }
  attributeChangedCallback() {
    if (this.isConnected && this.#input) this.#build();
  }

  /** What stands in the field. */
  get value() { return this.#input?.value ?? ""; }
  set value(text) {
    if (!this.#input) this.#build();
    this.#input.value = text;
    this.#typed();
  }
  focus(options) { this.#input?.focus(options); }
  select() { this.#input?.select(); }

  #build() {
    this.#stop();
    this.readLanguage();
    const { lang, dir } = this.wording;
    const inline = this.getAttribute("variant") === "inline";
    this.#plain = this.querySelector("form [name=q]")?.form;
    if (this.#plain)
      for (const [name, value] of this.#filter())
        if (!this.#plain.elements[name]) this.#plain.append(make("input", { type: "hidden", name, value }));
    const before = this.#input ?? this.#plain?.elements.q;
    const focused = before && before.getRootNode().activeElement === before;
    const place = focused && [before.selectionStart, before.selectionEnd];

    this.#input = make("input", {
      id: "q", name: "q", type: "search", part: "input", dir: "auto", maxlength: "512", autocomplete: "off",
      spellcheck: "false", enterkeyhint: "search", placeholder: this.getAttribute("placeholder"),
    });
    const param = this.getAttribute("param");  // of the page's address, which has the query
    this.#input.value = before?.value || (param && new URLSearchParams(location.search).get(param)) || "";
    this.#status = make("p", { role: "status", part: "status", class: inline ? null : "apart" });
    const label = make("label", { for: "q", part: "label", class: this.hasAttribute("label") ? null : "apart" },
      this.getAttribute("label") || this.wording.say("label"));
    const form = make("form", { role: "search", part: "form", action: this.address("search").href }, label,
      make("div", { part: "box" }, this.#input, make("button", { part: "button" }, this.wording.say("search"))),
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
      this.#stop();
      this.#view.close();
      const goOn = this.tell("submit", { query: this.value });
      if (inline || this.#plain || !goOn) event.preventDefault();
      if (inline && goOn) this.search(this.value.trim());
      else if (this.#plain && goOn) this.#plain.requestSubmit();
    });
    if (inline && this.value) this.search(this.value.trim());
  }

  #filter() { return [...new URLSearchParams(this.getAttribute("filter") ?? "")]; }

  /** Parameters of every search: what the form inside would send, or `filter`. */
  #fixed() {
    if (!this.#plain) return this.#filter();
    return [...new FormData(this.#plain)].filter(([name, value]) => name !== "q" && value);
  }
  isFixed(name) { return this.#fixed().some(([fixed]) => fixed === name); }

  /** To the results of a query, or to have them shown here. */
  submit(query) {
    this.#write(query);
    this.#input.form.requestSubmit();
  }

  #write(text) {
    this.#input.value = text;
    if (this.#plain) this.#plain.elements.q.value = text;
  }

  /** What is asked, and what waits to be asked, is not wanted any more. */
  #stop() {
    clearTimeout(this.#typing);
    this.#asking.abort();
  }

  #typed() {
    this.#stop();
    this.#write(this.value);
    const text = this.value.trim();
    if (text) this.#typing = setTimeout(() => this.search(text, !/\s$/.test(this.value)), DEBOUNCE);
    else this.#clear();
  }

  #clear() {
    this.#view.clear();
    this.#say("");
    this.#writeAddress("");
  }

  /** Asks and shows. `unfinished`: the last word is being typed, any that begins with it may be meant. */
  async search(text, unfinished = false) {
    this.#stop();
    const { signal } = (this.#asking = new AbortController());
    this.#asked = this.#parameters(text, unfinished);
    const suggestions = this.#view.suggests
      ? ask(this.address("v1/suggest", [["q", text], ["per_page", "3"]]), signal).catch(() => null) : null;
    this.#view.busy(true);
    let answer;
    try {
      answer = await ask(this.address("v1/search", this.#asked), signal, (n) => this.#note(this.wording.say("busy", { n })));
    } catch (error) {
      if (signal.aborted) return;  // something else is asked by now
      this.#view.clear();
      return this.#note(this.excuse(error, text));
    }
    const suggested = await Promise.race([suggestions, new Promise((late) => setTimeout(late, SUGGESTIONS))]);
    if (signal.aborted) return;
    this.#view.busy(false);
    if (!this.tell("results", answer)) return;
    this.#view.show(text, answer, suggested?.suggestions ?? []);
    const { value: n } = answer.total, instead = answer.query.corrected;
    if (n) this.#say(this.wording.say("found", { n }) + (instead ? `: ${instead}` : ""));
    else this.#note(this.wording.say("none", { q: text }));
    this.#writeAddress(text);
  }

  /** The next of what is shown; nothing, and a word of why, where there is no answer. */
  async more(cursor) {
    const { signal } = this.#asking;
    try {
      return await ask(this.address("v1/search", [...this.#asked, ["cursor", cursor]]), signal);
    } catch (error) {
      if (!signal.aborted) this.#note(this.excuse(error, this.value));
    }
  }

  #parameters(q, unfinished) {
    const own = { q, per_page: this.getAttribute("limit") ?? this.#view.limit, facets: this.#view.facets, facet_limit: "8",
      date_histogram: "", unfinished };
    const others = [...this.#fixed(), ...this.#view.chosen()];
    return [...Object.entries(own), ...others.filter(([name]) => !(name in own))];
  }

  #writeAddress(text) {
    const param = this.getAttribute("param"), address = new URL(location);
    if (!param) return;
    if (text) address.searchParams.set(param, text);
    else address.searchParams.delete(param);
    history.replaceState(history.state, "", address);
  }

  /** Shown at once, and read out. */
  #note(message) {
    this.#view.note(message);
    this.#say(message);
  }

  /**
   * One line, read out when typing pauses: screen readers would tell of every key otherwise. What is below the field is of
   * no concern to who has left it.
   */
  #say(message) {
    clearTimeout(this.#announcing);
    const { suggests } = this.#view;
    this.#announcing = setTimeout(() => {
      const isHeard = !suggests || this.shadowRoot.activeElement;
      this.#status.textContent = isHeard ? message : "";
    }, suggests ? ANNOUNCE : 0);
  }
}
