import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { type CommandIo, exitCodes } from "../command.ts";
import { packPackage } from "../release/pack-package.ts";
import { publicPackages } from "../release/public-packages.ts";
import { reportingFailures } from "../report-failures.ts";

const usage = `pnpm release:dry

Builds every package and packs what a release would publish into dist, without asking a registry. Install the tarballs to try a release.
`;

const options = { out: { type: "string" }, help: { type: "boolean", short: "h" } } as const;

/** `pack`: a tarball in `dist` for each package that is not private. */
export const run = (args: readonly string[], io: CommandIo): Promise<number> =>
  reportingFailures(io, async () => {
    const { values } = parseArgs({ args: [...args], options });
    if (values.help === true) {
      io.stdout(usage);
      return exitCodes.done;
    }
    const out = values.out ?? "dist";
    await rm(join(io.cwd, out), { recursive: true, force: true });
    await mkdir(join(io.cwd, out), { recursive: true });
    for (const found of await publicPackages(io.cwd)) {
      const tarball = await packPackage(io.cwd, found, join(io.cwd, out));
      io.stdout(`${found.name} ${found.version}: ${out}/${tarball}\n`);
    }
    return exitCodes.done;
  });
