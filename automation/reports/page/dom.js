/**
 * An element with its properties, attributes and children. Texts become text and nothing else, whatever is in them.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Readonly<Record<string, string | boolean | undefined>>} attributes absent and `false` ones are left out
 * @param {readonly (Node | string | undefined)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
function make(tag, attributes = {}, children = []) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children) if (child !== undefined) element.append(child);
  return element;
}

/**
 * An element of the page by its id.
 *
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
function part(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`the page has no ${id}`);
  return element;
}

/** Somebody's name: isolated, so that its direction stays its own. @param {string} text @param {string} [style] */
function nameOf(text, style) {
  return make("bdi", { class: style }, [text]);
}

/** Thousands with commas. @param {number} value */
function figure(value) {
  return value.toLocaleString("en");
}

/** @param {number} count @param {string} one @param {string} many */
function countOf(count, one, many) {
  return `${figure(count)} ${count === 1 ? one : many}`;
}
