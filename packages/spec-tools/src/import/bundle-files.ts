import process from "node:process";
import { dirname, join, relative, resolve, sep } from "node:path";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";

import { ImportError } from "./import-error.ts";
import { maxPageBytes, readPageFile } from "./read-page-file.ts";
import { outsideReferences, outsideReferenceText } from "../openapi/outside-references.ts";
import { parseTree } from "./parse-tree.ts";

/** A document in several files, put into one. */
export interface BundledFiles {
  readonly text: string;
  /** The files beside the first, relative to its folder. */
  readonly files: readonly string[];
}

/**
 * Puts the files that a document refers to into it; undefined for a document that is whole. Only files below the document's own folder are
 * read, all of them together within the limit of one page, and no address is followed: that is looked at before anything is bundled.
 *
 * @throws {ImportError} `reference` for a file elsewhere or an address, `file` for one that is not there, `too-large`
 */
export const bundleFiles = async (path: string, name: string): Promise<BundledFiles | undefined> => {
  const folder = await realpath(dirname(path));
  const root = relative(folder, join(folder, path.split(sep).at(-1) ?? path));
  const texts = new Map<string, string>();
  const open = [root];
  let size = 0;
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (texts.has(file)) continue;
    const text = new TextDecoder().decode(
      await readPageFile(join(folder, file), file === root ? name : `${name} (${file})`),
    );
    size += text.length;
    if (size > maxPageBytes || texts.size >= mostFiles) throw tooLarge(name);
    texts.set(file, text);
    open.push(...(await filesIn(text, { file, folder, name })));
  }
  if (texts.size === 1) return undefined;
  return { text: await bundled(texts, root, name), files: [...texts.keys()].filter((file) => file !== root) };
};

/** Vendors cut a document into some hundred files; more is a mistake. */
const mostFiles = 2_000;

interface Place {
  readonly file: string;
  readonly folder: string;
  readonly name: string;
}

/** The files that one of a document's files names, relative to the folder. */
const filesIn = async (text: string, { file, folder, name }: Place): Promise<readonly string[]> => {
  const parsed = parseTree(text);
  // The document's own faults are told by whoever reads it.
  if (!parsed.ok) return [];
  const found: string[] = [];
  for (const reference of outsideReferences(parsed.tree)) {
    if (reference.kind !== "file") {
      if (file === name || reference.kind === "data") continue;
      throw elsewhere(name, `${file}, ${outsideReferenceText(reference)}`);
    }
    const target = resolve(folder, dirname(file), decoded(reference.target.split("#")[0] ?? ""));
    const within = await realpath(target).catch(() => target);
    const path = relative(folder, within);
    if (path.startsWith("..") || path === "" || resolve(folder, path) !== within)
      throw elsewhere(
        name,
        `${file}, ${JSON.stringify(reference.target)} leads out of the document's folder. Copy the file into it.`,
      );
    found.push(path);
  }
  return found;
};

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

const redocly = fileURLToPath(new URL("bin/cli.js", import.meta.resolve("@redocly/cli/package.json")));

/** In a folder of their own, which holds what was looked at and nothing else. */
const bundled = async (texts: ReadonlyMap<string, string>, root: string, name: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "bundle-"));
  try {
    for (const [file, text] of texts) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
    const out = join(folder, ".bundled.json");
    const said = await runBundle(["bundle", root, "--output", out, "--ext", "json"], folder);
    return await readFile(out, "utf8").catch((cause: unknown) => {
      const why = said.trim().split("\n").at(-1) ?? "";
      throw new ImportError(
        "reference",
        `Failed to import ${name}: its files cannot be put into one: ${why.slice(0, 200)}. Bundle it yourself, and import that.`,
        { cause },
      );
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const runBundle = (args: readonly string[], cwd: string): Promise<string> =>
  new Promise((done) => {
    const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
    execFile(process.execPath, [redocly, ...args], { cwd, env }, (_, stdout, stderr) => {
      done(`${stdout}${stderr}`);
    });
  });

const elsewhere = (name: string, why: string): ImportError =>
  new ImportError("reference", `Failed to import ${name}: in ${why}`);

const tooLarge = (name: string): ImportError =>
  new ImportError(
    "too-large",
    `Failed to import ${name}: its files are larger than ${maxPageBytes / 1_000_000} MB together. Import a document without the parts that nobody needs.`,
  );
