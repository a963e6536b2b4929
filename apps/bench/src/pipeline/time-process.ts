import { spawn } from "node:child_process";
import { performance } from "node:perf_hooks";

import { rootFolder } from "./root-folder.ts";

/** A process to time. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** @default the repository's root */
  readonly cwd?: string;
  /** Exit codes that are no failure. @default 0 alone */
  readonly good?: readonly number[];
}

/** Milliseconds from the start of a process to its end; what it prints goes nowhere, except when it fails. */
export const timeProcess = ({ file, args, cwd = rootFolder, good = [0] }: Command): Promise<number> =>
  new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(file, args, {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, REDOCLY_TELEMETRY: "off", TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" },
    });
    let output = "";
    const keep = (chunk: Buffer): void => {
      output = `${output}${chunk.toString()}`.slice(-keptOutput);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", reject);
    child.on("close", (code) => {
      const elapsedMs = performance.now() - start;
      if (code !== null && good.includes(code)) resolve(elapsedMs);
      else
        reject(new Error(`Failed to time ${file} ${args.join(" ")}: it exited with ${code}. Run it alone.\n${output}`));
    });
  });

// The end of what a failed process said.
const keptOutput = 4000;
