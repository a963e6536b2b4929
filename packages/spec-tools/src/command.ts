import { type ParseArgsOptionDescriptor, parseArgs } from "node:util";

import { terminalLines, terminalText } from "./text/terminal-text.ts";

/**
 * What a command may touch. The real process hands in its own; a test hands in a temporary folder, a canned `fetch` and a still clock.
 */
export interface CommandIo {
  /** Writes the result, as it stands: no line end is added. */
  stdout(text: string): void;
  /** Writes what is not the result: notes, reasons. */
  stderr(text: string): void;
  /** The folder that holds `specs/`; relative paths among the arguments start here too. */
  readonly cwd: string;
  readonly fetch: typeof fetch;
  now(): Date;
}

/** Does one command's work and gives the process's exit code. */
export type RunCommand = (args: readonly string[], io: CommandIo) => Promise<number>;

/** A command's module, imported only when the command is called. */
export interface CommandModule {
  readonly run: RunCommand;
}

/** Exit codes that mean the same in every command. */
export const exitCodes = {
  done: 0,
  /** The work failed, or what was looked for is there: out of date, moved, breaking. */
  failed: 1,
  /** The service with the pages could not be asked, so nothing is known. */
  unreachable: 2,
  /** A wrong argument; 64 is EX_USAGE of sysexits.h. */
  usage: 64,
} as const;

/** A failure whose message is written for the person who typed the command: it is printed alone, without a stack trace. */
export class CommandError extends Error {
  override readonly name: string = "CommandError";
  readonly exitCode: number;

  constructor(message: string, options: ErrorOptions & { readonly exitCode?: number } = {}) {
    super(message, options);
    this.exitCode = options.exitCode ?? exitCodes.failed;
  }
}

/** An option of a command, and what its usage says of it. */
export interface CommandOption extends ParseArgsOptionDescriptor {
  /** What stands for the value, such as `<name>`; of options that take one. */
  readonly value?: string;
  readonly about: string;
}

/** A command as data: its usage is made from this, so it names every option. */
export interface CommandSpec<Options extends Readonly<Record<string, CommandOption>>> {
  /** How it is called, one way a line. */
  readonly usage: readonly string[];
  /** What it does, and what its exit codes mean. */
  readonly about: string;
  readonly options: Options;
  /** Whether it takes arguments that are no options. @default false */
  readonly takesArguments?: boolean;
  readonly work: (
    given: { readonly values: ValuesOf<Options>; readonly positionals: readonly string[] },
    io: CommandIo,
  ) => Promise<number>;
}

type ValueOf<Option extends CommandOption> = Option["type"] extends "boolean" ? boolean : string;

type ValuesOf<Options extends Readonly<Record<string, CommandOption>>> = {
  readonly [Name in keyof Options]?:
    | (Options[Name]["multiple"] extends true ? readonly ValueOf<Options[Name]>[] : ValueOf<Options[Name]>)
    | undefined;
};

/** A command that shows its usage when asked for help, and tells failures as lines. */
export const command = <const Options extends Readonly<Record<string, CommandOption>>>(
  spec: CommandSpec<Options>,
): RunCommand => {
  const options: Record<string, CommandOption> = { ...spec.options, help: helpOption };
  return (args, io) =>
    reportingFailures(io, async () => {
      const parsed = parseArgs({ args: [...args], options, allowPositionals: spec.takesArguments === true });
      if (parsed.values["help"] === true) {
        io.stdout(usageOf(spec, options));
        return exitCodes.done;
      }
      // The options have just been parsed by the same table that the type is made from.
      return spec.work({ values: parsed.values as ValuesOf<Options>, positionals: parsed.positionals }, io);
    });
};

const helpOption: CommandOption = { type: "boolean", short: "h", about: "shows this" };

const usageOf = (
  { usage, about }: Pick<CommandSpec<Record<string, CommandOption>>, "usage" | "about">,
  options: Readonly<Record<string, CommandOption>>,
): string => {
  const names = Object.entries(options).map(([name, { value, short }]) =>
    [short === undefined ? "" : `-${short}, `, `--${name}`, value === undefined ? "" : ` ${value}`].join(""),
  );
  const width = Math.max(...names.map((name) => name.length));
  const lines = Object.values(options).map(
    ({ about: meaning }, index) => `  ${(names[index] ?? "").padEnd(width)}  ${meaning}`,
  );
  return `${usage.map((way, index) => `${index === 0 ? "Usage: " : "       "}${way}`).join("\n")}\n\n${about}\n\n${lines.join("\n")}\n`;
};

/**
 * Does a command's work; a failure meant for people, or a wrong option, becomes a line on stderr and an exit code.
 * Anything else is a bug in this program and keeps its stack trace.
 */
export const reportingFailures = async (io: CommandIo, work: () => Promise<number>): Promise<number> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CommandError) {
      io.stderr(`${terminalLines(error.message)}\n`);
      return error.exitCode;
    }
    if (isArgumentError(error)) {
      io.stderr(
        `Failed to read the arguments: ${terminalText(withoutHint(error.message))}. --help shows what there is.\n`,
      );
      return exitCodes.usage;
    }
    throw error;
  }
};

const isArgumentError = (error: unknown): error is Error =>
  error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_");

/** parseArgs explains at length how to pass a positional that begins with a dash, which none of ours does. */
const withoutHint = (message: string): string => (message.split(". To specify")[0] ?? message).replace(/\.$/, "");
