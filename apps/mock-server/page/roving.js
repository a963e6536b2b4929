/**
 * Makes a list one stop for the Tab key, however long it is: the arrows, Home and End lead from entry to entry.
 *
 * @param {HTMLElement} list
 * @param {string} entries a selector of what takes the focus
 * @returns a function to call when entries came or went
 */
export const createRoving = (list, entries) => {
  /** @returns {HTMLElement[]} */
  const all = () => [...list.querySelectorAll(entries)].filter((entry) => entry instanceof HTMLElement);
  /** @param {HTMLElement | undefined} stop */
  const stopAt = (stop) => {
    for (const entry of all()) entry.tabIndex = entry === stop ? 0 : -1;
  };
  list.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLElement && target.matches(entries)) stopAt(target);
  });
  list.addEventListener("keydown", (event) => {
    const known = all();
    const from = known.findIndex((entry) => entry === event.target);
    const to = { ArrowUp: from - 1, ArrowDown: from + 1, Home: 0, End: known.length - 1 }[event.key];
    const next = from < 0 || to === undefined ? undefined : known[to];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  });
  return () => {
    const known = all();
    // Entries begin as stops: the one that has the focus stays one, else the first.
    stopAt(known.find((entry) => entry === document.activeElement) ?? known[0]);
  };
};
