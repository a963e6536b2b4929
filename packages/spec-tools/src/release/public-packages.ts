import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { CommandError, exitCodes } from "../command.ts";
import { type Json, memberOf, objectAt, textAt } from "../openapi/json.ts";

/** A package of the workspace that a release publishes. */
export interface PublicPackage {
  readonly name: string;
  readonly version: string;
  /** From the root, with `/`. */
  readonly folder: string;
  /** The names of what it depends on at run time. */
  readonly needs: readonly string[];
}

/** Every package under `packages` and `apps` that is not private, in alphabetical order of the folders. */
export const publicPackages = async (root: string): Promise<readonly PublicPackage[]> => {
  const found = await Promise.all(["packages", "apps"].map((parent) => packagesIn(root, parent)));
  return found.flat();
};

/**
 * The named packages with all packages of the workspace that they need, in the given order; all of them where none is named.
 *
 * @throws {CommandError} for a name that is none of them
 */
export const packagesWithNeeds = (
  packages: readonly PublicPackage[],
  names: readonly string[],
): readonly PublicPackage[] => {
  if (names.length === 0) return packages;
  const wanted = new Set<string>();
  const want = (name: string): void => {
    const found = packages.find((one) => one.name === name);
    if (found === undefined || wanted.has(name)) return;
    wanted.add(name);
    found.needs.forEach(want);
  };
  for (const name of names) {
    if (!packages.some((one) => one.name === name)) {
      throw new CommandError(
        `Failed to pack ${name}: no public package has this name. Use one of: ${packages.map((one) => one.name).join(", ")}.`,
        { exitCode: exitCodes.usage },
      );
    }
    want(name);
  }
  return packages.filter(({ name }) => wanted.has(name));
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
      return [
        {
          name: packageName,
          version,
          folder: `${parent}/${name}`,
          needs: Object.keys(objectAt(manifest, "dependencies")),
        },
      ];
    }),
  );
  return packages.flat();
};
