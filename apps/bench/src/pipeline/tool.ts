import { join } from "node:path";
import process from "node:process";

import { rootFolder } from "./root-folder.ts";
import type { Command } from "./time-process.ts";

/** A command of spec-tools, as the root's scripts run it. */
export const specTools = (...args: readonly string[]): Command => ({
  file: process.execPath,
  args: ["--conditions=@genwait/source", join(rootFolder, "packages/spec-tools/src/main.ts"), ...args],
});

/** A tool that spec-tools builds on, in the very version that it uses, by the script behind its command. */
export const peerTool = (script: string, ...args: readonly string[]): Command => ({
  file: process.execPath,
  args: [join(rootFolder, "packages/spec-tools/node_modules", script), ...args],
});

/** turbo, without the package manager in front of it. */
export const turbo = (cwd: string, ...tasks: readonly string[]): Command => ({
  file: join(cwd, "node_modules/.bin/turbo"),
  args: ["run", ...tasks, "--output-logs=errors-only"],
  cwd,
});
