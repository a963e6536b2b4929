import { problemResponse } from "../engine/problem.ts";
import type { EngineRequest, EngineResponse } from "../engine/engine.ts";
import type { Operation } from "../document/operation.ts";
import { type Refusal, refusal } from "../response/refusal.ts";
import type { AuthResult } from "../response/authorize.ts";
import type { ApiContext } from "./context.ts";
import type { Matched } from "./matcher.ts";
import { fromEngine, type ServiceResponse } from "./service-response.ts";

/** Says no before anybody knows what the request is for. */
export const refuse = async (
  { api, responseTemplate }: ApiContext,
  refused: Refusal,
  operation?: Operation,
): Promise<ServiceResponse> => ({
  response: await refusal({ api, id: "", responseTemplate, ...(operation && { operation }) }, refused),
  logEntry: operation === undefined ? {} : { operation: operation.name },
});

/** Says that there is no key, or no good one, and which one is wanted. */
export const refuseKey = async (
  context: ApiContext,
  { hasKey, lackingPrefix }: AuthResult,
  operation?: Operation,
): Promise<ServiceResponse> => {
  const { response, logEntry } = await refuse(context, { kind: "unauthorized", codes: [401] }, operation);
  const { places, challenge } = keyPlaces(operation === undefined ? context.api.operations : [operation]);
  const isAny = context.shared.keys === undefined;
  const missing =
    lackingPrefix === undefined ? "no key" : `nothing before the key says ${JSON.stringify(lackingPrefix)}`;
  const hint = hasKey
    ? `this key is none of those that the mock was given; send one of them as ${places}`
    : `${missing}; send ${places}${isAny ? ", any text" : ", one of the keys that the mock was given"}`;
  const headers = challenge === undefined ? {} : { "www-authenticate": challenge };
  return { response: { ...response, headers: { ...response.headers, ...headers } }, logEntry: { ...logEntry, hint } };
};

const keyPlaces = (operations: readonly Operation[]): { readonly places: string; readonly challenge?: string } => {
  const schemes = operations.flatMap(({ security }) => security.flat());
  const places = schemes.map((scheme) => {
    if (scheme.type !== "apiKey")
      return `authorization: ${scheme.type === "http" ? wordOf(scheme.scheme) : "bearer"} <key>`;
    if (scheme.prefix !== undefined) return `${scheme.name}: ${scheme.prefix}<key>`;
    return scheme.in === "header" ? scheme.name : `the ${scheme.in} parameter ${scheme.name}`;
  });
  const [first] = schemes;
  const challenge =
    first?.type === "http"
      ? `${first.scheme} realm="mock"`
      : first?.type === "apiKey"
        ? `ApiKey name="${first.name}"`
        : undefined;
  return { places: [...new Set(places)].join(" or "), ...(challenge !== undefined && { challenge }) };
};

// Others than the usual ones are written as words: `Token`.
const wordOf = (scheme: string): string =>
  scheme === "bearer" || scheme === "basic" ? scheme : scheme.charAt(0).toUpperCase() + scheme.slice(1);

/** Says that a limit has been reached, and when to come back. */
export const refuseForNow = async (context: ApiContext, waitMs: number): Promise<ServiceResponse> => {
  const { response, logEntry } = await refuse(context, { kind: "rate-limited", codes: [429] });
  return {
    response: { ...response, headers: { ...response.headers, "retry-after": String(Math.ceil(waitMs / 1000)) } },
    logEntry,
  };
};

/** Says what the document has against a request, in the API's own form. */
export const refuseRequest = async (
  { api, responseTemplate }: ApiContext,
  { operation, job, reasons }: Omit<Extract<Matched, { is: "refused" }>, "is">,
  codes: readonly number[],
): Promise<ServiceResponse> => ({
  response: await refusal(
    { api, operation, id: "", responseTemplate, ...(job !== undefined && { job }) },
    { kind: "invalid-request", codes, reasons },
  ),
  logEntry: { operation: operation.name, violations: reasons },
});

/** Says that the mock cannot do what a header for the mock asks for. */
export const refuseMockHeader = (detail: string): ServiceResponse => ({
  response: fromEngine(
    problemResponse({ name: "mock", title: "The mock was asked for something it does not have", status: 400, detail }),
  ),
  logEntry: {},
});

/** Says that a preference cannot be read, as Prism does. */
export const refusePreference = (operation: Operation, reason: string): ServiceResponse => ({
  response: fromEngine(
    problemResponse({
      name: "https://stoplight.io/prism/errors#UNPROCESSABLE_ENTITY",
      title: "Invalid request",
      status: 422,
      detail: `Failed to read what is preferred: ${reason}.`,
    }),
  ),
  logEntry: { operation: operation.name, violations: [reason] },
});

/** Says that no operation has this method and path; where the path is known, which methods it has. */
export const refuseRoute = (
  { api }: ApiContext,
  { path }: EngineRequest,
  response: EngineResponse,
): ServiceResponse => {
  const methods = api.operations.filter((operation) => isOf(operation, path)).map(({ method }) => method.toUpperCase());
  const given = fromEngine(response);
  if (response.status !== 405 || methods.length === 0) return { response: given, logEntry: {} };
  return { response: { ...given, headers: { ...given.headers, allow: methods.join(", ") } }, logEntry: {} };
};

const isOf = ({ path: template }: Operation, path: string): boolean => {
  const [wanted, given] = [template.split("/"), path.split("/")];
  return wanted.length === given.length && wanted.every((part, index) => part.includes("{") || part === given[index]);
};

/** Turns what nobody expected into a response: the server never dies of a request. */
export const guarded = async (work: () => Promise<ServiceResponse>): Promise<ServiceResponse> => {
  try {
    return await work();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return {
      response: fromEngine(problemResponse({ name: "mock", title: "The mock cannot respond", status: 500, detail })),
      logEntry: { violations: [detail] },
    };
  }
};
