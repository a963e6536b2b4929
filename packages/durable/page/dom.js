/**
 * Makes an element. Text goes in as text only: ids and messages come from anybody.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | undefined>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(name, value);
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

/**
 * Shows a list: an element for each item, which stays the same for the same key, so that nobody's focus is lost.
 *
 * @template Item
 * @template Row
 * @param {HTMLElement} list
 * @param {{ keyOf: (item: Item) => string, make: () => Row & { readonly element: HTMLElement }, fill: (row: Row, item: Item) => void, none?: string }} how
 */
export const createList = (list, { keyOf, make, fill, none }) => {
  /** @type {Map<string, ReturnType<typeof make>>} */
  let rows = new Map();
  const empty = element("li", { class: "none" });
  if (none !== undefined) empty.textContent = none;
  return {
    /**
     * @param {readonly Item[]} items
     * @param {string} [whyNone] in place of what is said of an empty list
     */
    show: (items, whyNone) => {
      /** @type {typeof rows} */
      const next = new Map();
      for (const item of items) {
        const row = rows.get(keyOf(item)) ?? make();
        fill(row, item);
        next.set(keyOf(item), row);
      }
      for (const [key, row] of rows) if (!next.has(key)) row.element.remove();
      rows = next;
      const wanted = [...next.values()].map((row) => row.element);
      if (whyNone !== undefined) setText(empty, whyNone);
      if (wanted.length === 0 && empty.textContent !== "") wanted.push(empty);
      else empty.remove();
      for (const [index, one] of wanted.entries())
        if (list.children[index] !== one) list.insertBefore(one, list.children[index] ?? null);
    },
  };
};
