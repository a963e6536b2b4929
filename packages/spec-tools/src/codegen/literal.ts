import { isIdentifier } from "./names.ts";

/** TypeScript text that stands for itself among values: a name, a call. */
export interface Code {
  readonly code: string;
}

export type Literal =
  | null
  | boolean
  | number
  | string
  | Code
  | readonly Literal[]
  | { readonly [member: string]: Literal | undefined };

const lineWidth = 120;

/** A value as TypeScript: on one line where it fits, members without quotes where they can, undefined ones left out. */
export const literal = (value: Literal, indent = "", before = 0): string => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isCode(value)) return value.code;
  const oneLine = inline(value);
  if (indent.length + before + oneLine.length + 1 <= lineWidth) return oneLine;
  const inner = `${indent}  `;
  if (isList(value)) return `[\n${value.map((entry) => `${inner}${literal(entry, inner)},\n`).join("")}${indent}]`;
  const lines = membersOf(value).map(
    ([name, member]) => `${inner}${named(name, literal(member, inner, name.length + 2))},\n`,
  );
  return `{\n${lines.join("")}${indent}}`;
};

const inline = (value: Literal): string => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isCode(value)) return value.code;
  if (isList(value)) return `[${value.map(inline).join(", ")}]`;
  const members = membersOf(value).map(([name, member]) => named(name, inline(member)));
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
};

const named = (name: string, text: string): string => (name === text ? name : `${name}: ${text}`);

const membersOf = (value: {
  readonly [member: string]: Literal | undefined;
}): readonly (readonly [string, Literal])[] =>
  Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [[isIdentifier(name) ? name : JSON.stringify(name), member] as const],
  );

const isList = (value: object): value is readonly Literal[] => Array.isArray(value);

/** Whether a literal is marked as code. */
export const isCode = (value: object): value is Code =>
  "code" in value && Object.keys(value).length === 1 && typeof value.code === "string" && codes.has(value);

// A failure's `code` pointer would otherwise look like code.
const codes = new WeakSet<object>();

/** Data made of plain members only, as a literal; members that JSON has no word for are left out. */
export const asLiteral = <Value>(value: Value): { readonly [Name in keyof Value]: Literal } | undefined =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));

/** Marks text as code for {@link literal}. */
export const code = (text: string): Code => {
  const marked = { code: text };
  codes.add(marked);
  return marked;
};

/** Code that is imported by its name, or calls what is imported. */
export const part = (name: string, argument?: Literal): Code => {
  const marked = code(argument === undefined ? name : `${name}(${literal(argument)})`);
  parts.set(marked, name);
  return marked;
};

/** The names of the parts that stand in data, each once. */
export const partsIn = (data: Literal | undefined): readonly string[] => {
  if (typeof data !== "object" || data === null) return [];
  const name = parts.get(data);
  const names = name === undefined ? Object.values(data).flatMap(partsIn) : [name];
  return [...new Set(names)];
};

const parts = new WeakMap<object, string>();
