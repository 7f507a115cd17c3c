// What the pages gain where scripts run; they work without.
import { inWords } from "./widget/dates.js";

// Dates are written in UTC, unless a zone is asked for; here the reader's is known, and how long ago that was.
if (!new URLSearchParams(location.search).has("tz")) {
  for (const time of document.querySelectorAll("time")) {
    if (isNaN(Date.parse(time.dateTime))) continue;  // of a year that no browser reads
    const [ago, date] = inWords(time.dateTime, "en-GB", "long");
    time.textContent = date;
    if (!ago) continue;
    const words = document.createElement("span");
    words.dir = "ltr";
    words.textContent = ago;
    time.before(words, " · ");
  }
}

// Drag across the histogram to choose from the first bar's day to the last bar's. Arrow keys walk over the bars, with Shift
// they choose from where one was; Enter goes there.
const histogram = document.querySelector(".histogram svg");
if (histogram) {
  const bars = [...histogram.querySelectorAll("a")];
  const barAt = (x) => bars.find((bar) => x < bar.getBoundingClientRect().right) ?? bars.at(-1);
  let start = null, dragged = false;

  const between = (one, other) => {
    const ends = [bars.indexOf(one), bars.indexOf(other)].sort((a, b) => a - b);
    return bars.slice(ends[0], ends[1] + 1);
  };
  const chosen = (x) => between(barAt(start), barAt(x));
  const goTo = (range) => {
    const address = new URL(range[0].href.baseVal, location.href);
    address.searchParams.set("to", new URL(range.at(-1).href.baseVal, location.href).searchParams.get("to"));
    location.assign(address);
  };
  const paint = (brushed) => bars.forEach((bar) => bar.classList.toggle("brushed", brushed.includes(bar)));

  histogram.addEventListener("dragstart", (event) => event.preventDefault());
  histogram.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || bars.length === 0) return;
    start = event.clientX;
    dragged = false;
  });
  addEventListener("pointermove", (event) => {
    if (start === null) return;
    dragged ||= Math.abs(event.clientX - start) > 5;
    if (dragged) paint(chosen(event.clientX));
  });
  addEventListener("pointerup", (event) => {
    if (start !== null && dragged) goTo(chosen(event.clientX));
    start = null;
  });
  addEventListener("pointercancel", () => {
    start = null;
    dragged = false;
    paint([]);
  });
  histogram.addEventListener("click", (event) => { if (dragged) event.preventDefault(); });

  bars.slice(1).forEach((bar) => bar.setAttribute("tabindex", "-1"));
  let anchor = null;  // where a range begins that is chosen by keys
  histogram.addEventListener("keydown", (event) => {
    const here = document.activeElement;
    if (event.key === "Enter" && anchor) {
      event.preventDefault();
      goTo(between(anchor, here));
    }
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const next = step && bars[bars.indexOf(here) + step];
    if (!next) return;
    event.preventDefault();
    anchor = event.shiftKey ? (anchor ?? here) : null;
    paint(anchor ? between(anchor, next) : []);
    here.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });
}
