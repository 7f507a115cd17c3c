import { MESSAGES } from "./messages.js";
import { dotted, make } from "./elements.js";

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

  /**
   * "3 hours ago" where it is not long ago, and the date in the reader's zone. A date without a time ("2020-03", "2020")
   * is the same everywhere.
   */
  date(iso) {
    if (!iso) return make("bdi", {}, this.say("undated"));
    const hasTime = iso.includes("T");
    const [year, month, day] = iso.split("T")[0].split("-");
    const at = new Date(hasTime ? iso : `${year}-${month ?? "01"}-${day ?? "01"}`);
    const absolute = new Intl.DateTimeFormat(this.lang, {
      year: "numeric",
      month: month && "short",
      day: day && "numeric",
      ...(hasTime ? { hour: "numeric", minute: "numeric" } : { timeZone: "UTC" }),
    }).format(at);
    return make("time", { datetime: iso, dir: this.dir }, dotted([day && this.#ago(at, hasTime), absolute]));
  }

  /** Days are those of the calendar: what was yesterday at noon was yesterday. */
  #ago(at, hasTime) {
    const now = new Date();
    const day = (date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86400e3;
    const minutes = Math.round((at - now) / 60e3), days = (hasTime ? day(at) : at / 86400e3) - day(now);
    if (days > 0 || days < -30 || (hasTime && minutes > 0)) return null;
    const relative = new Intl.RelativeTimeFormat(this.lang, { numeric: "auto" });
    if (!hasTime || minutes < -1440) return relative.format(days, "day");
    return minutes > -60 ? relative.format(minutes, "minute") : relative.format(Math.round(minutes / 60), "hour");
  }
}
