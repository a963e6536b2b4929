import { codeSpan, isVisible, jsonText } from "@genwait/openapi-diff";

/**
 * Texts from outside as Markdown: one function for each place that a text can stand in. Whatever a vendor's document says goes through one of
 * them on its way to a page, a pull request or a changelog, and means nothing there but itself: no heading, no link, no picture, no tag, no
 * mention, no issue that is closed.
 *
 * GitHub looks for `@name`, `#1` and addresses in what Markdown has become, so a backslash does not stop it: only code does.
 */

/**
 * A text as part of a sentence, on one line. Code spans stay code; what GitHub would link or call becomes code; of a link only its text
 * and its address are left.
 *
 * @example
 * mdSentence("See [our page](https://pots.example), @pots") // "See our page (`https://pots.example`), `@pots`"
 */
export const mdSentence = (text: string): string => {
  const line = withoutLinks(oneLine(text));
  const parts = line
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? mdCode(part.slice(1, -1)) : plain(part)));
  return withPlainHead(parts.join(""));
};

/** The same for a cell of {@link mdTable}. */
export const mdCell = (text: string): string => mdSentence(text);

/** A name or a value as a code span that nothing in it can end; one with backticks or signs that do not show is written as a JSON string. */
export const mdCode = (text: string): string =>
  codeSpan(isVisible(text) && !text.includes("\\|") ? text : jsonText(text, Number.POSITIVE_INFINITY));

/** A JSON value as a code span, cut where it is longer than a reader wants. */
export const mdJson = (value: unknown, longest: number = 160): string =>
  codeSpan(value === undefined ? "nothing" : jsonText(value, longest));

/**
 * A link of ours.
 *
 * @param url where it leads: an address or an anchor that we wrote, never a vendor's
 */
export const mdLink = (text: string, url: string): string =>
  `[${mdSentence(text)}](${url.replaceAll(/[\s<>()\\`]/g, (sign) => encodeURIComponent(sign).replace("(", "%28").replace(")", "%29"))})`;

/** The anchor that GitHub gives a heading. */
export const mdAnchor = (heading: string): string =>
  `#${heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-")}`;

/** A table of cells that are Markdown already; columns that are empty in every row are left out. */
export const mdTable = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const kept = head.map((_, column) => rows.some((row) => (row[column] ?? "") !== ""));
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => cells.filter((_, column) => kept[column]));
  return lines.map((cells) => `| ${cells.map(inCell).join(" | ")} |`).join("\n");
};

/** A text as a label in a mermaid diagram: a colon ends a name there, a semicolon a statement, a hash begins an entity. */
export const mermaidText = (text: string): string =>
  oneLine(text).replaceAll(/[^\p{L}\p{M}\p{N} .,/_()*'=+-]/gu, (sign) => `#${sign.codePointAt(0) ?? 0};`);

const oneLine = (text: string): string =>
  text
    .replaceAll(/[\s\p{Zl}\p{Zp}]+/gu, " ")
    .replaceAll(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, "")
    .trim();

/** `[text](https://…)` → `text (https://…)`; an address that only means something on the vendor's site goes. */
const withoutLinks = (line: string): string =>
  line.replaceAll(/!?\[([^[\]]*)\]\(\s*<?([^()\s<>]*)>?(?:\s+[^()]*)?\)/g, (_, text: string, url: string) =>
    /^https?:/i.test(url) && url !== text ? `${text} (${url})` : text,
  );

const plain = (part: string): string =>
  part
    .split(" ")
    .map((word) => (isActive.test(word) ? codeWord(word) : escapedWord(word)))
    .join(" ");

/** What begins a list, a heading or a rule at the head of a line. */
const withPlainHead = (line: string): string => line.replace(/^(?=[-+=#])/, "\\").replace(/^(\d+)(?=[.)])/, "$1\\");

/** An address, a name that is called, a number that is an issue, wherever it stands in a word. */
const isActive = /@|#\d|\bGH-\d|:\/\/|\bwww\.|\b(?:mailto|xmpp):/i;

/** Brackets and full stops around a word stay outside. */
const codeWord = (word: string): string => {
  let [start, end] = [0, word.length];
  while (start < end && "(\"'".includes(word.charAt(start))) start += 1;
  while (end > start && ")\"'.,;:!?".includes(word.charAt(end - 1))) end -= 1;
  const inner = word.slice(start, end);
  return `${escapedWord(word.slice(0, start))}${inner === "" ? "" : mdCode(inner)}${escapedWord(word.slice(end))}`;
};

const escapedWord = (word: string): string =>
  word
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\`*[\]~$]/g, "\\$&")
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_");

const inCell = (cell: string): string => cell.replaceAll(/\s*[\r\n]+\s*/g, " ").replaceAll("|", "\\|");
