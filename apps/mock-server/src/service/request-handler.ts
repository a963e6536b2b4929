import { notAcceptable } from "../engine/problem.ts";
import { type AuthResult, wantsKey } from "../response/authorize.ts";
import type { MockRequest } from "../mock-request.ts";
import { isJson, type Operation } from "../document/operation.ts";
import type { JobFollowUp } from "../document/api-model.ts";
import { type RequestParts, valueAt } from "../document/runtime-expression.ts";
import { isFoundByTold } from "./told-jobs.ts";
import { createSegmentReader } from "../document/segments.ts";
import { readForm } from "./read-form.ts";
import { respondToCreate } from "./respond-to-create.ts";
import { respondToFollowUp } from "./respond-to-follow-up.ts";
import { respondToOther } from "./respond-to-other.ts";
import { respondToPoll } from "./respond-to-poll.ts";
import { essenceOf, readRanges } from "../response/media-choice.ts";
import type { ApiContext } from "./context.ts";
import { createMatcher } from "./matcher.ts";
import type { ReadRequest } from "./parse-request.ts";
import { refuseKey, refuseMockHeader, refusePreference, refuseRequest, refuseRoute } from "./refuse.ts";
import { fromEngine, type ServiceResponse } from "./service-response.ts";

/** Responds to a request that has been let in. */
export type RequestHandler = (request: MockRequest, poll: ReadRequest, auth: AuthResult) => Promise<ServiceResponse>;

/** Responds to requests that have been let in: jobs by their lifecycles, everything else by the document. */
export const createRequestHandler = (context: ApiContext): RequestHandler => {
  const { api, engine, shared } = context;
  const match = createMatcher(engine, {
    jobs: api.jobs,
    followUps: api.followUps,
    book: shared.book,
    validates: shared.validatesRequests,
  });
  const readSegments = createSegmentReader(api);
  return async ({ method, target, headers, body }, read, auth) => {
    const { preferences, trouble, chosen, fault, base } = read;
    const request = { ...read.request, path: readSegments(read.request.method, read.request.path) };
    if (trouble?.of === "mock") return refuseMockHeader(trouble.reason);
    // What it is for can be told although its body cannot be read.
    const matched = await match(`${method} ${target}`, trouble === undefined ? request : { ...request, body: {} });
    if (matched.is === "unrouted") return refuseRoute(context, request, matched.response);
    const { operation } = matched;
    if (auth.key === undefined && wantsKey(operation)) return refuseKey(context, auth, operation);
    if (trouble?.of === "prefer") return refusePreference(operation, trouble.reason);
    if (trouble !== undefined) return refuseRequest(context, { operation, reasons: [trouble.reason] }, [400, 422]);
    const wrongType =
      body === "" || !shared.validatesRequests ? undefined : wrongTypeOf(operation, headers["content-type"]);
    if (wrongType !== undefined) return refuseRequest(context, { operation, reasons: [wrongType] }, [415, 400, 422]);
    if (matched.is === "refused") return refuseRequest(context, matched, [422, 400]);
    const choices = { ...(chosen !== undefined && { chosen }), ...(fault !== undefined && { fault }) };
    const create = api.creates.get(operation);
    const accepted = acceptedOf(headers.accept);
    if (accepted.others === "")
      return { response: fromEngine(notAcceptable(headers.accept ?? "")), logEntry: { operation: operation.name } };
    const parts = { ...request, body: readForm(body, headers["content-type"]) ?? request.body };
    if (preferences === undefined && (accepted.json || takesBytes(headers.accept, operation))) {
      if (matched.is === "poll") return respondToPoll({ ...matched, ...choices, base, request: parts }, context);
      const followUps = api.followUps.get(operation);
      if (followUps !== undefined && !isDocumentsOwn(followUps, parts, context))
        return respondToFollowUp({ operation, followUps, request: parts, base, ...choices }, context);
      if (create !== undefined) {
        const count = (shared.creates.get(api.name) ?? 0) + 1;
        shared.creates.set(api.name, count);
        return respondToCreate({ operation, create, request: parts, base, count, ...choices }, context);
      }
    }
    const asked =
      accepted.others === undefined ? request : { ...request, headers: { ...headers, accept: accepted.others } };
    return respondToOther(
      { operation, request: asked, parts, base, ...(preferences && { preferences }), ...(fault && { fault }) },
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

/** What a caller takes. */
interface Accepted {
  readonly json: boolean;
  /** Where JSON is explicitly refused, which the engine does not see: what else is named. */
  readonly others?: string;
}

// Whoever wants something else than JSON gets the engine's negotiation. The closest range decides, and 0 means never.
const acceptedOf = (accept: string = ""): Accepted => {
  if (accept.trim() === "") return { json: true };
  const ranges = readRanges(accept);
  const closest = [isJsonRange, (range: string) => range === "application/*", (range: string) => range === "*/*"]
    .map((isIt) => ranges.filter(({ range }) => isIt(range)))
    .find((found) => found.length > 0);
  if (closest === undefined) return { json: false };
  if (closest.some(({ weight }) => weight > 0)) return { json: true };
  const others = ranges.filter(({ range, weight }) => weight > 0 && !range.includes("*") && !isJsonRange(range));
  return { json: false, others: others.map(({ range }) => range).join(", ") };
};

// What no job has told, and the document shows, is the document's own: such an operation may serve others than jobs.
const isDocumentsOwn = (followUps: readonly JobFollowUp[], request: RequestParts, { told }: ApiContext): boolean =>
  followUps.every(({ followUp }) => {
    const { operation } = followUp;
    const isShown = followUp.request.every(({ place, value }) => {
      const declared = operation.parameters.find(({ in: own, name }) => own === place.in && name === place.at);
      return value.is !== "told" || valueAt(place, request, operation.path) === declared?.example;
    });
    return isFoundByTold(followUp) && isShown && told.find(followUp, request) === undefined;
  });

// Of an operation that gives bytes, whoever names their media type wants what the job gives.
const takesBytes = (accept: string = "", { responses }: Operation): boolean => {
  const types = responses.flatMap(({ code, contents }) => (code.startsWith("2") ? contents : []));
  const ranges = readRanges(accept);
  return types.some(({ mediaType }) =>
    ranges.some(({ range, weight }) => weight > 0 && !isJson(mediaType) && isOfType(essenceOf(mediaType), range)),
  );
};

const isJsonRange = (range: string): boolean => /^application\/(?:[\w.-]+\+)?json$/.test(range);
