import type { Readable, Writable } from "node:stream";
import type { ExitCode } from "./exit-code.ts";

/** The world of one run, handed in so that a test can own it. */
export interface CliIo {
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Where relative paths start. */
  readonly cwd: string;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
}

export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** One word of the command line. */
export interface Command {
  /** After `genwait`, such as `wait <api> <id>…`. */
  readonly usage: string;
  readonly summary: string;
  /** Option and meaning, a line each. */
  readonly help: readonly (readonly [option: string, meaning: string])[];
  run(args: readonly string[], io: CliIo): Promise<ExitCode>;
}
