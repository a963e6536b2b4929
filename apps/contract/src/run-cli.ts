import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { rootFolder } from "./root-folder.ts";

/** What a process of the CLI left behind. */
export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The lines of stdout as JSON. */
  readonly lines: readonly unknown[];
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Called once something was written to stderr; for signals. */
  readonly onStart?: (interrupt: () => void) => void;
}

/** Runs the CLI's source as a person does, in a process of its own; a few at a time. */
export const runCli = async (args: readonly string[], options: CliOptions = {}): Promise<CliRun> => {
  const release = await takeSlot();
  try {
    return await start(args, options);
  } finally {
    release();
  }
};

const start = async (args: readonly string[], { env = {}, stdin = "", onStart }: CliOptions): Promise<CliRun> => {
  const child = spawn(process.execPath, ["--conditions=@genwait/source", main, ...args], {
    cwd: rootFolder,
    env: { PATH: process.env["PATH"] ?? "", NO_COLOR: "1", NODE_COMPILE_CACHE: compileCache, ...env },
  });
  child.stdin.end(stdin);
  child.stderr.once("data", () => onStart?.(() => child.kill("SIGINT")));
  const [code, stdout, stderr] = await Promise.all([
    new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve)),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, stdout, stderr, lines: stdout.split("\n").flatMap(parseLine) };
};

// Halves what a process costs: types are stripped and modules compiled once for all of them.
const compileCache = join(rootFolder, "apps/contract/node_modules/.cache/genwait");

const main = join(rootFolder, "apps/cli/src/main.ts");

const parseLine = (line: string): readonly unknown[] => {
  try {
    return line.trim() === "" ? [] : [JSON.parse(line) as unknown];
  } catch {
    return [];
  }
};

// They mostly sleep; but loading takes a core, and too many at once would be too slow for the times that they are given.
let free = 3 * availableParallelism();
const waiting: (() => void)[] = [];

const takeSlot = async (): Promise<() => void> => {
  if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
  else free--;
  return () => {
    const next = waiting.shift();
    if (next === undefined) free++;
    else next();
  };
};
