/**
 * A date of an answer, in a language and in the reader's zone: [how long ago, null where that is long; the date itself].
 * One without a time ("2020-03-09", "2020-03", "2020") is the same everywhere.
 * @param {"short" | "long"} months how they are named
 */
export function inWords(iso, lang, months) {
  const hasTime = iso.includes("T");
  const [year, month, day] = iso.split("T")[0].split("-");
  const at = new Date(hasTime ? iso : `${year}-${month ?? "01"}-${day ?? "01"}`);
  const absolute = new Intl.DateTimeFormat(lang, {
    year: "numeric",
    month: month && months,
    day: day && "numeric",
    ...(hasTime ? { hour: "numeric", minute: "numeric" } : { timeZone: "UTC" }),
  }).format(at);
  return [day ? ago(at, hasTime, lang) : null, absolute];
}

/** "3 hours ago". Days are those of the calendar: what was yesterday at noon was yesterday. */
function ago(at, hasTime, lang) {
  const now = new Date();
  const dayOf = (date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86400e3;
  const minutes = Math.round((at - now) / 60e3), days = (hasTime ? dayOf(at) : at / 86400e3) - dayOf(now);
  if (days > 0 || days < -30 || (hasTime && minutes > 0)) return null;
  const relative = new Intl.RelativeTimeFormat(lang, { numeric: "auto" });
  if (!hasTime || minutes < -1440) return relative.format(days, "day");
  return minutes > -60 ? relative.format(minutes, "minute") : relative.format(Math.round(minutes / 60), "hour");
}
