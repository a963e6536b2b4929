/** The colours of the style sheet, for the canvas, which cannot read them by itself. */
export const createPalette = () => {
  /** @type {Map<string, string>} */
  const known = new Map();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => known.clear());
  /** @param {string} name a custom property without its dashes */
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const value = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
    known.set(name, value);
    return value;
  };
};

/** @typedef {ReturnType<typeof createPalette>} Palette */
