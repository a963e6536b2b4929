import { terminalLines, terminalText } from "./text/terminal-text.ts";
import { CommandError, type CommandIo, exitCodes } from "./command.ts";

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
      io.stderr(`Failed to read the arguments: ${terminalText(withoutHint(error.message))}.\n`);
      return exitCodes.usage;
    }
    throw error;
  }
};

const isArgumentError = (error: unknown): error is Error =>
  error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_");

/** parseArgs explains at length how to pass a positional that begins with a dash, which none of ours does. */
const withoutHint = (message: string): string => message.split(". To specify")[0] ?? message;
