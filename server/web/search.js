// What the pages gain where scripts run; they work without.
"use strict";

// Drag across the histogram to choose from the first bar's day to the last bar's; arrow keys walk over the bars.
const histogram = document.querySelector(".histogram svg");
if (histogram) {
  const bars = [...histogram.querySelectorAll("a")];
  const barAt = (x) => bars.find((bar) => x < bar.getBoundingClientRect().right) ?? bars.at(-1);
  let start = null, dragged = false;

  const chosen = (x) => {
    const ends = [bars.indexOf(barAt(start)), bars.indexOf(barAt(x))].sort((a, b) => a - b);
    return bars.slice(ends[0], ends[1] + 1);
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
    if (start !== null && dragged) {
      const range = chosen(event.clientX);
      const address = new URL(range[0].href.baseVal, location.href);
      address.searchParams.set("to", new URL(range.at(-1).href.baseVal, location.href).searchParams.get("to"));
      location.assign(address);
    }
    start = null;
  });
  addEventListener("pointercancel", () => {
    start = null;
    dragged = false;
    paint([]);
  });
  histogram.addEventListener("click", (event) => { if (dragged) event.preventDefault(); });

  bars.slice(1).forEach((bar) => bar.setAttribute("tabindex", "-1"));
  histogram.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const next = step && bars[bars.indexOf(document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    document.activeElement.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });
}
