import { type CommandIo, type CommandModule, exitCodes, reportingFailures } from "./command.ts";

/** A command's name → what it is for, and how to load it. */
export type CommandTable = Readonly<
  Record<string, { readonly about: string; readonly load: () => Promise<CommandModule> }>
>;

/**
 * Runs the command that the first argument names, with the arguments after it.
 *
 * @returns the exit code; 64 for a command that is none
 */
export const runCommand = async (table: CommandTable, argv: readonly string[], io: CommandIo): Promise<number> => {
  const [name, ...rest] = argv;
  // `pnpm script -- argument` hands the dashes on.
  const args = rest[0] === "--" ? rest.slice(1) : rest;
  const found = name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
  if (found !== undefined) return reportingFailures(io, async () => (await found.load()).run(args, io));
  if (name === "--help" || name === "-h") {
    io.stdout(`Usage: spec-tools <command> [<option>...]\n\n${listOf(table)}\n\nEvery command has --help.\n`);
    return exitCodes.done;
  }
  const named = name === undefined ? "no command is named" : `there is no command "${name}"`;
  io.stderr(`Failed to run spec-tools: ${named}. Use one of: ${Object.keys(table).join(", ")}.\n`);
  return exitCodes.usage;
};

const listOf = (table: CommandTable): string => {
  const width = Math.max(...Object.keys(table).map((name) => name.length));
  return Object.entries(table)
    .map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`)
    .join("\n");
};
