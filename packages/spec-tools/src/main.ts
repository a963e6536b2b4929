import { enableCompileCache } from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";

import { exitCodes } from "./command.ts";
import { commands } from "./commands/index.ts";
import { runCommand } from "./run-command.ts";
import { terminalLines, terminalText } from "./text/terminal-text.ts";

// The compilers behind these commands take longer to load than to run; from the cache they load in half the time.
enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/compile", import.meta.url)));

let outputIsLost = false;
// Whoever reads the output may stop reading it, as head does: that is no failure, and the exit code stays the command's own.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", ({ code, message }: NodeJS.ErrnoException) => {
    if (outputIsLost || code === "EPIPE" || code === "ERR_STREAM_DESTROYED") return;
    outputIsLost = true;
    process.exitCode = exitCodes.failed;
    if (stream === process.stdout) process.stderr.write(`Failed to write the output: ${terminalText(message)}.\n`);
  });
}

const exitCode = await runCommand(commands, process.argv.slice(2), {
  // Whatever a command forgets to escape must not reach a terminal as it is.
  stdout: (text) => void process.stdout.write(terminalLines(text)),
  stderr: (text) => void process.stderr.write(terminalLines(text)),
  cwd: process.cwd(),
  fetch: globalThis.fetch,
  now: () => new Date(),
});
process.exitCode = outputIsLost ? exitCodes.failed : exitCode;
