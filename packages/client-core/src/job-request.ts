/*
 * What a call about a job sends. What it holds:
 * - Each value keeps to its place: one that would lead to another path, or that no header can carry, is refused.
 * - At an address that the service gave, constants are added to its query, and nothing else.
 */
import {
  type CallFacts,
  isId,
  type Job,
  readExpression,
  type RequestFacts,
  type Scalar,
  valueOfExpression,
} from "@genwait/lifecycle";
import { defaultPathSerializer } from "openapi-fetch";
import { checkedAddress } from "./addresses.ts";
import type { ApiAddress, ApiOperation, CallParameter, JobCall } from "./api-description.ts";
import type { CallPurpose } from "./caller.ts";
import type { ClientSettings, GivenInit } from "./client-options.ts";
import { isSegment } from "./parameters.ts";

/** A request about a job, ready to be sent. */
export interface JobRequest {
  readonly call: JobCall;
  readonly operation: ApiOperation;
  readonly init: GivenInit;
  readonly purpose: CallPurpose;
  /** What it carries, for the expressions of the Links on its response. */
  readonly facts: RequestFacts;
}

export interface RequestContext {
  readonly settings: ClientSettings;
  /** The call whose response carries the Link, where there was one. */
  readonly before?: CallFacts | undefined;
  /** A checked address that the job carries, for where the call before gives none. */
  readonly carriedAddress?: string | undefined;
}

/** @throws TypeError, in the words of an error's reason, for a value that is missing or cannot be sent. */
export const jobRequest = (
  call: JobCall,
  operation: ApiOperation,
  job: Pick<Job, "id" | "parameters">,
  { settings, before = {}, carriedAddress }: RequestContext,
): JobRequest => {
  const address = givenAddress(call.address, before, settings) ?? carriedAddress;
  const all = call.parameters.flatMap((parameter) => {
    const value = valueOf(parameter, job, before);
    if (value !== undefined && value !== null && isSendable(parameter, value)) return [{ parameter, value }];
    // An address has what the operation's own is made of.
    if (address !== undefined) return [];
    if (value !== undefined && value !== null)
      throw new TypeError(`${operation.id} cannot be called with ${describe(value)} as its ${parameter.name}`);
    if (isRequired(parameter, operation))
      throw new TypeError(`${operation.id} needs ${parameter.name}, and there is none`);
    return [];
  });
  const sent = address === undefined ? all : all.filter(({ parameter }) => "value" in parameter);
  const { body, ...params } = byPlace(sent);
  return {
    call,
    operation,
    init: {
      params,
      ...(Object.keys(body).length > 0 && { body }),
      ...(call.media && { headers: { accept: ["application/json", ...call.media].join(", ") } }),
      ...(address !== undefined && { querySerializer: queryAt(address) }),
    },
    purpose: {
      isResponseHidden: true,
      keepsBytes: call.media !== undefined,
      ...(address === undefined ? withSegments(all) : at(address)),
    },
    facts: factsOf(byPlace(all)),
  };
};

interface SentValue {
  readonly parameter: CallParameter;
  readonly value: Scalar;
}

const valueOf = (
  parameter: CallParameter,
  { id, parameters }: Pick<Job, "id" | "parameters">,
  before: CallFacts,
): unknown => {
  if ("value" in parameter) return parameter.value;
  const { from } = parameter;
  if (from === "$job.id") return id;
  const name = carriedName(parameter);
  if (name !== undefined) return parameters && Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  const expression = readExpression(from);
  return expression && valueOfExpression(expression, before);
};

const carriedPrefix = "$job.parameters.";

/** The name of the job's parameter that a value comes from. */
export const carriedName = (parameter: CallParameter): string | undefined =>
  "from" in parameter && parameter.from.startsWith(carriedPrefix)
    ? parameter.from.slice(carriedPrefix.length)
    : undefined;

/** Whether an operation cannot be called without a value. A member of the body is there because a Link says so. */
export const isRequired = ({ name, in: place }: CallParameter, { parameters = [] }: ApiOperation): boolean =>
  place === "path" ||
  place === "body" ||
  parameters.some(
    (declared) => declared.name === name && declared.in === place && declared.required && declared.value === undefined,
  );

/** Whether a value can stand in its place of a request, and leads nowhere else. */
export const isSendable = (
  { in: place, segments }: CallParameter,
  value: unknown,
): value is string | number | boolean => {
  if (typeof value !== "boolean" && !isId(value)) return false;
  const text = `${value}`;
  if (text.length > longestValue) return false;
  if (place === "path") return segments ? text.split("/").every(isSegment) : isSegment(text);
  return text.isWellFormed() && (place !== "header" || /^[\t\x20-\x7e\x80-\xff]+$/.test(text));
};

// What servers take in an address or a header.
const longestValue = 8000;

const describe = (value: unknown): string =>
  typeof value === "object" ? "an object" : (JSON.stringify(value) ?? "nothing");

const byPlace = (
  sent: readonly SentValue[],
): Readonly<Record<CallParameter["in"], Readonly<Record<string, Scalar>>>> => {
  const membersIn = (place: CallParameter["in"]): Readonly<Record<string, Scalar>> =>
    Object.fromEntries(
      sent.flatMap(({ parameter, value }) => (parameter.in === place ? [[parameter.name, value]] : [])),
    );
  return {
    path: membersIn("path"),
    query: membersIn("query"),
    header: membersIn("header"),
    cookie: membersIn("cookie"),
    body: membersIn("body"),
  };
};

const factsOf = ({ path, query, header, body }: ReturnType<typeof byPlace>): RequestFacts => {
  const headers = new Map(Object.entries(header).map(([name, value]) => [name.toLowerCase(), value]));
  return { path, query, header: (name) => headers.get(name), body };
};

/** The address that a response gives; undefined where it gives none, and the operation's own is meant. */
export const givenAddress = (
  address: ApiAddress | undefined,
  before: CallFacts,
  settings: ClientSettings,
): string | undefined => {
  const expression = readExpression(address?.from);
  const given = expression && valueOfExpression(expression, before);
  return address === undefined || given === undefined || given === null || given === ""
    ? undefined
    : checkedAddress(given, address.hosts, settings);
};

const at = (address: string): Pick<CallPurpose, "writePath" | "keyAt"> => {
  const [keyAt = address] = address.split("?");
  return { writePath: () => keyAt, keyAt };
};

/** The address's own query, as it is, and what is to be sent beside it. */
const queryAt = (address: string): ((query: unknown) => string) => {
  const own = address.split("?").slice(1).join("?");
  const names = new URLSearchParams(own);
  return (query) =>
    [
      ...(own === "" ? [] : [own]),
      ...Object.entries(query ?? {})
        .filter(([name]) => !names.has(name))
        .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(`${value}`)}`),
    ].join("&");
};

/** Writes values that have slashes; each of their segments has been checked. */
const withSegments = (sent: readonly SentValue[]): Pick<CallPurpose, "writePath"> => {
  const segmented = sent.filter(({ parameter }) => parameter.segments);
  if (segmented.length === 0) return {};
  return {
    writePath: (template, parameters) =>
      defaultPathSerializer(
        segmented.reduce(
          (path, { parameter, value }) =>
            path.replace(`{${parameter.name}}`, () => `${value}`.split("/").map(encodeURIComponent).join("/")),
          template,
        ),
        parameters,
      ),
  };
};
