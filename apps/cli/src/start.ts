import module from "node:module";

// The second start finds everything compiled; it has to be asked for before the rest is loaded. Node 22.0 lacks it.
module.enableCompileCache?.();
const { createInterrupt, createOutput, openInBrowser } = await import("./process-io.ts");
const interrupt = createInterrupt(process);
let lost: Error | undefined;
const stdout = createOutput(process.stdout, (error) => {
  lost = error;
  interrupt.abort(error);
});
const stderr = createOutput(process.stderr);
const { exitCodes, worstExitCode } = await import("./exit-code.ts");
const { run } = await import("./run.ts");
const { programOf } = await import("./program.ts");
const { terminalText } = await import("./terminal-text.ts");
// pnpm runs a script in its package's folder, and tells here where the person was.
const cwd = process.env["INIT_CWD"] ?? process.cwd();

const code = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout,
  stderr,
  cwd,
  env: process.env,
  signal: interrupt.signal,
  fetch,
  program: programOf({ env: process.env, script: import.meta.filename, cwd }),
  open: openInBrowser,
});
process.exitCode = (await stdout.flush()) ? code : worstExitCode([code, exitCodes.outputLost]);
// At the end: what lives on a terminal until then would be drawn over it.
if (lost !== undefined) stderr.write(`${terminalText(lost.message)}\n`);
interrupt.stop();
