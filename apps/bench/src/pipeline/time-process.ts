import { spawn } from "node:child_process";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";

import { median, rootFolder } from "../figures.ts";

/** A process to time. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** @default the repository's root */
  readonly cwd?: string;
  /** Exit codes that are no failure. @default 0 alone */
  readonly good?: readonly number[];
  /** Done before the process starts, outside its time. */
  before?(): Promise<unknown>;
}

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

/** Milliseconds from the start of a process to its end; what it prints goes nowhere, except when it fails. */
export const timeProcess = async ({ file, args, cwd = rootFolder, good = [0], before }: Command): Promise<number> => {
  await before?.();
  return new Promise((resolve, reject) => {
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
};

// The end of what a failed process said.
const keptOutput = 4000;

// Enough for a median that a single disturbance does not move.
const rounds = 7;

/**
 * Medians of a command and of peers, which run one after the other for the same work. They take turns, so that whatever else the machine does
 * meets both; the first round of each is thrown away.
 */
export const inTurn = async (
  ours: Command,
  ...peers: readonly Command[]
): Promise<{ readonly ours: number; readonly peer: number }> => {
  const times = { ours: [] as number[], peer: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    for (const [name, commands] of [
      ["ours", [ours]],
      ["peer", peers],
    ] as const) {
      let elapsedMs = 0;
      for (const command of commands) elapsedMs += await timeProcess(command);
      if (round > 0) times[name].push(elapsedMs);
    }
  }
  return { ours: median(times.ours), peer: median(times.peer) };
};
