import { createAuthorizer } from "../answer/authorize.ts";
import { dress, preflight } from "../answer/dress.ts";
import type { Note } from "../answer/note.ts";
import { seeded } from "../life/seeded.ts";
import type { MockAnswer, MockRequest } from "../mock-request.ts";
import { createAnswerAllowed } from "./answer-allowed.ts";
import type { ApiContext } from "./context.ts";
import { readRequest } from "./read-request.ts";
import { guarded, refuse, refuseForNow } from "./refuse.ts";
import { createRequestIds } from "./request-ids.ts";

/** One API: requests in, answers out, as data. */
export type ApiService = (request: MockRequest) => Promise<Answered>;

/** An answer, and what the log wants to know of it. */
export interface Answered {
  readonly answer: MockAnswer;
  readonly note: Note;
}

/** Answers for one API: lets in, limits, routes, and lets the job's life or a fault speak. */
export const createApiService = (context: ApiContext): ApiService => {
  const { api, limiter, shared } = context;
  const authorize = createAuthorizer(api.operations, shared.keys);
  const answerAllowed = createAnswerAllowed(context);
  const requestIds = createRequestIds(api, seeded(shared.seed, api.name, "request"));
  const deprecated = new Set(api.operations.flatMap((operation) => (operation.deprecated ? [operation.name] : [])));
  return async (request) => {
    const { headers } = request;
    const allowed = request.method === "OPTIONS" ? preflight(headers) : undefined;
    if (allowed !== undefined) return { answer: allowed, note: {} };
    const read = readRequest(request, shared.book);
    const pass = authorize(read.request);
    const toll = limiter(pass.key ?? "", shared.time.limitsNow());
    const given = await guarded(() => {
      if (!pass.isAdmitted) return refuse(context, { kind: "unauthorized", codes: [401] });
      return toll.isOver ? refuseForNow(context, toll.waitMs) : answerAllowed(request, read, pass);
    });
    const { note } = given;
    const answer = dress(given, {
      headers: { ...toll.headers, ...requestIds() },
      isDeprecated: note.operation !== undefined && deprecated.has(note.operation),
      ...(headers.origin !== undefined && { origin: headers.origin }),
    });
    return { answer, note };
  };
};
