import { existsSync } from "node:fs";
import { join } from "node:path";

import { CommandError, exitCodes } from "../command.ts";
import { apiName } from "../import/api-name.ts";

/**
 * A name that no API, package or folder has yet.
 *
 * @throws {CommandError} exit code 64 for what can be no name, 1 for one that is taken
 */
export const freeName = (wish: string, root: string): string => {
  const name = apiName(wish);
  if (/-client$|^client$/.test(name)) {
    throw new CommandError(
      `Failed to use the name ${JSON.stringify(name)}: the package would be called ${name}-client. Leave "client" out.`,
      {
        exitCode: exitCodes.usage,
      },
    );
  }
  const taken = [`specs/${name}`, `packages/${name}-client`].find((folder) => existsSync(join(root, folder)));
  if (taken === undefined) return name;
  throw new CommandError(
    `Failed to add ${name}: ${taken} is there already, and nothing is written over. Import into it with pnpm specs:import --api ${name}, or give another name.`,
  );
};
