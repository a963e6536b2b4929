/**
 * Makes an element. Text goes in as text only: ids and responses come from anybody.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | boolean | number | undefined>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children);
  return made;
};

/**
 * The element of the page with an id, of the kind that the caller expects.
 *
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export const byId = (id, type) => {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`Failed to build the page: it has no ${type.name} "${id}".`);
  return found;
};

/**
 * Sets a text only where it differs, so that nothing is laid out again in vain.
 *
 * @param {Element} target
 * @param {string} text
 */
export const setText = (target, text) => {
  if (target.textContent !== text) target.textContent = text;
};
