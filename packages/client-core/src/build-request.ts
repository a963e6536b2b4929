import { createFinalURL, createQuerySerializer, defaultPathSerializer } from "openapi-fetch";
import type { ApiDescriptor, Operation, Parameter } from "./api-descriptor.ts";
import type { OperationInput } from "./operation-input.ts";

/** A request as `fetch` takes it. */
export interface BuiltRequest {
  readonly url: string;
  readonly init: {
    readonly method: string;
    readonly redirect: "manual";
    readonly headers: Record<string, string>;
    readonly body?: string;
  };
}

interface Target {
  readonly api: ApiDescriptor;
  readonly baseUrl: string;
  readonly operation: Operation;
  readonly secret: string;
}

/**
 * The seam to openapi-fetch, which writes parameters into the address. Its own `createClient` is not used: it follows
 * redirects, loses the text of a broken body, and takes HTML for an exception.
 *
 * @throws Error for input that cannot be sent.
 */
export const buildRequest = ({ api, baseUrl, operation, secret }: Target, input: OperationInput): BuiltRequest => {
  const params: Record<Parameter["in"], Record<string, unknown>> = { path: {}, query: {}, header: {} };
  for (const parameter of operation.parameters) {
    const value = input.parameters[parameter.name];
    if (value !== undefined && value !== null) params[parameter.in][parameter.name] = value;
    if (parameter.in === "path") checkSegment(parameter.name, value);
    else if (parameter.required && params[parameter.in][parameter.name] === undefined)
      throw new TypeError(`the parameter "${parameter.name}" is missing`);
  }
  const headers: Record<string, string> = { accept: "application/json" };
  for (const [name, value] of Object.entries(params.header)) headers[name] = headerText(name, String(value));
  const { key } = api;
  if (key?.in === "query") params.query[key.name] = secret;
  else if (key !== undefined) headers[key.name] = (key.prefix ?? "") + secret;
  const body = operation.hasBody && input.body !== undefined ? JSON.stringify(input.body) : undefined;
  if (body !== undefined) headers["content-type"] = "application/json";
  return {
    url: createFinalURL(operation.path, { baseUrl, params, querySerializer, pathSerializer: defaultPathSerializer }),
    init: { method: operation.method.toUpperCase(), redirect: "manual", headers, ...(body !== undefined && { body }) },
  };
};

const querySerializer = createQuerySerializer();

/** @throws TypeError for a path parameter that would lead to another path than the operation's. */
export const checkSegment = (name: string, value: unknown): void => {
  if (typeof value === "number" || (typeof value === "string" && !/^\.{0,2}$/.test(value))) return;
  throw new TypeError(
    `the path parameter "${name}" is ${typeof value === "string" ? `"${value}"` : "missing or no text"}`,
  );
};

const headerText = (name: string, value: string): string => {
  if (/[^\t\x20-\x7e]/.test(value))
    throw new TypeError(`the header parameter "${name}" has a character that no header can carry`);
  return value;
};
