import { readFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { ApiOperation } from "@genwait/client-core";
import { isId, isRecord, type JobParameters, readExpression, valueOfExpression } from "@genwait/lifecycle";
import type { CliIo, CommandOption } from "./command.ts";
import { parameterOption, readPairs } from "./given-jobs.ts";
import { readBytes, readInput } from "./input.ts";
import type { ParsedOptions } from "./options.ts";
import { closest, UsageError } from "./usage-error.ts";

/** What a create is called with. */
export interface CreateInput {
  /** Undefined for a create that takes none. */
  readonly body: unknown;
  readonly params: CreateParameters;
  /** What the job carries of it, where the create itself cannot say. */
  readonly carried: JobParameters;
}

type Place = "path" | "query" | "header" | "cookie";
type CreateParameters = Readonly<Partial<Record<Place, Readonly<Record<string, string>>>>>;

/** The options that say what a create is called with. */
export const inputOptions: readonly CommandOption[] = [
  {
    name: "input",
    value: "<file or ->",
    meaning: "the request's body: JSON, or the bytes themselves where the API takes no JSON",
    completes: "files",
  },
  {
    name: "file",
    value: "<member>=<file>",
    meaning: "a file for a member of a form; may be given several times",
    multiple: true,
    completes: "files",
  },
  parameterOption,
];

/** Reads what a create is called with, all of it before anything is sent. */
export const readCreateInput = async (
  operation: ApiOperation,
  options: ParsedOptions,
  io: CliIo,
): Promise<CreateInput> => {
  const params = parametersOf(operation, options.list("param"));
  const body = await bodyOf(operation, options, io);
  return { body, params, carried: carriedOf(operation, params, body) };
};

const bodyOf = async ({ id, body }: ApiOperation, options: ParsedOptions, io: CliIo): Promise<unknown> => {
  const [input, files] = [options.text("input"), options.list("file")];
  const isForm = body?.media === "multipart/form-data";
  if (files.length > 0 && !isForm) throw new UsageError(`--file is for a form, and ${id} takes none. Use --input.`);
  if (body === undefined) {
    if (input !== undefined) throw new UsageError(`${id} takes no body. Leave out --input.`);
    return undefined;
  }
  if (input === undefined && (!body.required || files.length > 0))
    return files.length > 0 ? formOf({}, files, io) : undefined;
  const isText = isForm || /[/+]json\b/.test(body.media) || body.media === "application/x-www-form-urlencoded";
  const content = isText ? await readInput(input, io) : await readBytes(input, io);
  return files.length > 0 ? formOf(content, files, io) : content;
};

const formOf = async (content: unknown, files: readonly string[], { cwd }: CliIo): Promise<object> => {
  if (!isRecord(content))
    throw new UsageError("--file goes with an object of members. Give one with --input, or none.");
  const members = await Promise.all(
    files.map(async (text) => {
      const [, name = "", path = ""] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
      if (name === "")
        throw new UsageError(`--file ${text} makes no sense. Write a member and its file, such as image=./cat.png.`);
      const bytes = await readFile(resolve(cwd, path)).catch((cause: unknown) => {
        throw new UsageError(
          `Failed to read ${path}: ${cause instanceof Error ? cause.message : String(cause)}. Nothing was started.`,
          { cause },
        );
      });
      return [name, new File([bytes], basename(path))] as const;
    }),
  );
  return { ...content, ...Object.fromEntries(members) };
};

const parametersOf = ({ id, parameters = [] }: ApiOperation, texts: readonly string[]): CreateParameters => {
  const given = readPairs(texts).map(([name, value]) => {
    const meant = parameters.filter((declared) => declared.name === name || `${declared.in}.${declared.name}` === name);
    const [parameter, another] = meant;
    if (parameter !== undefined && another === undefined) return { parameter, value };
    const names = parameters.map((declared) => declared.name);
    const near = closest(name, names);
    const hint =
      another === undefined
        ? names.length === 0
          ? "It has none."
          : near === undefined
            ? `It has ${names.join(", ")}.`
            : `Did you mean ${near}?`
        : `Write ${meant.map((one) => `${one.in}.${one.name}`).join(" or ")}.`;
    throw new UsageError(`${id} has ${another === undefined ? "no" : "more than one"} parameter "${name}". ${hint}`);
  });
  const missing = parameters.filter(
    (declared) =>
      declared.required === true &&
      declared.value === undefined &&
      given.every(({ parameter }) => parameter !== declared),
  );
  if (missing.length > 0)
    throw new UsageError(
      `${id} needs more than its body. Add ${missing.map(({ name }) => `--param ${name}=<value>`).join(" ")}.`,
    );
  return Object.fromEntries(
    (["path", "query", "header", "cookie"] as const).flatMap((place) => {
      const own = given.filter(({ parameter }) => parameter.in === place);
      return own.length === 0
        ? []
        : [[place, Object.fromEntries(own.map(({ parameter, value }) => [parameter.name, value]))]];
    }),
  );
};

/** What the Link carries over from the request itself. */
const carriedOf = ({ starts }: ApiOperation, params: CreateParameters, body: unknown): JobParameters => {
  const { path, query, header } = params;
  const headers = new Map(Object.entries(header ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const facts = { request: { path, query, header: (name: string) => headers.get(name), body } };
  return Object.fromEntries(
    Object.entries(starts?.parameters ?? {}).flatMap(([name, carried]) => {
      const expression = "from" in carried ? readExpression(carried.from) : undefined;
      const value: unknown = "value" in carried ? carried.value : expression && valueOfExpression(expression, facts);
      return isId(value) || typeof value === "boolean" ? [[name, value] as const] : [];
    }),
  );
};
