import { readFile } from "node:fs/promises";
import { basename, dirname, extname, resolve } from "node:path";

import { CommandError, type CommandIo } from "@genwait/spec-tools/command.ts";
import { bundleFiles } from "@genwait/spec-tools/import/bundle-files.ts";
import { isAddress } from "@genwait/spec-tools/import/page-address.ts";
import { readPage } from "@genwait/spec-tools/import/read-page.ts";
import { yamlOfTree } from "@genwait/spec-tools/import/yaml-of-tree.ts";
import { type MergedSpec, mergeFiles } from "@genwait/spec-tools/openapi/spec-folder.ts";

/** What a client is made of. */
export interface SpecSources {
  /** A file or an https address: an OpenAPI document, or a page that shows one. */
  readonly spec: string;
  /** A file. Without one the document is the user's own, and declares its jobs itself. */
  readonly overlay: string | undefined;
  /** @default made from the name of the file */
  readonly name: string | undefined;
}

/** A merged document, and what was done to it on the way, a sentence each. */
export interface ReadSpec {
  readonly spec: MergedSpec;
  readonly notes: readonly string[];
}

/**
 * Reads a document and its overlay. With an overlay the document is a stranger's: what is ours to declare is taken out of it.
 *
 * @throws CommandError for whatever cannot be read
 */
export const readSpec = async ({ spec, overlay, name }: SpecSources, io: CommandIo): Promise<ReadSpec> => {
  const api = name ?? nameOf(spec);
  const overlayText = overlay === undefined ? noActions : await readText(overlay, "an OpenAPI overlay", io);
  const read = overlay === undefined ? await readOwn(spec, io) : await readForeign(spec, io);
  const files = {
    openapi: { path: spec, text: read.text },
    overlay: { path: overlay ?? spec, text: overlayText },
  };
  const isOwn = overlay === undefined;
  return { spec: await mergeFiles(api, dirname(spec), files, { isOwn }), notes: read.notes };
};

const noActions = "overlay: 1.0.0\ninfo: { title: none, version: 1.0.0 }\nactions: []\n";

interface ReadText {
  readonly text: string;
  readonly notes: readonly string[];
}

/** A document of the user's own, several files of it if need be. */
const readOwn = async (spec: string, io: CommandIo): Promise<ReadText> => {
  if (isAddress(spec))
    throw new CommandError(
      `Failed to read ${spec}: a document from elsewhere declares no jobs. Write an overlay that does, and name it with --overlay.`,
    );
  const bundle = await bundleFiles(resolve(io.cwd, spec), spec);
  return { text: bundle?.text ?? (await readText(spec, "an OpenAPI document", io)), notes: [] };
};

const readForeign = async (spec: string, io: CommandIo): Promise<ReadText> => {
  const { document, notes } = await readPage({ source: spec }, io);
  return { text: yamlOfTree(document), notes };
};

const readText = async (path: string, what: string, { cwd }: CommandIo): Promise<string> => {
  try {
    return (await readFile(resolve(cwd, path), "utf8")).replace(/^\uFEFF/, "");
  } catch (cause) {
    const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    const why = isMissing ? "there is no such file" : cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`Failed to read ${path}: ${why}. Give the path of ${what}.`, { cause });
  }
};

// `openapi.yaml` is what many a document is called; its folder says more.
const commonNames: ReadonlySet<string> = new Set(["openapi", "swagger", "index", "api", "spec"]);

/** The name of the API: that of its document's file, else of its folder or host. */
const nameOf = (spec: string): string => {
  const path = isAddress(spec) ? `/${new URL(spec).host}${new URL(spec).pathname}` : resolve(spec);
  const file = basename(path, extname(path));
  const word = commonNames.has(file.toLowerCase()) ? basename(dirname(path)) : file;
  return word
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^[-0-9]+|-+$/g, "");
};
