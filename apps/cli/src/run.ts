import type { CliIo, Command, CommandOption } from "./command.ts";
import { cancel } from "./commands/cancel.ts";
import { create } from "./commands/create.ts";
import { demo } from "./commands/demo.ts";
import { mock } from "./commands/mock.ts";
import { status } from "./commands/status.ts";
import { wait } from "./commands/wait.ts";
import { waits } from "./commands/waits.ts";
import { worker } from "./commands/worker.ts";
import { completionScript, shells } from "./completion.ts";
import { type ExitCode, exitCodeMeanings, exitCodeOfError, exitCodes } from "./exit-code.ts";
import { apiNames } from "./load-api.ts";
import { type ParsedOptions, parseOptions } from "./options.ts";
import { terminalText } from "./terminal-text.ts";
import { closest, isUsageError, UsageError } from "./usage-error.ts";

const completion: Command = {
  name: "completion",
  usage: "<bash, zsh or fish>",
  summary: "prints a script that completes the words of genwait in that shell",
  options: [],
  words: () => shells,
  run: async ({ positionals: [name = ""] }, io) => {
    const shell = shells.find((one) => one === name);
    if (shell === undefined)
      throw new UsageError(
        `There is no completion for "${name}". Write ${io.program} completion with one of ${shells.join(", ")}.`,
      );
    return print(completionScript(shell, commands), io);
  },
};

/** Every word that may follow `genwait`; usage, help and completion are made from it. */
export const commands: readonly Command[] = [wait, create, status, cancel, waits, worker, mock, demo, completion];

/** Runs one command line; every failure is a line or two on stderr and a code, never a stack. */
export const run = async (args: readonly string[], io: CliIo): Promise<ExitCode> => {
  try {
    return await runCommand(args, io);
  } catch (error) {
    if (io.signal.aborted && error === io.signal.reason) return exitCodeOfError(error, io.signal);
    io.stderr.write(`${terminalText(error instanceof Error ? error.message : String(error))}\n`);
    return isUsageError(error) ? exitCodes.usage : exitCodes.unreachable;
  }
};

const runCommand = async ([word, ...rest]: readonly string[], io: CliIo): Promise<ExitCode> => {
  if (word === undefined) {
    io.stderr.write(overview(io));
    return exitCodes.usage;
  }
  if (isHelp(word)) return print(rest[0] === undefined ? overview(io) : commandHelp(commandOf(rest).command, io), io);
  if (["version", "--version", "-v", "-V"].includes(word)) return print(`${await version()}\n`, io);
  const { command, rest: words } = commandOf([word, ...rest]);
  const end = words.indexOf("--");
  if (words.slice(0, end < 0 ? words.length : end).some((argument) => argument !== "help" && isHelp(argument)))
    return print(commandHelp(command, io), io);
  return command.run(optionsOf(words, command, io), io);
};

const optionsOf = (words: readonly string[], { name, options }: Command, { program }: CliIo): ParsedOptions => {
  try {
    return parseOptions(words, options);
  } catch (cause) {
    throw isUsageError(cause) ? new UsageError(`${cause.message} See ${program} help ${name}.`, { cause }) : cause;
  }
};

/** The command that the first words name, and the words behind it. */
const commandOf = (
  [word = "", ...rest]: readonly string[],
  known: readonly Command[] = commands,
): { readonly command: Command; readonly rest: readonly string[] } => {
  const command = known.find(({ name }) => name === word);
  if (command === undefined) {
    const names = known.map(({ name }) => name);
    const meant = closest(word, names);
    if (known === commands && meant === undefined && apiNames().includes(word))
      throw new UsageError(`There is no command "${word}": the command comes first, as in wait ${word} <id>.`);
    throw new UsageError(
      `There is no command "${word}". ${meant === undefined ? `There are ${names.join(", ")}.` : `Did you mean ${meant}?`}`,
    );
  }
  const [next] = rest;
  if (command.commands === undefined || next === undefined || next.startsWith("-")) return { command, rest };
  const within = commandOf(rest, command.commands);
  return { ...within, command: { ...within.command, name: `${command.name} ${within.command.name}` } };
};

const isHelp = (word: string): boolean => word === "help" || word === "--help" || word === "-h";

const version = async (): Promise<string> =>
  (await import("../package.json", { with: { type: "json" } })).default.version;

const print = (text: string, io: CliIo): ExitCode => {
  io.stdout.write(text);
  return exitCodes.succeeded;
};

const overview = ({
  program,
}: CliIo): string => `genwait waits for generations, starts them, and mocks the services they run on.

${columns(commands.map((command) => [usageOf(command), command.summary]))}

APIs: ${apiNames().join(", ")}; your own with --client <module, package or folder>, or by name from genwait.config.mjs. Keys come from the environment, as <NAME>_API_KEY; a mock needs none.
Exit codes: ${Object.entries(exitCodeMeanings)
  .map(([code, meaning]) => `${code} ${meaning}`)
  .join(", ")}.
More: ${program} help <command>, ${program} --version
${calledAs(program)}`;

// The columns stay short; whoever copies from them has to know.
const calledAs = (program: string): string => (program === "genwait" ? "" : `Here genwait is called as: ${program}\n`);

const commandHelp = (command: Command, { program }: CliIo): string =>
  [
    usageOf(command),
    command.summary,
    "",
    ...(command.commands === undefined
      ? []
      : [columns(command.commands.map((one) => [`${one.name} ${one.usage}`, one.summary])), ""]),
    ...(command.options.length === 0
      ? []
      : [columns(command.options.map((option) => [optionUsage(option), option.meaning])), ""]),
    calledAs(program),
  ].join("\n");

const usageOf = ({ name, usage }: Command): string => `genwait ${name} ${usage}`;

const optionUsage = ({ name, short, value }: CommandOption): string =>
  `${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;

const columns = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
};
