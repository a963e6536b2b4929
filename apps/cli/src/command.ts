import type { Readable } from "node:stream";
import type { ExitCode } from "./exit-code.ts";
import type { ParsedOptions } from "./options.ts";
import { UsageError } from "./usage-error.ts";

/** The world of one run, handed in so that a test can own it. */
export interface CliIo {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  /** Where relative paths start. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborts on Ctrl-C, and when nobody can read stdout any more. */
  readonly signal: AbortSignal;
  readonly fetch: typeof fetch;
  /** What the person types to call this program, such as `npx genwait`: for every line that is printed to be copied. */
  readonly program: string;
  /** Shows an address in the person's browser. */
  open(address: string): Promise<void>;
}

/** Where text goes: a terminal, a pipe, a file. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  /** Resolves once everything is written; false if it was lost on the way. Without it nothing is ever lost. */
  flush?(): Promise<boolean>;
}

/** One word of the command line: usage, help and completion are made from it. */
export interface Command {
  readonly name: string;
  /** What follows the name, such as `<api> <id>…`. */
  readonly usage: string;
  readonly summary: string;
  readonly options: readonly CommandOption[];
  /** What its first word may be, where that is known. */
  readonly words?: () => readonly string[];
  /** Its own commands, of which one follows its name. */
  readonly commands?: readonly Command[];
  run(options: ParsedOptions, io: CliIo): Promise<ExitCode>;
}

/** A word that only leads to others, such as `genwait waits`. */
export const commandGroup = (name: string, summary: string, commands: readonly Command[]): Command => {
  const names = commands.map((command) => command.name);
  return {
    name,
    usage: `<${names.join(", ")}>`,
    summary,
    options: [],
    words: () => names,
    commands,
    run: async (_, { program }) => {
      throw new UsageError(`What shall be done? Write ${program} ${name} with one of ${names.join(", ")}.`);
    },
  };
};

/** Every command that does something, by its whole name, such as `waits add`. */
export const leavesOf = (commands: readonly Command[]): readonly Command[] =>
  commands.flatMap((command) =>
    command.commands === undefined
      ? [command]
      : leavesOf(command.commands).map((leaf) => ({ ...leaf, name: `${command.name} ${leaf.name}` })),
  );

/** One option of a command. */
export interface CommandOption {
  /** Without the dashes. */
  readonly name: string;
  readonly short?: string;
  /** How its value is shown, such as `10m` or `<file>`; a flag has none. */
  readonly value?: string;
  readonly meaning: string;
  /** May be given several times. */
  readonly multiple?: true;
  /** What its value is, for completion. */
  readonly completes?: "files" | "folders" | readonly string[];
}
