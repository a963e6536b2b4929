import { enableCompileCache } from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";

import { terminalLines } from "./text/terminal-text.ts";
import { commands } from "./commands/index.ts";
import { runCommand } from "./run-command.ts";

// The compilers behind these commands take longer to load than to run; from the cache they load in half the time.
enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/compile", import.meta.url)));

process.exitCode = await runCommand(commands, process.argv.slice(2), {
  // Whatever a command forgets to escape must not reach a terminal as it is.
  stdout: (text) => void process.stdout.write(terminalLines(text)),
  stderr: (text) => void process.stderr.write(terminalLines(text)),
  cwd: process.cwd(),
  fetch: globalThis.fetch,
  now: () => new Date(),
});
