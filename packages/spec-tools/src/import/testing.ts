import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { onTestFinished } from "vitest";

import type { CommandIo } from "../command.ts";
import { ImportError } from "./import-error.ts";
import { parseTree } from "./parse-tree.ts";
import { isList, isMapping, type Mapping, type Tree } from "./tree.ts";

/** A page of `fixtures/pages`, as it would come from a documentation site. */
export const fixturePage = (name: string): Promise<string> =>
  readFile(join(dirname(fileURLToPath(import.meta.url)), "../../fixtures/pages", name), "utf8");

/** The tree of a text that is known to be one. */
export const treeOf = (text: string): Tree => {
  const parsed = parseTree(text);
  if (!parsed.ok) throw new Error(`line ${parsed.line}: ${parsed.why}`);
  return parsed.tree;
};

export const mappingOf = (text: string): Mapping => {
  const tree = treeOf(text);
  if (!isMapping(tree)) throw new Error("not a mapping");
  return tree;
};

/** Equality of maps does not look at the order of keys; equality of these lists does. */
export const inOrder = (tree: Tree): unknown => {
  if (isMapping(tree)) return { mapping: [...tree].map(([key, value]) => [key, inOrder(value)]) };
  return isList(tree) ? tree.map(inOrder) : tree;
};

/** What a refused import says. */
export const refusalOf = async (work: () => unknown): Promise<ImportError> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof ImportError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};

/** Responses by address; an address that is not listed is a 404. */
export const cannedFetch =
  (responses: Readonly<Record<string, string | (() => Response)>>): typeof fetch =>
  async (input) => {
    const response = responses[input instanceof Request ? input.url : input.toString()];
    if (response === undefined) return new Response("not found", { status: 404 });
    return typeof response === "string"
      ? new Response(response, { headers: { "content-type": "text/markdown" } })
      : response();
  };

/** A command's surroundings in a temporary folder; `out` and `err` collect what it prints. */
export const temporaryIo = async (files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<TemporaryIo> => {
  const cwd = await mkdtemp(join(tmpdir(), "spec-tools-"));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, name)), { recursive: true });
    await writeFile(join(cwd, name), content);
  }
  const io: TemporaryIo = {
    cwd,
    out: "",
    err: "",
    fetch: cannedFetch({}),
    now: () => new Date("2026-01-31T23:59:00Z"),
    stdout: (text) => void (io.out += text),
    stderr: (text) => void (io.err += text),
    read: (name) => readFile(join(cwd, name), "utf8"),
  };
  return io;
};

export interface TemporaryIo extends CommandIo {
  out: string;
  err: string;
  fetch: typeof fetch;
  now(): Date;
  read(name: string): Promise<string>;
}
