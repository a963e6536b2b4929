import { basename, join, resolve } from "node:path";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";

import { CommandError } from "../command.ts";
import { type Addition, applyOverlay, type Overlaid, type UnusedAction } from "./overlay.ts";
import { baseUrlKeyword } from "./base-url.ts";
import { isJsonObject, type JsonObject, memberOf, objectAt, textAt } from "./json.ts";
import { ownExtensionsIn } from "./own-extensions.ts";
import { lineAt, parseYaml, readSpecFile, type SpecFile } from "./yaml-file.ts";

/** An API's document as everything else here takes it: what upstream says, with the overlay on top. */
export interface MergedSpec {
  /** The folder's name. */
  readonly name: string;
  readonly folder: string;
  readonly document: JsonObject;
  /** Actions of the overlay that no longer match anything. */
  readonly unusedActions: readonly UnusedAction[];
  /** Where each action found its targets, by its index. */
  readonly places: Overlaid["places"];
  /** What the overlay brought that was not there. */
  readonly additions: readonly Addition[];
  /** Everything that the overlay wrote, in the order of its actions. */
  readonly writes: Overlaid["writes"];
  readonly files: SpecFiles;
  /** The document is no vendor's: it declares its jobs itself, and there is no overlay. */
  readonly isOwn?: true;
}

export interface SpecFiles {
  readonly openapi: SpecFile;
  readonly overlay: SpecFile;
}

/**
 * Reads `openapi.yaml` and `overlay.yaml` of a folder, and applies the one to the other.
 *
 * @throws CommandError when a file is missing, or is not what its name says
 */
export const mergeSpec = async (folder: string): Promise<MergedSpec> => {
  const openapi = await readSpecFile(folder, "openapi.yaml", "the vendor's document");
  const overlay = await readSpecFile(folder, "overlay.yaml", "what this project adds to the vendor's document");
  return mergeFiles(basename(resolve(folder)), folder, { openapi, overlay });
};

/**
 * The same for two texts that may be from anywhere, such as an older commit.
 *
 * @param options.isOwn the document is no vendor's, and may declare its jobs itself
 */
export const mergeFiles = async (
  name: string,
  folder: string,
  files: SpecFiles,
  { isOwn = false }: { readonly isOwn?: boolean } = {},
): Promise<MergedSpec> => {
  const openapi = parseYaml(files.openapi).value;
  if (!isJsonObject(openapi) || !isJsonObject(openapi["paths"])) {
    throw new CommandError(
      `Failed to merge ${files.openapi.path}: it is no OpenAPI document, for it has no paths. Import it again.`,
    );
  }
  const [own] = isOwn ? [] : ownExtensionsIn(openapi);
  if (own !== undefined) {
    throw new CommandError(
      `Failed to merge ${files.openapi.path}: it has ${own}, which is ours to write in the overlay. Import it again.`,
    );
  }
  const overlay = parseYaml(files.overlay);
  const { path } = files.overlay;
  const source = { path, lineAt: (tokens: readonly string[]) => lineAt(overlay, tokens) };
  const overlaid = await applyOverlay(openapi, overlay.value, source);
  return { name, folder, ...overlaid, document: withPinnedServers(overlaid.document), files, ...(isOwn && { isOwn }) };
};

/** The addresses that the overlay pins are the only ones, of the document and of what it pins apart: no list of the vendor's can move where keys go. */
const withPinnedServers = (document: JsonObject): JsonObject => {
  const components = objectAt(document, "components");
  const [paths, pathItems] = [objectAt(document, "paths"), objectAt(components, "pathItems")].map(withOwnServers);
  return {
    ...withPinnedServer(document),
    ...(paths !== undefined && { paths }),
    ...(memberOf(components, "pathItems") !== undefined &&
      pathItems !== undefined && {
        components: { ...components, pathItems },
      }),
  };
};

const withOwnServers = (items: JsonObject): JsonObject =>
  mapObjects(items, (item) => mapObjects(withPinnedServer(item), (part) => withPinnedServer(part)));

const mapObjects = (holder: JsonObject, change: (value: JsonObject) => JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(holder).map(([name, value]) => [name, isJsonObject(value) ? change(value) : value]),
  );

const withPinnedServer = (holder: JsonObject): JsonObject => {
  const pinned = textAt(holder, baseUrlKeyword);
  return pinned === undefined ? holder : { ...holder, servers: [{ url: pinned }] };
};

/**
 * The spec folders that a path means: itself, or the folders in it, in alphabetical order.
 *
 * @throws CommandError when there is none
 */
export const specFoldersIn = async (path: string): Promise<readonly string[]> => {
  if (holdsSpec(path)) return [path];
  const entries = existsSync(path) ? await readdir(path) : [];
  const folders = entries
    .toSorted()
    .map((name) => join(path, name))
    .filter(holdsSpec);
  if (folders.length > 0) return folders;
  throw new CommandError(
    `Failed to find specs in ${path}: neither it nor a folder in it has an openapi.yaml. Name specs/<api>.`,
  );
};

const holdsSpec = (folder: string): boolean => existsSync(join(folder, "openapi.yaml"));
