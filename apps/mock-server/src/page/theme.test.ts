import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

const css = readFileSync(new URL("../../page/theme.css", import.meta.url), "utf8");
const colours = (text: string): Map<string, string> =>
  new Map([...text.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = "", value = ""]) => [name, value]));

const [lightText = "", darkText = ""] = css.split("@media");
const light = colours(lightText);
const themes = { light, dark: new Map([...light, ...colours(darkText)]) };

const luminance = (hex: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

// WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
const contrast = (a: string, b: string): number => {
  const [dark = 0, bright = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return (bright + 0.05) / (dark + 0.05);
};

const kinds = ["pending", "succeeded", "partial", "failed", "filtered", "cancelled", "expired"];
const grounds = ["ground", "surface", "sunken"];
const text = [
  ...grounds.flatMap((ground) => ["ink", "muted", "fault"].map((ink) => [ink, ground])),
  ...["ink", "muted", "odd"].map((ink) => [ink, "accent-soft"]),
  ["odd", "surface"],
  ["odd", "sunken"],
  ["ink", "fault-soft"],
  ["on-accent", "accent"],
  ["ink", "succeeded-fill"],
  ["ink", "failed-fill"],
  ...kinds.map((kind) => ["on-kind", kind]),
];
const signs = [
  ...kinds.flatMap((kind) => [
    [kind, "surface"],
    [kind, `${kind}-fill`],
    ["tick", `${kind}-fill`],
  ]),
  ["fault", "surface"],
  ["accent", "surface"],
  ["accent", "accent-soft"],
  ["strong-line", "surface"],
  ["rhythm", "surface"],
];

for (const [theme, values] of Object.entries(themes)) {
  const tooPale = (pairs: string[][], least: number): string[] =>
    pairs.flatMap(([front = "", back = ""]) => {
      const ratio = contrast(values.get(front) ?? "#000000", values.get(back) ?? "#000000");
      return ratio >= least ? [] : [`${front} on ${back}: ${ratio.toFixed(2)}`];
    });

  test(`in the ${theme} theme text stands out from its ground, and so do signs`, () => {
    expect(tooPale(text, 4.5)).toEqual([]);
    expect(tooPale(signs, 3)).toEqual([]);
  });
}
