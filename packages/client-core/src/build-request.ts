import { createFinalURL } from "openapi-fetch";
import type { Operation } from "./api-descriptor.ts";
import type { Connection } from "./connection.ts";

/** A request as `fetch` takes it. */
export interface BuiltRequest {
  readonly url: string;
  readonly init: RequestInit;
}

/** What a call sends: its parameters by name, and its body. */
export interface OperationInput {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/**
 * The seam to openapi-fetch, which puts the address together. Its parameters are not taken from it, for it sends
 * `%7Bid%7D` for a missing one and climbs to another path for `..`; nor is its client, which follows redirects.
 *
 * @throws Error for input that cannot be sent.
 */
export const buildRequest = (
  { api, baseUrl }: Connection,
  { method, path, parameters, hasBody }: Operation,
  input: OperationInput,
  secret: string,
): BuiltRequest => {
  const headers: Record<string, string> = { accept: "application/json" };
  const query: string[] = [];
  const place = {
    path: (name: string, value: unknown): void => {
      if (!isSegment(value)) throw new TypeError(`${name} cannot be "${value}"`);
      finalPath = finalPath.replace(`{${name}}`, encodeURIComponent(value));
    },
    query: (name: string, value: unknown): void => {
      for (const item of [value].flat()) query.push(`${name}=${encodeURIComponent(`${item}`)}`);
    },
    header: (name: string, value: unknown): void => {
      headers[name] = checkHeader(`${value}`, name);
    },
  };
  let finalPath = path;
  for (const { name, in: target, required } of parameters) {
    const value = input.parameters[name] ?? undefined;
    if (value !== undefined) place[target](name, value);
    else if (required) throw new TypeError(`${name} is missing`);
  }
  if (api.key) place[api.key.in](api.key.name, (api.key.prefix ?? "") + secret);
  const body = hasBody ? JSON.stringify(input.body) : undefined;
  if (body !== undefined) headers["content-type"] = "application/json";
  const params = { path: {}, query: {} };
  return {
    url: createFinalURL(finalPath, {
      baseUrl,
      params,
      pathSerializer: (url) => url,
      querySerializer: () => query.join("&"),
    }),
    init: { method: method.toUpperCase(), redirect: "manual", headers, ...(body !== undefined && { body }) },
  };
};

/** Whether a path parameter stays in its place: nothing, `.` and `..` lead to another path than the operation's. */
export const isSegment = (value: unknown): value is string | number =>
  typeof value === "number" || (typeof value === "string" && !/^\.{0,2}$/.test(value));

/** @throws TypeError for what `fetch` would refuse, with the whole value in its message. */
export const checkHeader = (value: string, name: string): string => {
  if (/[^\t\x20-\x7e]/.test(value)) throw new TypeError(`${name} has a character that no header can carry`);
  return value;
};
