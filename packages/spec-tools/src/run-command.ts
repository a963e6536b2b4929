import { type CommandIo, type CommandModule, exitCodes } from "./command.ts";
import { reportingFailures } from "./report-failures.ts";

/** A command's name → how to load it. */
export type CommandTable = Readonly<Record<string, () => Promise<CommandModule>>>;

/**
 * Runs the command that the first argument names, with the arguments after it.
 *
 * @returns the exit code; 64 for a command that is none
 */
export const runCommand = async (table: CommandTable, argv: readonly string[], io: CommandIo): Promise<number> => {
  const [name, ...rest] = argv;
  // `pnpm script -- argument` hands the dashes on.
  const args = rest[0] === "--" ? rest.slice(1) : rest;
  const load = name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
  if (load === undefined) {
    const named = name === undefined ? "no command is named" : `there is no command "${name}"`;
    io.stderr(`Failed to run spec-tools: ${named}. Use one of: ${Object.keys(table).join(", ")}.\n`);
    return exitCodes.usage;
  }
  return reportingFailures(io, async () => (await load()).run(args, io));
};
