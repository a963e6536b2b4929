import { type AuthResult, wantsKey } from "../response/authorize.ts";
import type { LogEntry } from "../response/log-entry.ts";
import type { MockRequest } from "../mock-request.ts";
import { respondToCreate } from "./respond-to-create.ts";
import { respondToOther } from "./respond-to-other.ts";
import { respondToPoll } from "./respond-to-poll.ts";
import type { ApiContext } from "./context.ts";
import { createMatcher } from "./matcher.ts";
import type { ReadRequest } from "./parse-request.ts";
import { refuse, refuseTrouble } from "./refuse.ts";
import { fromEngine, type ServiceResponse } from "./service-response.ts";

/** Responds to a request that has been let in. */
export type RequestHandler = (request: MockRequest, poll: ReadRequest, auth: AuthResult) => Promise<ServiceResponse>;

/** Responds to requests that have been let in: jobs by their lifecycles, everything else by the document. */
export const createRequestHandler = (context: ApiContext): RequestHandler => {
  const { api, engine } = context;
  const match = createMatcher(engine, api.jobs);
  let creates = 0;
  return async ({ method, target, headers }, poll, auth) => {
    const { preferences, trouble, request, chosen, fault } = poll;
    if (trouble !== undefined) return refuseTrouble(context, poll, trouble);
    const matched = await match(`${method} ${target}`, request);
    if (matched.is === "refused") return { response: fromEngine(matched.response), logEntry: logEntryOf(matched) };
    const { operation } = matched;
    if (auth.key === undefined && wantsKey(operation)) return refuse(context, { kind: "unauthorized", codes: [401] });
    const choices = { ...(chosen !== undefined && { chosen }), ...(fault !== undefined && { fault }) };
    const create = api.creates.get(operation);
    if (preferences === undefined && acceptsJson(headers.accept)) {
      if (matched.is === "poll") return respondToPoll({ ...matched, ...choices }, context);
      if (create !== undefined)
        return respondToCreate({ operation, create, request, count: ++creates, ...choices }, context);
    }
    return respondToOther(
      { operation, request, ...(preferences && { preferences }), ...(fault && { fault }) },
      context,
    );
  };
};

const logEntryOf = ({
  operation,
  response,
}: {
  readonly operation?: { readonly name: string };
  readonly response: { readonly violations: readonly string[] };
}): LogEntry => ({
  ...(operation !== undefined && { operation: operation.name }),
  ...(response.violations.length > 0 && { violations: response.violations }),
});

// Whoever wants something else than JSON gets the engine's negotiation.
const acceptsJson = (accept: string | undefined): boolean =>
  accept === undefined || accept === "" || /json|\*\/\*|application\/\*/i.test(accept);
