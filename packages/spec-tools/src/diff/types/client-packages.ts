import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { GenerateError } from "../../codegen/generate-error.ts";
import { clientModules, type ClientModules, type Files } from "../../codegen/generated-package.ts";
import { emitIndex, emitPlainIndex } from "../../codegen/index-file.ts";
import { clientName } from "../../codegen/names.ts";
import { emitSchema } from "../../codegen/schema-file.ts";
import type { JsonObject } from "../../openapi/json.ts";

/** The package of a document, as far as it is compiled. */
export interface TypesPackage {
  /** `index.ts` and what it exports from, all in one folder. */
  readonly files: Files;
  /** `schema.ts`, which is among them. */
  readonly schema: string;
  /** The type of its client. */
  readonly client: string;
  /** What it is made of beside its schema; absent for a document without jobs. */
  readonly modules?: ClientModules;
}

/**
 * The packages of several documents under one name: with jobs where every one of them can be a package, else openapi-fetch's client over
 * their types.
 *
 * @throws GenerateError for a document that openapi-typescript refuses
 */
export const typesPackages = async (
  name: string,
  documents: readonly JsonObject[],
): Promise<readonly TypesPackage[]> => {
  const isLarge = documents.some((document) => JSON.stringify(document).length > largest);
  const typesOf = isLarge ? schemaInProcess : emitSchema;
  const schemas = documents.map((document) => typesOf(document, "the document"));
  try {
    return await Promise.all(documents.map((document, index) => jobPackage(name, document, schemas[index])));
  } catch {
    // Nobody has checked these documents: a declaration may be of any form.
    return Promise.all(documents.map((_, index) => plainPackage(schemas[index])));
  }
};

type Schema = Promise<string> | undefined;

const jobPackage = async (name: string, document: JsonObject, schema: Schema): Promise<TypesPackage> => {
  const text = (await schema) ?? "";
  const madeFrom = { command: "pnpm specs:diff", source: name };
  const modules = await clientModules({ name, document, place: name, madeFrom, typesOf: async () => text });
  const index = emitIndex(modules.api, modules.jobs, ".");
  return { files: new Map([...modules.modules, ["index.ts", index]]), schema: text, client: clientName(name), modules };
};

const plainPackage = async (schema: Schema): Promise<TypesPackage> => {
  const text = (await schema) ?? "";
  const files = new Map([
    ["schema.ts", text],
    ["index.ts", emitPlainIndex(plainName, ".")],
  ]);
  return { files, schema: text, client: clientName(plainName) };
};

// Any two files can be compared, whatever they are called.
const plainName = "api";

// Where starting a process begins to pay: openapi-typescript keeps several copies of a document while it is at work.
const largest = 300_000;

/** The same as in this process, in one of its own. */
const schemaInProcess: typeof emitSchema = async (document, place) => {
  const folder = await mkdtemp(join(tmpdir(), "genwait-schema-"));
  const [from, to] = [join(folder, "openapi.json"), join(folder, "schema.ts")];
  try {
    await writeFile(from, JSON.stringify(document));
    await promisify(execFile)(process.execPath, [...process.execArgv, program, from, to, place], {
      maxBuffer: 1 << 24,
    });
    return await readFile(to, "utf8");
  } catch (error) {
    const told = typeof error === "object" && error !== null ? Reflect.get(error, "stderr") : undefined;
    throw new GenerateError(place, String(told ?? error).trim(), "Mend what it names.", { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const program = fileURLToPath(new URL("schema-process.ts", import.meta.url));
