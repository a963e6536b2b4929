import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { parseDuration } from "@genwait/lifecycle";
import type { CommandOption } from "./command.ts";
import { closest, UsageError } from "./usage-error.ts";

/** The words of a command line, told apart. */
export interface ParsedOptions {
  readonly positionals: readonly string[];
  text(name: string): string | undefined;
  flag(name: string): boolean;
  list(name: string): readonly string[];
  /** Milliseconds. */
  duration(name: string): number | undefined;
  number(name: string, limits: NumberLimits): number | undefined;
}

/** What a number has to be. */
export interface NumberLimits {
  readonly least: number;
  /** @default any */
  readonly most?: number;
  readonly whole?: boolean;
}

/**
 * Reads the arguments of one command.
 *
 * @throws UsageError for an unknown option, a missing value or one that makes no sense.
 */
export const parseOptions = (args: readonly string[], options: readonly CommandOption[]): ParsedOptions => {
  const { values, positionals } = parse(args, options);
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === "string" ? value : undefined;
  };
  // Most likely `--name "$variable"`, of a variable that is not set: nothing shall be done with a default in its place.
  for (const { name } of options)
    if ([values[name]].flat().some((value) => typeof value === "string" && value.trim() === ""))
      throw new UsageError(`--${name} has an empty value. Look at the variable it comes from.`);
  return {
    positionals,
    text,
    flag: (name) => values[name] === true,
    list: (name) => [values[name] ?? []].flat().filter((value) => typeof value === "string"),
    duration: (name) => durationOf(name, text(name)),
    number: (name, limits) => numberOf(name, text(name), limits),
  };
};

const parse = (args: readonly string[], options: readonly CommandOption[]): ReturnType<typeof parseArgs> => {
  const config: ParseArgsOptionsConfig = Object.fromEntries(
    options.map(({ name, short, value, multiple }) => [
      name,
      {
        type: value === undefined ? "boolean" : "string",
        ...(short !== undefined && { short }),
        ...(multiple !== undefined && { multiple }),
      } as const,
    ]),
  );
  try {
    return parseArgs({ args: withNegativeValues(args, options), options: config, allowPositionals: true });
  } catch (cause) {
    throw new UsageError(problemOf(cause, options), { cause });
  }
};

// `--timeout -1s` is a value that makes no sense, and not an option called -1s.
const withNegativeValues = (args: readonly string[], options: readonly CommandOption[]): string[] => {
  const joined: string[] = [];
  for (const arg of args) {
    const before = joined.at(-1) ?? "";
    const takesValue = options.some(({ name, value }) => value !== undefined && before === `--${name}`);
    if (takesValue && !joined.includes("--") && /^-(?:\d|$)/.test(arg)) joined[joined.length - 1] = `${before}=${arg}`;
    else joined.push(arg);
  }
  return joined;
};

const problemOf = (cause: unknown, options: readonly CommandOption[]): string => {
  const message = cause instanceof Error ? cause.message : String(cause);
  const [, unknown] = /^Unknown option '--?([^']+)'/.exec(message) ?? [];
  if (unknown !== undefined) {
    const names = options.map(({ name }) => name);
    const meant = closest(unknown, names);
    const dashes = unknown.length === 1 ? "-" : "--";
    if (meant === undefined && /^(?:api-?)?(?:k|key|token)$/i.test(unknown))
      return `There is no option ${dashes}${unknown}: whoever lists this machine's processes would see the key. Put it into the environment, as <NAME>_API_KEY.`;
    return `There is no option ${dashes}${unknown}.${meant === undefined ? "" : ` Did you mean --${meant}?`}`;
  }
  const [, named = ""] = /--([\w-]+)/.exec(message) ?? [];
  const option = options.find(({ name }) => name === named);
  if (option === undefined) return message.split("\n")[0] ?? message;
  return option.value === undefined
    ? `--${named} takes no value.`
    : `--${named} needs a value: --${named} ${option.value}.`;
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
  { least, most = Number.MAX_SAFE_INTEGER, whole = false }: NumberLimits,
): number | undefined => {
  if (value === undefined) return undefined;
  const number = value.trim() === "" ? Number.NaN : Number(value);
  if (number >= least && number <= most && (!whole || Number.isInteger(number))) return number;
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} up` : `from ${least} to ${most}`;
  throw new UsageError(`--${name} ${value} makes no sense. Give a ${whole ? "whole " : ""}number ${range}.`);
};
