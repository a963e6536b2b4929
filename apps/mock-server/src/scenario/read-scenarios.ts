import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import { isRecord, pointerTokens } from "@genwait/lifecycle";
import type { Document, LineCounter } from "yaml";

import { builtIns } from "./built-in.ts";
import type { Scenario } from "./scenario.ts";
import { schemaFault } from "./scenario-schema.ts";

/** A file of scenarios, read. */
export interface ScenarioFile {
  /** What plays when nobody chooses. */
  readonly default?: string;
  readonly scenarios: Readonly<Record<string, Scenario>>;
}

/**
 * Reads scenarios from YAML (or JSON) text.
 *
 * @throws TypeError that names file, line and reason.
 * @example
 * ```ts
 * const { scenarios } = await readScenarios("scenarios:\n  rough:\n    faults: [{ is: reset, on: 2 }]\n", { file: "rough.yaml" });
 * ```
 */
export const readScenarios = async (
  text: string,
  { file = "scenarios" }: { readonly file?: string } = {},
): Promise<ScenarioFile> => {
  const { LineCounter, parseDocument } = await import("yaml");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined)
    throw unreadable(file, lines.linePos(error.pos[0]).line, error.message.split(" at line ")[0] ?? error.code);
  const value: unknown = document.toJS();
  const fault = schemaFault(value, "file");
  if (fault !== undefined) throw unreadable(file, lineOf(document, lines, fault.pointer), fault.reason);
  if (!isScenarioFile(value)) throw unreadable(file, 1, "it is no file of scenarios");
  const { default: preset, scenarios } = value;
  if (preset !== undefined && !isKnown(preset, Object.keys(scenarios))) {
    throw unreadable(
      file,
      lineOf(document, lines, "/default"),
      `"default" names "${preset}", and there is no such scenario`,
    );
  }
  return value;
};

/**
 * Reads a file of scenarios.
 *
 * @throws TypeError that names file, line and reason.
 */
export const readScenarioFile = async (file: string): Promise<ScenarioFile> => {
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === "ENOENT" ? "there is no such file" : cause.message;
    throw new TypeError(`Failed to read the scenarios of ${file}: ${reason}. Give the path of a YAML file.`, { cause });
  });
  const read = await readScenarios(text, { file });
  const scenarios = Object.entries(read.scenarios).map(([name, scenario]) => [
    name,
    scenario.files === undefined ? scenario : { ...scenario, files: resolve(dirname(file), scenario.files) },
  ]);
  return { ...read, scenarios: Object.fromEntries(scenarios) };
};

// The schema has been asked; this tells the compiler.
const isScenarioFile = (value: unknown): value is ScenarioFile => isRecord(value) && isRecord(value.scenarios);

const isKnown = (text: string, own: readonly string[]): boolean =>
  text === "default" ||
  [...own, ...builtIns.map(({ name }) => name)].some((name) => text === name || text.startsWith(`${name}-`));

const lineOf = (document: Document, lines: LineCounter, pointer: string): number => {
  let tokens = pointerTokens(pointer).map((token) => (/^\d+$/.test(token) ? Number(token) : token));
  for (; ; tokens = tokens.slice(0, -1)) {
    const node: unknown = document.getIn(tokens, true);
    if (hasRange(node)) return lines.linePos(node.range[0]).line;
    if (tokens.length === 0) return 1;
  }
};

const hasRange = (node: unknown): node is { readonly range: readonly [number, number, number] } =>
  isRecord(node) && Array.isArray(node.range);

const unreadable = (file: string, line: number, reason: string): TypeError =>
  new TypeError(
    `Failed to read the scenarios of ${file}, line ${line}: ${reason}. Mend the file; scenario.schema.json says what it may contain.`,
  );
