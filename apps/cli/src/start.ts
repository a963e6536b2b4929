import module from "node:module";
import { createInterrupt } from "./interrupt.ts";

// The second start finds everything compiled; it has to be asked for before anything else is loaded. Node 22.0 lacks it.
module.enableCompileCache?.();
const interrupt = createInterrupt(process);
const { run } = await import("./run.ts");

// A reader such as `head` that closes the pipe has seen enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  // pnpm runs a script in its package's folder, and tells here where the person was.
  cwd: process.env["INIT_CWD"] ?? process.cwd(),
  signal: interrupt.signal,
});
interrupt.stop();
