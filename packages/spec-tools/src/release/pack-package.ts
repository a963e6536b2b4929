import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";

import { CommandError } from "../command.ts";
import type { PublicPackage } from "./public-packages.ts";

/**
 * Packs a package as a release would: with pnpm, because npm would leave `publishConfig.exports` and `workspace:` as they are.
 *
 * @returns the tarball's file name
 * @throws {CommandError} when the package is not built, or cannot be packed
 */
export const packPackage = async (
  root: string,
  { name, version, folder }: PublicPackage,
  out: string,
): Promise<string> => {
  if (!existsSync(join(root, folder, "dist"))) {
    throw new CommandError(`Failed to pack ${name}: ${folder}/dist is not there. Run pnpm build first.`);
  }
  try {
    await promisify(execFile)("pnpm", ["pack", "--pack-destination", out], {
      cwd: join(root, folder),
      // A .cmd shim, which is what Windows has on its PATH, starts through a shell only.
      shell: process.platform === "win32",
    });
  } catch (cause) {
    throw new CommandError(`Failed to pack ${name}: ${whyOf(cause)}. Run pnpm pack in ${folder} to see more.`, {
      cause,
    });
  }
  return `${name.replace(/^@/, "").replace("/", "-")}-${version}.tgz`;
};

const whyOf = (error: unknown): string => {
  const output =
    error instanceof Error && "stderr" in error && String(error.stderr).trim() !== ""
      ? String(error.stderr)
      : String(error);
  return (output.trim().split("\n").at(-1) ?? "").replace(/\.$/, "");
};
