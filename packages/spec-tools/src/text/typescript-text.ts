/**
 * Vendors' texts as TypeScript: one function for each place that a text can stand in. Whatever goes into generated code goes
 * through one of them, and none lets a text end the comment, the string or the name that it stands in.
 */

// A line break to some compilers, a sign that reverses or hides what follows it, or nothing that shows at all.
const unprintable = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g;

/** A text as a string literal. */
export const stringLiteral = (text: string): string =>
  JSON.stringify(text).replaceAll(unprintable, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Whether a name can stand in code without quotes. */
export const isIdentifier = (name: string): boolean => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);

/**
 * A name that is declared or used as such.
 *
 * @throws TypeError for a text that is no name: everything that a vendor writes must have been made one before
 */
export const identifier = (name: string): string => {
  if (!isIdentifier(name) || reservedWords.has(name)) throw new TypeError(`${stringLiteral(name)} is no identifier.`);
  return name;
};

// Whatever cannot name a type or a constant in a module.
const reservedWords: ReadonlySet<string> = new Set(
  "any arguments as await bigint boolean break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null number object package private protected public return static string super switch symbol this throw true try type typeof undefined unknown never var void while with yield".split(
    " ",
  ),
);

/** A name as a member of an object or of an interface. */
export const propertyName = (name: string): string => {
  // In an object literal the bare name would set the prototype.
  if (name === "__proto__") return `["__proto__"]`;
  return isIdentifier(name) ? name : stringLiteral(name);
};

/** Access to a member of a value. */
export const memberAccess = (name: string): string => (isIdentifier(name) ? `.${name}` : `[${stringLiteral(name)}]`);

/** A type by its name among the members of another: `["schemas"]`; numbers as openapi-typescript writes them. */
export const indexAccess = (name: string): string => `[${/^[1-9]\d*$/.test(name) ? name : stringLiteral(name)}]`;

export interface CommentOptions {
  /** Our own words behind the text, such as `@deprecated`. */
  readonly tags?: readonly string[];
  readonly indent?: string;
}

/** A text as a TSDoc comment. No line of it is read as a tag or as a directive to the compiler; nothing for nothing. */
export const comment = (text: string, { tags = [], indent = "" }: CommentOptions = {}): string => {
  const lines = [...linesOf(text.trim()).map((line) => line.replaceAll(/(?<!\w)@/g, "\\@")), ...tags.flatMap(linesOf)];
  const shown = lines.map((line) => line.replaceAll("*/", "*\\/").trimEnd());
  if (text.trim() === "" && tags.length === 0) return "";
  if (shown.length === 1) return `${indent}/** ${shown[0]} */\n`;
  return `${indent}/**\n${shown.map((line) => `${indent} *${line === "" ? "" : ` ${line}`}\n`).join("")}${indent} */\n`;
};

const linesOf = (text: string): readonly string[] =>
  text.split(/\r\n|[\n\r\u0085\u2028\u2029]/).map((line) => line.replaceAll(unprintable, ""));

/** An exported type with a comment; `type` is made of the other functions here. */
export const exportedType = (text: string, name: string, type: string): string =>
  `${comment(text)}export type ${identifier(name)} =${type.startsWith("\n") ? "" : " "}${type};\n`;

/** What can be written as a literal; members that are undefined are left out. */
export type Data = null | boolean | number | string | readonly Data[] | { readonly [member: string]: Data | undefined };

/** Code that is no text of a vendor's: a name that {@link identifier} has seen. */
export class Code {
  readonly text: string;

  constructor(name: string) {
    this.text = identifier(name);
  }
}

/** Data with names of constants in it. */
export type Literal = Data | Code | readonly Literal[] | { readonly [member: string]: Literal | undefined };

const lineWidth = 120;

/** A value as TypeScript: on one line where it fits. */
export const literal = (value: Literal, indent = "", before = 0): string => {
  const oneLine = inline(value);
  if (typeof value !== "object" || value === null || value instanceof Code) return oneLine;
  if (indent.length + before + oneLine.length + 1 <= lineWidth) return oneLine;
  const inner = `${indent}  `;
  if (isList(value)) return `[\n${value.map((entry) => `${inner}${literal(entry, inner)},\n`).join("")}${indent}]`;
  const lines = membersOf(value).map(
    ([name, member]) => `${inner}${named(name, literal(member, inner, name.length + 2))},\n`,
  );
  return `{\n${lines.join("")}${indent}}`;
};

const inline = (value: Literal): string => {
  if (value instanceof Code) return value.text;
  if (typeof value === "string") return stringLiteral(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(inline).join(", ")}]`;
  const members = membersOf(value).map(([name, member]) => named(name, inline(member)));
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
};

const named = (name: string, text: string): string => (name === text && isIdentifier(name) ? name : `${name}: ${text}`);

const membersOf = (value: {
  readonly [member: string]: Literal | undefined;
}): readonly (readonly [string, Literal])[] =>
  Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [[propertyName(name), member] as const],
  );

const isList = (value: object): value is readonly Literal[] => Array.isArray(value);

/** An import, or an export from another module, on as many lines as it takes. */
export const moduleLine = (
  keyword: "import" | "import type" | "export" | "export type",
  names: readonly string[],
  from: string,
): string => {
  if (names.length === 0) return "";
  const line = `${keyword} { ${names.join(", ")} } from ${stringLiteral(from)};\n`;
  return line.length <= lineWidth + 1
    ? line
    : `${keyword} {\n${names.map((name) => `  ${name},\n`).join("")}} from ${stringLiteral(from)};\n`;
};
