import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { type Json, memberOf, textAt } from "../openapi/json.ts";

/** A package of the workspace that a release publishes. */
export interface PublicPackage {
  readonly name: string;
  readonly version: string;
  /** From the root, with `/`. */
  readonly folder: string;
}

/** Every package under `packages` and `apps` that is not private, in alphabetical order of the folders. */
export const publicPackages = async (root: string): Promise<readonly PublicPackage[]> => {
  const found = await Promise.all(["packages", "apps"].map((parent) => packagesIn(root, parent)));
  return found.flat();
};

const packagesIn = async (root: string, parent: string): Promise<readonly PublicPackage[]> => {
  const folders = existsSync(join(root, parent)) ? (await readdir(join(root, parent))).sort() : [];
  const packages = await Promise.all(
    folders.map(async (name): Promise<readonly PublicPackage[]> => {
      const path = join(root, parent, name, "package.json");
      if (!existsSync(path)) return [];
      const manifest: Json = JSON.parse(await readFile(path, "utf8"));
      const [packageName, version] = [textAt(manifest, "name"), textAt(manifest, "version")];
      if (memberOf(manifest, "private") === true || packageName === undefined || version === undefined) return [];
      return [{ name: packageName, version, folder: `${parent}/${name}` }];
    }),
  );
  return packages.flat();
};
