import { type Json, memberOf } from "../merge/json.ts";
import type { Schema } from "./api-model.ts";
import { markOf } from "./marked-document.ts";

/** What a schema says for people, as the lines of a TSDoc comment. */
export const commentOf = (schema: Schema): string => {
  const lines = [
    sentences(textOf(memberOf(schema, "description")) || textOf(memberOf(schema, "title")), limitsOf(schema)),
  ];
  const mark = markOf(schema);
  if (mark !== "") lines.push(mark);
  const fallback = memberOf(schema, "default");
  if (fallback !== undefined) lines.push(`@default ${JSON.stringify(fallback)}`);
  if (memberOf(schema, "deprecated") === true) lines.push("@deprecated");
  return lines.filter((line) => line !== "").join("\n");
};

/** A comment's text as TSDoc, indented; nothing for nothing. */
export const tsdoc = (text: string, indent = ""): string => {
  const lines = text
    .replaceAll("*/", "*\\/")
    .split(/\r?\n/)
    .map((line) => line.trimEnd());
  if (text === "") return "";
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} *${line === "" ? "" : ` ${line}`}\n`).join("")}${indent} */\n`;
};

const sentences = (first: string, second: string): string => {
  if (first === "" || second === "") return first + second;
  return `${first}${/[.!?:]$/.test(first) ? "" : "."} ${second}`;
};

const limitsOf = (schema: Schema): string => {
  const [least, most] = [memberOf(schema, "minLength"), memberOf(schema, "maxLength")];
  const [lowest, highest] = [memberOf(schema, "minimum"), memberOf(schema, "maximum")];
  const parts = [rangeOf(least, most, "characters"), rangeOf(lowest, highest, "")];
  const format = memberOf(schema, "format");
  return [...parts, typeof format === "string" ? `Format: ${format}.` : ""].filter((part) => part !== "").join(" ");
};

const rangeOf = (least: Json | undefined, most: Json | undefined, unit: string): string => {
  const what = unit === "" ? "" : ` ${unit}`;
  if (least !== undefined && most !== undefined) return `${String(least)} to ${String(most)}${what}.`;
  if (least !== undefined)
    return `At least ${String(least)}${what === " characters" && least === 1 ? " character" : what}.`;
  return most === undefined ? "" : `At most ${String(most)}${what}.`;
};

const textOf = (value: Json | undefined): string => (typeof value === "string" ? value.trim() : "");
