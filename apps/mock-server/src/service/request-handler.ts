import { type AuthResult, wantsKey } from "../response/authorize.ts";
import type { MockRequest } from "../mock-request.ts";
import type { Operation } from "../document/operation.ts";
import { respondToCreate } from "./respond-to-create.ts";
import { respondToOther } from "./respond-to-other.ts";
import { respondToPoll } from "./respond-to-poll.ts";
import type { ApiContext } from "./context.ts";
import { createMatcher } from "./matcher.ts";
import type { ReadRequest } from "./parse-request.ts";
import { refuseKey, refuseMockHeader, refuseRequest, refuseRoute } from "./refuse.ts";
import type { ServiceResponse } from "./service-response.ts";

/** Responds to a request that has been let in. */
export type RequestHandler = (request: MockRequest, poll: ReadRequest, auth: AuthResult) => Promise<ServiceResponse>;

/** Responds to requests that have been let in: jobs by their lifecycles, everything else by the document. */
export const createRequestHandler = (context: ApiContext): RequestHandler => {
  const { api, engine, shared } = context;
  const match = createMatcher(engine, { jobs: api.jobs, book: shared.book, validates: shared.validatesRequests });
  return async ({ method, target, headers, body }, read, auth) => {
    const { preferences, trouble, request, chosen, fault, base } = read;
    if (trouble?.of === "mock") return refuseMockHeader(trouble.reason);
    // What it is for can be told although its body cannot be read.
    const matched = await match(`${method} ${target}`, trouble === undefined ? request : { ...request, body: {} });
    if (matched.is === "unrouted") return refuseRoute(context, request, matched.response);
    const { operation } = matched;
    if (auth.key === undefined && wantsKey(operation)) return refuseKey(context, auth.hasKey, operation);
    if (trouble !== undefined) return refuseRequest(context, { operation, reasons: [trouble.reason] }, [400, 422]);
    const wrongType =
      body === "" || !shared.validatesRequests ? undefined : wrongTypeOf(operation, headers["content-type"]);
    if (wrongType !== undefined) return refuseRequest(context, { operation, reasons: [wrongType] }, [415, 400, 422]);
    if (matched.is === "refused") return refuseRequest(context, matched, [422, 400]);
    const choices = { ...(chosen !== undefined && { chosen }), ...(fault !== undefined && { fault }) };
    const create = api.creates.get(operation);
    if (preferences === undefined && acceptsJson(headers.accept)) {
      if (matched.is === "poll") return respondToPoll({ ...matched, ...choices, base }, context);
      if (create !== undefined) {
        const count = (shared.creates.get(api.name) ?? 0) + 1;
        shared.creates.set(api.name, count);
        return respondToCreate({ operation, create, request, base, count, ...choices }, context);
      }
    }
    return respondToOther(
      { operation, request, base, ...(preferences && { preferences }), ...(fault && { fault }) },
      context,
    );
  };
};

const wrongTypeOf = ({ bodyTypes }: Operation, given: string = ""): string | undefined => {
  const type = given.split(";")[0]?.trim().toLowerCase() ?? "";
  if (bodyTypes.length === 0 || bodyTypes.some((wanted) => isOfType(type, wanted.toLowerCase()))) return undefined;
  const said = type === "" ? "there is no content type" : `the content type is ${type}`;
  return `${said}; send ${bodyTypes.join(" or ")}`;
};

const isOfType = (type: string, wanted: string): boolean => {
  const [essence = ""] = wanted.split(";");
  if (essence === "*/*" || essence === type) return true;
  if (essence.endsWith("/*")) return type.startsWith(essence.slice(0, -1));
  return essence.endsWith("json") && /^application\/(?:[\w.-]+\+)?json$/.test(type);
};

// Whoever wants something else than JSON gets the engine's negotiation.
const acceptsJson = (accept: string | undefined): boolean =>
  accept === undefined || accept === "" || /json|\*\/\*|application\/\*/i.test(accept);
