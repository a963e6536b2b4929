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
