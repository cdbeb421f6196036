/** @type {PageData} */
const data = JSON.parse(part("data", HTMLElement).textContent ?? "");
const chosenClasses = /** @type {Set<number>} */ (new Set());
const chosenPlatforms = /** @type {Set<number>} */ (new Set());
const texts = data.changed.map(searchable);
const search = part("search", HTMLInputElement);
const clear = part("clear", HTMLButtonElement);
const list = new PeopleList(data, part("list", HTMLElement));

part("page", HTMLElement).hidden = false;
showHead(data);
showFigures(data, chosenClasses, filter);
showGuards(data);
showPlatforms(data, chosenPlatforms, filter);
showManagers(data);
showExisting(data);
filter();

function filter() {
  const shown = matching(data.changed, texts, {
    words: search.value,
    classes: chosenClasses,
    platforms: chosenPlatforms,
  });
  const all = countOf(data.changed.length, "person changes", "people change");
  const isFiltered = search.value.trim() !== "" || chosenClasses.size > 0 || chosenPlatforms.size > 0;
  part("count", HTMLElement).textContent = isFiltered ? `${figure(shown.length)} of ${all}` : all;
  clear.hidden = !isFiltered;
  list.show(shown);
}

function reset() {
  search.value = "";
  chosenClasses.clear();
  chosenPlatforms.clear();
  for (const button of document.querySelectorAll("[aria-pressed=true]")) button.setAttribute("aria-pressed", "false");
  filter();
}

search.addEventListener("input", filter);
clear.addEventListener("click", () => {
  reset();
  search.focus();
});
window.addEventListener("beforeprint", () => list.finish());

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isTyping = event.target instanceof HTMLInputElement;
  if (event.key === "/" && !isTyping) {
    event.preventDefault();
    search.focus();
  } else if (event.key === "Escape" && isTyping && search.value !== "") {
    event.preventDefault();
    search.value = "";
    filter();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    step(event, event.key === "ArrowDown" ? 1 : -1);
  } else if ((event.key === "Home" || event.key === "End") && document.activeElement?.closest("#list summary")) {
    if (event.key === "End") list.finish();
    const people = personLines();
    event.preventDefault();
    people.at(event.key === "Home" ? 0 : -1)?.focus();
  }
});

/** From the search into the list and from person to person. @param {KeyboardEvent} event @param {1 | -1} way */
function step(event, way) {
  const people = personLines();
  const at = people.findIndex((line) => line.matches(":focus"));
  if (at < 0 && document.activeElement !== search) return;
  event.preventDefault();
  if (at + way === people.length) list.grow();
  if (at + way < 0) search.focus();
  else personLines()[at + way]?.focus();
}

function personLines() {
  return /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#list summary")]);
}
