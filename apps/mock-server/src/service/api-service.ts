import { createAuthorizer } from "../response/authorize.ts";
import { isFileTarget } from "../file/file-address.ts";
import { faultNamed } from "../fault/fault.ts";
import { finalize, preflight } from "../response/finalize.ts";
import type { LogEntry } from "../response/log-entry.ts";
import { seeded } from "../job/seeded.ts";
import type { MockResponse, MockRequest } from "../mock-request.ts";
import { createRequestHandler } from "./request-handler.ts";
import type { ApiContext } from "./context.ts";
import { readRequest } from "./parse-request.ts";
import { guarded, refuseForNow, refuseKey } from "./refuse.ts";
import { respondToFile } from "./respond-to-file.ts";
import { createRequestIds } from "./request-ids.ts";

/** One API: requests in, responses out, as data. */
export type ApiService = (request: MockRequest) => Promise<LoggedResponse>;

/** A response, and what the log wants to know of it. */
export interface LoggedResponse {
  readonly response: MockResponse;
  readonly logEntry: LogEntry;
}

/** Responds for one API: lets in, limits, routes, and lets the job's lifecycle or a fault decide. */
export const createApiService = (context: ApiContext): ApiService => {
  const { api, rateLimiter, shared } = context;
  const authorize = createAuthorizer(api.operations, shared.keys);
  const handle = createRequestHandler(context);
  const requestIds = createRequestIds(api, seeded(shared.seed, api.name, "request"));
  const deprecated = new Set(api.operations.flatMap((operation) => (operation.deprecated ? [operation.name] : [])));
  return async (request) => {
    const { headers } = request;
    if (wantsPage(request)) return toPage;
    if (isFileTarget(request.target)) return respondToFile(request, context, faultNamed(headers["x-mock-fault"]));
    const allowed = request.method === "OPTIONS" ? preflight(headers) : undefined;
    if (allowed !== undefined) return { response: allowed, logEntry: {} };
    const poll = readRequest(request, shared.book);
    const auth = authorize(poll.request);
    const decision = rateLimiter(auth.key ?? "", shared.time.limitsNow());
    const given = await guarded(() => {
      if (!auth.isAdmitted) return refuseKey(context, auth);
      return decision.isOver ? refuseForNow(context, decision.waitMs) : handle(request, poll, auth);
    });
    const { logEntry } = given;
    const response = finalize(given, {
      headers: { ...decision.headers, ...requestIds() },
      isDeprecated: logEntry.operation !== undefined && deprecated.has(logEntry.operation),
      ...(headers.origin !== undefined && { origin: headers.origin }),
    });
    return { response, logEntry };
  };
};

// Somebody opened the address in a browser.
const wantsPage = ({ method, target, headers }: MockRequest): boolean =>
  method === "GET" && target === "/" && headers.accept?.includes("text/html") === true;

const toPage: LoggedResponse = {
  response: {
    status: 302,
    headers: { location: "/_mock/", "content-length": "0" },
    chunks: [],
    end: "close",
    delayMs: 0,
  },
  logEntry: {},
};
