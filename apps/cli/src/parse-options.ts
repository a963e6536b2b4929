import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { parseDuration } from "@genwait/lifecycle";
import { closest } from "./closest.ts";
import { UsageError } from "./usage-error.ts";

/** The words of a command line, told apart. */
export interface ParsedOptions {
  readonly positionals: readonly string[];
  text(name: string): string | undefined;
  flag(name: string): boolean;
  list(name: string): readonly string[];
  /** Milliseconds. */
  duration(name: string): number | undefined;
  number(name: string, limits: { readonly least: number; readonly whole?: boolean }): number | undefined;
}

/**
 * Reads the arguments of one command.
 *
 * @throws UsageError for an unknown option, a missing value or one that makes no sense.
 */
export const parseOptions = (args: readonly string[], options: ParseArgsOptionsConfig): ParsedOptions => {
  const { values, positionals } = parse(args, options);
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === "string" ? value : undefined;
  };
  return {
    positionals,
    text,
    flag: (name) => values[name] === true,
    list: (name) => [values[name] ?? []].flat().filter((value) => typeof value === "string"),
    duration: (name) => durationOf(name, text(name)),
    number: (name, limits) => numberOf(name, text(name), limits),
  };
};

const parse = (args: readonly string[], options: ParseArgsOptionsConfig): ReturnType<typeof parseArgs> => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (cause) {
    throw new UsageError(`${problemOf(cause, options)} See genwait help.`, { cause });
  }
};

const problemOf = (cause: unknown, options: ParseArgsOptionsConfig): string => {
  const message = cause instanceof Error ? cause.message : String(cause);
  const [, unknown] = /^Unknown option '--?([^']+)'/.exec(message) ?? [];
  if (unknown === undefined) return `${message.split(". ")[0] ?? message}.`;
  const meant = closest(unknown, Object.keys(options));
  return `There is no option --${unknown}.${meant === undefined ? "" : ` Did you mean --${meant}?`}`;
};

const durationOf = (name: string, value: string | undefined): number | undefined => {
  if (value === undefined) return undefined;
  try {
    return parseDuration(value);
  } catch (cause) {
    throw new UsageError(`--${name} ${value} is no time. Write 250ms, 5s, 10m or 2h.`, { cause });
  }
};

const numberOf = (
  name: string,
  value: string | undefined,
  { least, whole = false }: { least: number; whole?: boolean },
): number | undefined => {
  if (value === undefined) return undefined;
  const number = value.trim() === "" ? Number.NaN : Number(value);
  if (Number.isFinite(number) && number >= least && (!whole || Number.isInteger(number))) return number;
  throw new UsageError(`--${name} ${value} makes no sense. Give a ${whole ? "whole " : ""}number from ${least} up.`);
};
