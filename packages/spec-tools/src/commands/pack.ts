import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { command, exitCodes, type RunCommand } from "../command.ts";
import { packPackage } from "../release/pack-package.ts";
import { packagesWithNeeds, publicPackages } from "../release/public-packages.ts";

/** `pack`: a tarball in `dist` for each package that is not private. */
export const run: RunCommand = command({
  usage: ["pnpm specs:pack [<package>…] [--out <folder>]", "pnpm release:dry"],
  about: `Packs what a release would publish, without asking a registry; release:dry builds it first. Install the tarballs to try a release.
Of a package that is named, the packages of this repository that it needs are packed as well.`,
  options: { out: { type: "string", value: "<folder>", about: "where the tarballs go; dist without it" } },
  takesArguments: true,
  work: async ({ values: { out = "dist" }, positionals }, io) => {
    const packages = packagesWithNeeds(await publicPackages(io.cwd), positionals);
    await rm(join(io.cwd, out), { recursive: true, force: true });
    await mkdir(join(io.cwd, out), { recursive: true });
    for (const found of packages) {
      const tarball = await packPackage(io.cwd, found, join(io.cwd, out));
      io.stdout(`${found.name} ${found.version}: ${out}/${tarball}\n`);
    }
    return exitCodes.done;
  },
});
