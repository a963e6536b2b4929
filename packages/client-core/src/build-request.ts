import { isId } from "@genwait/lifecycle";
import type { ApiDescriptor, Operation } from "./api-descriptor.ts";
import type { NamedParameters } from "./client-options.ts";

/** What a call sends: its parameters by name, and its body. */
export type OperationInput = readonly [parameters: NamedParameters, body?: unknown];

/**
 * The address and the options that `fetch` takes for an operation: its path with the parameters in their places, the key, and
 * the body as JSON.
 *
 * @throws Error for input that cannot be sent.
 */
export const buildRequest = (
  baseUrl: string,
  key: ApiDescriptor["key"],
  { method, path, parameters }: Operation,
  [given, body]: OperationInput,
  secret: string,
): readonly [url: string, init: RequestInit] => {
  const headers: Record<string, string> = { accept: "application/json" };
  const init: RequestInit = { method, redirect: "manual", headers };
  // Every other part of a path is the name of a parameter.
  const parts = path.split(/[{}]/).map((part, index) => (index % 2 ? segment(given[part], part) : part));
  let url = baseUrl + parts.join("");
  if (parameters) url = parameters.put(url, headers, parameters.list, given);
  if (key?.in === "query") url = key.put(url, headers, [key], { [key.name]: secret });
  else if (key) headers[key.name] = (key.prefix ?? "") + secret;
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    headers["content-type"] = "application/json";
  }
  return [url, init];
};

// A missing one would be sent as `undefined`, and `..` climbs to another path.
const segment = (value: unknown, name: string): string => {
  if (isSegment(value)) return encodeURIComponent(value);
  throw new TypeError(`${name} ${value == null ? "is missing" : `cannot be "${value}"`}`);
};

/** Whether a path parameter stays in its place: nothing, `.` and `..` lead to another path than the operation's. */
export const isSegment = (value: unknown): value is string | number => isId(value) && !/^\.\.?$/.test(`${value}`);

/** @throws TypeError for what `fetch` would refuse, with the whole value in its message. */
export const checkHeader = (value: string, name: string): string => {
  if (/[^\t\x20-\x7e]/.test(value)) throw new TypeError(`${name} has a character that no header can carry`);
  return value;
};
