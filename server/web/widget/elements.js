/** An element. Attributes that are null are left out; children are elements, text, or lists of them, null ones left out. */
export function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(key, value);
  element.append(...children.flat().filter((child) => child !== null));
  return element;
}

/** Parts of an answer with what matched marked. Text, never HTML: an article is not to be trusted. */
export const marked = (parts) => parts.map(({ text, match }) => (match ? make("mark", { part: "mark" }, text) : text));

/** Those that are something, with a dot between them. */
export const dotted = (items) => items.filter(Boolean).flatMap((item, i) => (i ? [" · ", item] : [item]));
