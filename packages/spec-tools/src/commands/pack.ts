import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { command, exitCodes, type RunCommand } from "../command.ts";
import { packPackage } from "../release/pack-package.ts";
import { publicPackages } from "../release/public-packages.ts";

/** `pack`: a tarball in `dist` for each package that is not private. */
export const run: RunCommand = command({
  usage: ["pnpm release:dry [--out <folder>]"],
  about: "Packs what a release would publish, without asking a registry. Install the tarballs to try a release.",
  options: { out: { type: "string", value: "<folder>", about: "where the tarballs go; dist without it" } },
  work: async ({ values: { out = "dist" } }, io) => {
    await rm(join(io.cwd, out), { recursive: true, force: true });
    await mkdir(join(io.cwd, out), { recursive: true });
    for (const found of await publicPackages(io.cwd)) {
      const tarball = await packPackage(io.cwd, found, join(io.cwd, out));
      io.stdout(`${found.name} ${found.version}: ${out}/${tarball}\n`);
    }
    return exitCodes.done;
  },
});
