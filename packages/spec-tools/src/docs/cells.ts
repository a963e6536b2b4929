import type { Origins } from "./origins.ts";

/** A vendor's text on our page: one line, no HTML, and no links that mean something on the vendor's site only. */
export const cell = (text: string): string =>
  text
    .replaceAll(/\[([^\]]*)\]\((?!https?:)[^)]*\)/g, "$1")
    .replaceAll(/\s*\n\s*/g, " ")
    .replaceAll("<", "&lt;")
    .trim();

/** A JSON value as it is written, in a cell; what is long is cut. */
export const jsonCell = (value: unknown, longest = 160): string => {
  if (value === undefined) return "";
  const text = JSON.stringify(value);
  const shown = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  // A backtick inside would end the code.
  return shown.includes("`") ? `\`\` ${shown} \`\`` : `\`${shown}\``;
};

/** Pointers as code, with commas between. */
export const pointerCell = (pointers: readonly string[]): string =>
  pointers.map((pointer) => `\`${pointer}\``).join(", ");

/** Links to the sources of a place: `[U](#u) [A1](#a1)`. */
export const sourceCell = (origins: Origins, pointer: string, without: readonly string[] = []): string =>
  origins
    .of(pointer, without)
    .map((code) => `[${code}](#${code.toLowerCase()})`)
    .join(" ");
