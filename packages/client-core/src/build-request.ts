import { createFinalURL } from "openapi-fetch";
import type { Operation, Parameter } from "./api-descriptor.ts";
import type { NamedParameters } from "./client-options.ts";
import type { Connection } from "./connection.ts";

/** A request as `fetch` takes it. */
export interface BuiltRequest {
  readonly url: string;
  readonly init: RequestInit;
}

/** What a call sends: its parameters by name, and its body. */
export interface OperationInput {
  readonly parameters: NamedParameters;
  readonly body?: unknown;
}

/**
 * The seam to openapi-fetch, which puts the address together. Its parameters are not taken from it, for it sends
 * `%7Bid%7D` for a missing one and climbs to another path for `..`; nor is its client, which follows redirects.
 *
 * @throws Error for input that cannot be sent.
 */
export const buildRequest = (
  { api: { key }, baseUrl }: Connection,
  { method, path, parameters, hasBody }: Operation,
  { parameters: given, body }: OperationInput,
  secret: string,
): BuiltRequest => {
  const headers: Record<string, string> = { accept: "application/json" };
  const query: string[] = [];
  let url = path;
  const put = (place: Parameter["in"], name: string, value: unknown): void => {
    if (place === "header") headers[name] = checkHeader(`${value}`, name);
    else if (place === "query") query.push(...[value].flat().map((item) => `${name}=${encodeURIComponent(`${item}`)}`));
    else if (isSegment(value)) url = url.replace(`{${name}}`, encodeURIComponent(value));
    else throw new TypeError(`${name} cannot be "${value}"`);
  };
  for (const { name, in: place, required } of parameters) {
    const value = given[name];
    if (value != null) put(place, name, value);
    else if (required) throw new TypeError(`${name} is missing`);
  }
  if (key) put(key.in, key.name, (key.prefix ?? "") + secret);
  const init: RequestInit = { method: method.toUpperCase(), redirect: "manual", headers };
  if (hasBody && body !== undefined) {
    init.body = JSON.stringify(body);
    headers["content-type"] = "application/json";
  }
  const querySerializer = (): string => query.join("&");
  return { url: createFinalURL(url, { baseUrl, params: {}, pathSerializer, querySerializer }), init };
};

// The parameters are in their places already.
const pathSerializer = (url: string): string => url;

/** Whether a path parameter stays in its place: nothing, `.` and `..` lead to another path than the operation's. */
export const isSegment = (value: unknown): value is string | number =>
  typeof value === "number" || (typeof value === "string" && !/^\.{0,2}$/.test(value));

/** @throws TypeError for what `fetch` would refuse, with the whole value in its message. */
export const checkHeader = (value: string, name: string): string => {
  if (/[^\t\x20-\x7e]/.test(value)) throw new TypeError(`${name} has a character that no header can carry`);
  return value;
};
