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
 * three backticks inside a fence of four are text.
 */
export const findFences = (page: string): Fence[] => {
  const lines = page.split(/\r?\n/);
  const fences: Fence[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const opening = openingOf(lines[index] ?? "");
    if (opening === undefined) continue;
    const start = index + 1;
    index = start;
    while (index < lines.length && !closes(lines[index] ?? "", opening.marks)) index += 1;
    const body = lines.slice(start, index).map((line) => withoutIndent(line, opening.indent));
    fences.push({ info: opening.info, body: body.join("\n"), line: start + 1, closed: index < lines.length });
  }
  return fences;
};

interface Opening {
  readonly indent: number;
  readonly marks: string;
  readonly info: string;
}

const openingOf = (line: string): Opening | undefined => {
  const match = /^( {0,3})(`{3,}|~{3,})(.*)$/.exec(line);
  const [, indent = "", marks = "", info = ""] = match ?? [];
  if (match === null || (marks.startsWith("`") && info.includes("`"))) return undefined;
  return { indent: indent.length, marks, info: info.trim() };
};

const closes = (line: string, marks: string): boolean => {
  const [, found = ""] = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line) ?? [];
  return found.length >= marks.length && found[0] === marks[0];
};

const withoutIndent = (line: string, indent: number): string => {
  const own = line.length - line.trimStart().length;
  return line.slice(Math.min(indent, own));
};
