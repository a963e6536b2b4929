import { Ajv } from "ajv";
import { isErrorKind } from "@genwait/lifecycle";

import schema from "./responses.schema.json" with { type: "json" };
import type { CannedResponse, Meaning, ResponseCase } from "./response-case.ts";
import { CommandError } from "../command.ts";
import { isJsonObject, type Json, type JsonObject, listAt, memberOf, objectAt, textAt } from "../openapi/json.ts";
import { parseYaml, readSpecFile, type SpecFile } from "../openapi/yaml-file.ts";
import { type SchemaFault, schemaFaults } from "../lint/schema-faults.ts";

/**
 * Reads the `responses.yaml` of a spec's folder.
 *
 * @throws CommandError that names every entry which is not what the schema asks for
 */
export const readResponses = async (folder: string): Promise<readonly ResponseCase[]> =>
  parseResponses(await readSpecFile(folder, "responses.yaml", "realistic responses and what each means"));

/** The same for a text. */
export const parseResponses = (file: SpecFile): readonly ResponseCase[] => {
  const faults = responsesFaults(file).map(({ message, fix }) => `${message}. ${fix}`);
  if (faults.length > 0) throw new CommandError(`Failed to read ${file.path}:\n  ${faults.join("\n  ")}`);
  const { value } = parseYaml(file);
  return listAt(value, "responses").map((entry) => caseOf(entry, objectAt(value, "ids")));
};

/** Everything that keeps a text from being a `responses.yaml`, each with the entry that it is about. */
export const responsesFaults = (file: SpecFile): readonly SchemaFault[] => {
  const { value } = parseYaml(file);
  const faults = schemaFaults(validate, value).map((fault) => ({
    ...fault,
    message: `${nameOf(value, fault.pointer)}${fault.message}`,
  }));
  return faults.length > 0 ? faults : contradictionsIn(value);
};

const validate = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true }).compile(schema);

const caseOf = (entry: Json, ids: JsonObject): ResponseCase => {
  const job = textAt(entry, "job") ?? "";
  const request = objectAt(entry, "request");
  const source = textAt(entry, "source");
  const expectedItems = request["expectedItems"];
  return {
    name: textAt(entry, "name") ?? "",
    job,
    mark: markOf(textAt(entry, "mark")),
    ...(source !== undefined && { source }),
    request: {
      id: textAt(request, "id") ?? textAt(ids, job) ?? "",
      ...(typeof expectedItems === "number" && { expectedItems }),
    },
    response: cannedOf(objectAt(entry, "response")),
    means: meaningOf(memberOf(entry, "means")),
  };
};

const markOf = (mark: string | undefined): ResponseCase["mark"] =>
  mark === "documented" || mark === "observed" ? mark : "assumed";

const cannedOf = (response: JsonObject): CannedResponse => {
  const body = memberOf(response, "body");
  const type = body === undefined ? "text/plain" : "application/json";
  return {
    status: Number(response["status"]),
    headers: { "content-type": type, ...headersOf(objectAt(response, "headers")) },
    text: body === undefined ? (textAt(response, "text") ?? "") : JSON.stringify(body),
    ...(body !== undefined && { body }),
  };
};

const headersOf = (headers: JsonObject): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

const meaningOf = (means: Json | undefined): Meaning => {
  if (!isMeaning(means))
    throw new TypeError("Failed to read a meaning: the schema let through what is none. Correct the schema.");
  return means;
};

// The schema has checked every member; this tells the compiler.
const isMeaning = (value: Json | undefined): value is Json & Meaning =>
  isJsonObject(value) && (typeof value["phase"] === "string" || isErrorKind(value["error"]));

const nameOf = (value: Json, pointer: string): string => {
  const [, digits, rest = ""] = /^\/responses\/(\d+)(.*)$/.exec(pointer) ?? [];
  if (digits === undefined) return pointer === "" ? "" : `${pointer}: `;
  const name = textAt(listAt(value, "responses")[Number(digits)], "name") ?? `entry ${Number(digits) + 1}`;
  return `"${name}"${rest === "" ? "" : ` ${rest}`}: `;
};

/** What a JSON Schema cannot say about the entries of a `responses.yaml`. */
const contradictionsIn = (file: Json): readonly SchemaFault[] => {
  const seen = new Set<string>();
  return listAt(file, "responses").flatMap((entry, index) => {
    const name = textAt(entry, "name") ?? "";
    const job = textAt(entry, "job") ?? "";
    const isTwin = seen.has(`${job} ${name}`);
    seen.add(`${job} ${name}`);
    const hasId = textAt(objectAt(entry, "request"), "id") ?? textAt(objectAt(file, "ids"), job);
    return [
      ...(isTwin ? [contradiction("another entry of the job has this name", "Rename one.")] : []),
      ...(hasId === undefined
        ? [contradiction("no id is asked for", `Name one in request.id, or for the job "${job}" under ids.`)]
        : []),
      ...ofResponse(objectAt(entry, "response")),
      ...ofMeaning(objectAt(entry, "means")),
    ].map(({ message, fix }) => ({ pointer: `/responses/${index}`, message: `"${name}": ${message}`, fix }));
  });
};

type Contradiction = Pick<SchemaFault, "message" | "fix">;

const contradiction = (message: string, fix: string): Contradiction => ({ message, fix });

const ofResponse = (response: Json): readonly Contradiction[] =>
  memberOf(response, "body") !== undefined && memberOf(response, "text") !== undefined
    ? [contradiction("the response has a body and a text", "Decide for one.")]
    : [];

const ofMeaning = (means: Json): readonly Contradiction[] => {
  const { phase, error, failure } = {
    phase: textAt(means, "phase"),
    error: textAt(means, "error"),
    failure: textAt(means, "failure"),
  };
  return [
    ...(phase !== undefined && error !== undefined
      ? [contradiction("it means a phase and an error", "Decide for one.")]
      : []),
    ...(phase === "failed" && failure === undefined
      ? [contradiction("the job failed, and how is not said", "Add failure.")]
      : []),
    ...(phase !== "failed" && failure !== undefined
      ? [contradiction("only a failed job has a failure", "Leave it out.")]
      : []),
  ];
};
