#!/usr/bin/env node
import process from "node:process";

import { terminalLines } from "@genwait/spec-tools/text/terminal-text.ts";

import { run } from "./generate.ts";

// A reader that has seen enough, such as `head`, is no failure.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });

process.exitCode = await run(process.argv.slice(2), {
  // Whatever was forgotten to be escaped must not reach a terminal as it is.
  stdout: (text) => void process.stdout.write(terminalLines(text)),
  stderr: (text) => void process.stderr.write(terminalLines(text)),
  cwd: process.cwd(),
  fetch: globalThis.fetch,
  now: () => new Date(),
});
