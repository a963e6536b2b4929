import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";

import { CommandError, type CommandIo } from "../command.ts";
import { isJsonObject, type JsonObject } from "../openapi/json.ts";
import { parseYaml } from "../openapi/yaml-file.ts";
import { tellOf } from "../progress.ts";
import { compareDocuments } from "./compare-documents.ts";
import type { DiffReport } from "./report.ts";

/**
 * Compares any two OpenAPI documents by their paths.
 *
 * @throws CommandError for a file that is missing or no document
 */
export const diffFiles = async (from: string, to: string, io: Pick<CommandIo, "stderr">): Promise<DiffReport> => {
  const [before, after] = await Promise.all([readText(from), readText(to)]);
  const tell = tellOf(nameOf(to), Math.max(before.length, after.length), io);
  tell("reading");
  const documents = { old: documentIn(from, before), revised: documentIn(to, after), tell };
  return { base: { name: from }, isSame: before === after, apis: [await compareDocuments(nameOf(to), documents)] };
};

/** `specs/looms/openapi.yaml` is about `looms`; any other file is called by its own name. */
const nameOf = (path: string): string => {
  const name = basename(path).replace(/\.(?:ya?ml|json)$/i, "");
  return name === "openapi" ? basename(dirname(path)) : name;
};

const documentIn = (path: string, text: string): JsonObject => {
  const value = jsonIn(text) ?? parseYaml({ path, text }).value;
  if (isJsonObject(value)) return value;
  throw new CommandError(`Failed to read ${path}: it is no object. Give an OpenAPI document of 3.0, 3.1 or 3.2.`);
};

const readText = async (path: string): Promise<string> => {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    const reason = isMissing ? "there is no such file" : "it cannot be read";
    throw new CommandError(`Failed to read ${path}: ${reason}. Give the path of an OpenAPI document.`, { cause });
  }
};

/** JSON is YAML too, but its own parser is fifty times as fast. */
const jsonIn = (text: string): unknown => {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
