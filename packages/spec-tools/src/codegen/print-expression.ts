import { isIdentifier } from "./names.ts";

/** TypeScript to be printed: a text as it is, a call, a list, or members of an object. */
export type Expression =
  | string
  | { readonly call: string; readonly of: readonly Expression[] }
  | { readonly list: readonly Expression[] }
  | { readonly members: readonly (readonly [name: string, value: Expression])[] };

const lineWidth = 120;

/** An expression on one line where it fits, else each of its parts on a line of its own. */
export const printExpression = (expression: Expression, indent = "", before = 0): string => {
  const oneLine = inline(expression);
  if (typeof expression === "string" || indent.length + before + oneLine.length + 1 <= lineWidth) return oneLine;
  const [opening, parts, closing] = partsOf(expression);
  const [only] = parts;
  // The only part of a call starts on its line: `list(object({`.
  if ("call" in expression && parts.length === 1 && only !== undefined)
    return `${opening}${printExpression(only[1], indent, before + opening.length)}${closing}`;
  const inner = `${indent}  `;
  const lines = parts.map(([start, part]) => `${inner}${start}${printExpression(part, inner, start.length)},\n`);
  return `${opening}\n${lines.join("")}${indent}${closing}`;
};

const inline = (expression: Expression): string => {
  if (typeof expression === "string") return expression;
  const [opening, parts, closing] = partsOf(expression);
  const text = parts.map(([start, part]) => start + inline(part)).join(", ");
  return "members" in expression && text !== "" ? `${opening} ${text} ${closing}` : `${opening}${text}${closing}`;
};

type Parts = readonly [
  opening: string,
  parts: readonly (readonly [start: string, part: Expression])[],
  closing: string,
];

const partsOf = (expression: Exclude<Expression, string>): Parts => {
  if ("members" in expression) {
    const members = expression.members.map(
      ([name, value]) => [`${isIdentifier(name) ? name : JSON.stringify(name)}: `, value] as const,
    );
    return ["{", members, "}"];
  }
  const parts = ("call" in expression ? expression.of : expression.list).map((part) => ["", part] as const);
  return "call" in expression ? [`${expression.call}(`, parts, ")"] : ["[", parts, "]"];
};
