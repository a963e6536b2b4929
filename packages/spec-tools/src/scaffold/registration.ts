import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { packageName } from "../codegen/names.ts";
import { CommandError } from "../command.ts";
import { apiName } from "../import/api-name.ts";
import { openSpecStore } from "../import/spec-store.ts";
import { isJsonObject, type Json, type JsonObject, objectAt } from "../openapi/json.ts";

/** Who imports every client by its name. */
const users = [
  ["cli", "dependencies", "genwait knows the API"],
  ["contract", "devDependencies", "the contract suite runs for it"],
] as const;

/** Lists an API's package wherever every client is listed, and gives what was written, a line each. */
export const registerApi = async (api: string, root: string): Promise<readonly string[]> => {
  const lines: string[] = [];
  for (const [app, section, why] of users) {
    const isChanged = await changeDependencies(join(root, `apps/${app}/package.json`), section, (dependencies) =>
      dependencies[packageName(api)] === undefined
        ? { ...dependencies, [packageName(api)]: "workspace:^" }
        : dependencies,
    );
    if (isChanged) lines.push(`wrote apps/${app}/package.json: ${why}`);
  }
  return lines;
};

/**
 * Where the package could not be generated yet, a manifest stands in for it: a dependency of the workspace that is not there would keep every
 * script from running. Gives what was written, a line each.
 */
export const standInFor = async (api: string, root: string): Promise<readonly string[]> => {
  const manifest = `packages/${api}-client/package.json`;
  if (existsSync(join(root, manifest))) return [];
  await mkdir(join(root, `packages/${api}-client`), { recursive: true });
  await writeFile(
    join(root, manifest),
    text({ name: packageName(api), version: "1.0.0", private: true, type: "module" }),
  );
  return [`wrote ${manifest}, in place of the client until pnpm generate can make it`];
};

/** Where the package of an API should be listed and is not, a line each; nothing outside of a workspace that has these apps. */
export const missingRegistrations = async (apis: readonly string[], root: string): Promise<readonly string[]> => {
  const lines: string[] = [];
  for (const [app, section, why] of users) {
    const manifest = `apps/${app}/package.json`;
    if (!existsSync(join(root, manifest))) continue;
    const content: Json = JSON.parse(await readFile(join(root, manifest), "utf8"));
    const listed = isJsonObject(content) ? objectAt(content, section) : {};
    for (const api of apis)
      if (listed[packageName(api)] === undefined)
        lines.push(`${manifest}: add "${packageName(api)}": "workspace:^" to its ${section}, so that ${why}`);
  }
  return lines;
};

/**
 * Takes an API away: its spec, its record, its package and the places that list it.
 *
 * @throws {CommandError} exit code 64 for what is no name, 1 for an API that is not there
 */
export const removeApi = async (name: string, root: string): Promise<readonly string[]> => {
  const api = apiName(name);
  if (!existsSync(join(root, "specs", api))) {
    throw new CommandError(
      `Failed to remove ${api}: there is no specs/${api}. Name an API that pnpm specs:new has made.`,
    );
  }
  const lines: string[] = [];
  for (const folder of [`specs/${api}`, `packages/${api}-client`]) {
    if (!existsSync(join(root, folder))) continue;
    await rm(join(root, folder), { recursive: true });
    lines.push(`removed ${folder}`);
  }
  if (await openSpecStore(root).forget(api)) lines.push("wrote specs/sources.yaml");
  for (const [app, section] of users) {
    const isChanged = await changeDependencies(join(root, `apps/${app}/package.json`), section, (dependencies) =>
      Object.fromEntries(Object.entries(dependencies).filter(([dependency]) => dependency !== packageName(api))),
    );
    if (isChanged) lines.push(`wrote apps/${app}/package.json`);
  }
  return lines;
};

/** Changes a manifest's dependencies, sorted, and leaves the rest as it stands; whether anything changed. */
const changeDependencies = async (
  manifest: string,
  section: "dependencies" | "devDependencies",
  change: (dependencies: JsonObject) => JsonObject,
): Promise<boolean> => {
  if (!existsSync(manifest)) return false;
  const content: Json = JSON.parse(await readFile(manifest, "utf8"));
  if (!isJsonObject(content)) return false;
  const before = objectAt(content, section);
  const after = change(before);
  if (Object.keys(after).length === Object.keys(before).length) return false;
  const sorted = Object.entries(after).sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  const { [section]: _, ...others } = content;
  await writeFile(manifest, text(sorted.length === 0 ? others : { ...content, [section]: Object.fromEntries(sorted) }));
  return true;
};

const text = (manifest: JsonObject): string => `${JSON.stringify(manifest, null, 2)}\n`;
