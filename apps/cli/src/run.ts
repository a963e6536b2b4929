import { closest } from "./closest.ts";
import type { CliIo, Command } from "./command.ts";
import { create } from "./commands/create.ts";
import { demo } from "./commands/demo.ts";
import { mock } from "./commands/mock.ts";
import { wait } from "./commands/wait.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { commandHelp, overview } from "./help.ts";
import { isUsageError, UsageError } from "./usage-error.ts";

/** Every word that may follow `genwait`. */
export const commands: Readonly<Record<string, Command>> = { wait, create, mock, demo };

/** Runs one command line; every failure is a line or two on stderr and a code, never a stack. */
export const run = async (args: readonly string[], io: CliIo): Promise<ExitCode> => {
  try {
    return await runCommand(args, io);
  } catch (error) {
    if (io.signal.aborted && error === io.signal.reason) return exitCodes.interrupted;
    io.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return isUsageError(error) ? exitCodes.usage : exitCodes.unreachable;
  }
};

const runCommand = async ([word, ...rest]: readonly string[], io: CliIo): Promise<ExitCode> => {
  if (word === undefined || isHelp(word)) return showHelp(rest[0], word === undefined, io);
  if (word === "--version" || word === "version") return showVersion(io);
  const command = commandOf(word);
  if (rest.some((argument) => argument === "--help" || argument === "-h")) return print(commandHelp(command), io);
  return command.run(rest, io);
};

const commandOf = (word: string): Command => {
  const command = Object.hasOwn(commands, word) ? commands[word] : undefined;
  if (command !== undefined) return command;
  const meant = closest(word, Object.keys(commands));
  throw new UsageError(
    `There is no command "${word}". ${meant === undefined ? `There are ${Object.keys(commands).join(", ")}.` : `Did you mean ${meant}?`}`,
  );
};

const isHelp = (word: string): boolean => word === "help" || word === "--help" || word === "-h";

const showHelp = (word: string | undefined, isMistake: boolean, io: CliIo): ExitCode => {
  const text = word === undefined ? overview(commands) : commandHelp(commandOf(word));
  if (!isMistake) return print(text, io);
  io.stderr.write(text);
  return exitCodes.usage;
};

const showVersion = async (io: CliIo): Promise<ExitCode> => {
  const { default: manifest } = await import("../package.json", { with: { type: "json" } });
  return print(`${manifest.version}\n`, io);
};

const print = (text: string, io: CliIo): ExitCode => {
  io.stdout.write(text);
  return exitCodes.succeeded;
};
