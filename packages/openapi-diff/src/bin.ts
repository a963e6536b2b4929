#!/usr/bin/env node
import process from "node:process";

import { run } from "./cli.ts";

process.exitCode = run(process.argv.slice(2), {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
});
