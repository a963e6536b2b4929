/**
 * A name of a document's in a sentence: a code span, so that it is no heading, image, link, HTML, mention or reference to an issue in
 * Markdown, and steers no terminal. A name that is more than letters, digits and the usual marks is written as a JSON string.
 */
export const nameText = (name: string): string => codeSpan(isPlain(name) ? shortened(name, longest) : jsonText(name));

/** A value of a document's in a sentence: its JSON in a code span, so that `"false"` and `false` differ to the eye. */
export const valueText = (value: unknown): string => (value === undefined ? "nothing" : codeSpan(jsonText(value)));

/** `a`, `a and b`, `a, b and c`; of many the first ones and a number. */
export const listText = (
  things: readonly string[],
  { unit = "more", word = "and" }: { readonly unit?: string; readonly word?: "and" | "or" } = {},
): string => {
  const shown = things.length > most + 1 ? [...things.slice(0, most), `${things.length - most} ${unit}`] : things;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} ${word} ${shown.at(-1) ?? ""}`;
};

// More names than these hide the verb.
const most = 8;

/** A property's name as a part of a path such as `data.items[]`. */
export const pathPart = (name: string): string => (isPlainWord(name) ? name : `[${jsonOf(name)}]`);

/** A text that is made of safe parts, as a code span. */
export const codeSpan = (text: string): string => `\`${text}\``;

/** A text of a document's on a line of its own, such as a JSON Pointer: what steers a terminal or ends a code span is replaced. */
export const plainText = (text: string): string => text.replaceAll(/[`\p{C}\p{Zl}\p{Zp}]/gu, "\u{FFFD}");

/** A sentence begins with a capital, but for one that begins with a name. */
export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const isPlain = (name: string): boolean =>
  /^[\p{L}\p{N}_$./{}[\]@:~#%+*?&=,;!'()^\\<>-]+(?: [\p{L}\p{N}_$./{}-]+)*$/u.test(name);

const isPlainWord = (name: string): boolean => /^[\p{L}\p{N}_$@:/-]+$/u.test(name);

/**
 * JSON in which nothing is invisible, nothing reorders its line, and nothing ends a code span or a cell of a table: such characters are
 * written as escapes, which JSON reads as the same text. It is cut after so many characters.
 *
 * @param most @default 100
 */
export const jsonText = (value: unknown, most: number = longest): string => shortened(jsonOf(value), most);

/** Whether a text shows whole as it is, in a code span and on a terminal. */
export const isVisible = (text: string): boolean => text !== "" && text === text.trim() && text.search(unshown) === -1;

/** What ends a code span, does not show, or shows as a space that is none. */
const unshown = /[`\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|[^\P{Zs} ]/gu;

const jsonOf = (value: unknown): string =>
  (JSON.stringify(value) ?? "null")
    .replaceAll(unshown, escaped)
    // In a table a backslash before a bar would be read as the bar's own.
    .replaceAll(/(?<=\\)\|/g, escaped);

const escaped = (character: string): string =>
  Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
    .join("");

const shortened = (text: string, most: number): string => {
  const characters = [...text];
  return characters.length > most ? `${characters.slice(0, most).join("")}…` : text;
};

// Longer than any enum value or format, shorter than what nobody reads inside a sentence.
const longest = 100;
