/** A fenced code block of a Markdown page. */
export interface Fence {
  /** What stands behind the opening backticks, such as `yaml get /v1/jobs/{id}`. */
  readonly info: string;
  readonly body: string;
  /** The line of the page that the body begins on, counted from 1. */
  readonly line: number;
  /** False when the page ends inside the fence. */
  readonly closed: boolean;
}

/**
 * The fenced code blocks of a Markdown page by CommonMark's rule: a fence ends at the first line of at least as many of the same marks, so
 * three backticks inside a fence of four are text. One in a list item or in a quote ends with it, too.
 */
export const findFences = (page: string): Fence[] => {
  const lines = page.split(/\r?\n/).map(unquoted);
  const fences: Fence[] = [];
  let items: readonly number[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? noLine;
    items = itemsAt(line, items);
    const content = items.at(-1) ?? 0;
    const opening = openingOf(line.text, content);
    if (opening === undefined) continue;
    const start = index + 1;
    const isInside = ({ text, quotes }: Line): boolean =>
      quotes === line.quotes && (content === 0 || text.trim() === "" || indentOf(text) >= content);
    const holds = (at: number): boolean => at < lines.length && isInside(lines[at] ?? noLine);
    index = start;
    while (holds(index) && !closes(lines[index]?.text ?? "", opening)) index += 1;
    const body = lines.slice(start, index).map(({ text }) => withoutIndent(text, opening.indent));
    const isOver = index < lines.length;
    fences.push({ info: opening.info, body: body.join("\n"), line: start + 1, closed: isOver });
    // What ends the list item or the quote is no part of the fence.
    if (isOver && !holds(index)) index -= 1;
  }
  return fences;
};

interface Line {
  readonly text: string;
  /** How deep in quotes it is. */
  readonly quotes: number;
}

const noLine: Line = { text: "", quotes: 0 };

const unquoted = (line: string): Line => {
  const marks = /^(?: {0,3}> ?)+/.exec(line)?.[0] ?? "";
  return { text: line.slice(marks.length), quotes: marks.split(">").length - 1 };
};

/** Where the content of the open list items begins, from the outermost to the one that the line is in. */
const itemsAt = ({ text }: Line, items: readonly number[]): readonly number[] => {
  if (text.trim() === "") return items;
  const indent = indentOf(text);
  const open = items.filter((content) => indent >= content);
  const [marker] = /^ *(?:[-*+]|\d{1,9}[.)]) {1,4}(?=\S)/.exec(text) ?? [];
  return marker !== undefined && indent - (open.at(-1) ?? 0) <= 3 ? [...open, marker.length] : open;
};

const indentOf = (text: string): number => text.length - text.trimStart().length;

interface Opening {
  readonly indent: number;
  readonly marks: string;
  readonly info: string;
  /** Where the content of the list item begins that holds the fence. */
  readonly content: number;
}

const openingOf = (line: string, content: number): Opening | undefined => {
  const match = /^((?: *(?:[-*+]|\d{1,9}[.)]) {1,4})? *)(`{3,}|~{3,})(.*)$/.exec(line);
  const [, before = "", marks = "", info = ""] = match ?? [];
  if (match === null || (marks.startsWith("`") && info.includes("`"))) return undefined;
  const isWithin = before.length >= content && before.length - content <= 3;
  return isWithin ? { indent: before.length, marks, info: info.trim(), content } : undefined;
};

const closes = (line: string, { marks, content }: Opening): boolean => {
  const [, before = "", found = ""] = /^( *)(`{3,}|~{3,})[ \t]*$/.exec(line) ?? [];
  return found.length >= marks.length && found[0] === marks[0] && before.length - content <= 3;
};

const withoutIndent = (line: string, indent: number): string => line.slice(Math.min(indent, indentOf(line)));
