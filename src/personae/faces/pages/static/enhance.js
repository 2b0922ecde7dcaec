// Only enhances: every page works without it. Filters the rows of a list as one types; "/" goes to the filter.
"use strict";
for (const field of document.querySelectorAll("input[data-filters]")) {
  const list = document.getElementById(field.dataset.filters);
  const note = document.createElement("output");
  field.after(note);
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const item of list.querySelectorAll("[data-item]")) {
      const text = item.textContent.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
      shown += item.hidden ? 0 : 1;
    }
    note.textContent = words.length ? ` ${shown} shown` : "";
  });
}
document.addEventListener("keydown", (event) => {
  const field = document.querySelector("input[type=search]");
  if (event.key === "/" && field && !/input|textarea|select/i.test(event.target.tagName)) {
    event.preventDefault();
    field.focus();
  }
});
