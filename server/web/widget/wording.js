import { inWords } from "./dates.js";
import { dotted, make } from "./elements.js";
import { MESSAGES } from "./messages.js";

/** The interface in a language: its messages, numbers and dates. */
export class Wording {
  /** @param {string} wanted a language tag, as "de-AT"; English where there are no messages in it */
  constructor(wanted) {
    const [language] = wanted.toLowerCase().split(/[-_]/), known = language in MESSAGES ? language : "en";
    this.messages = MESSAGES[known];
    try {
      [this.lang] = Intl.getCanonicalLocales(known === language ? wanted.replaceAll("_", "-") : known);
    } catch {  // "de-"
      this.lang = known;
    }
    this.plurals = new Intl.PluralRules(this.lang);
    this.dir = known === "ar" ? "rtl" : "ltr";
  }

  say(key, { n, q } = {}) {
    let message = this.messages[key];
    if (typeof message === "object") message = message[this.plurals.select(n)] ?? message.other;
    return message.replace(/\{(.)\}/g, (_, name) => (name === "n" ? this.number(n) : `\u2068${q}\u2069`));  // q runs in a direction of its own
  }

  number(n) {
    return new Intl.NumberFormat(this.lang).format(n);
  }

  date(iso) {
    if (!iso) return make("bdi", {}, this.say("undated"));
    return make("time", { datetime: iso, dir: this.dir }, dotted(inWords(iso, this.lang, "short")));
  }
}
