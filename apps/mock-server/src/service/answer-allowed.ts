import { type Pass, wantsKey } from "../answer/authorize.ts";
import type { Note } from "../answer/note.ts";
import type { MockRequest } from "../mock-request.ts";
import { answerCreate } from "./answer-create.ts";
import { answerOther } from "./answer-other.ts";
import { answerRead } from "./answer-read.ts";
import type { ApiContext } from "./context.ts";
import { createMatcher } from "./matcher.ts";
import type { ReadRequest } from "./read-request.ts";
import { refuse, refuseTrouble } from "./refuse.ts";
import { fromEngine, type ServiceAnswer } from "./service-answer.ts";

/** Answers a request that has been let in. */
export type AnswerAllowed = (request: MockRequest, read: ReadRequest, pass: Pass) => Promise<ServiceAnswer>;

/** Answers requests that have been let in: jobs by their lives, everything else by the document. */
export const createAnswerAllowed = (context: ApiContext): AnswerAllowed => {
  const { api, engine } = context;
  const match = createMatcher(engine, api.jobs);
  let creates = 0;
  return async ({ method, target, headers }, read, pass) => {
    const { preferences, trouble, request, chosen, fault } = read;
    if (trouble !== undefined) return refuseTrouble(context, read, trouble);
    const matched = await match(`${method} ${target}`, request);
    if (matched.is === "refused") return { answer: fromEngine(matched.answer), note: noteOf(matched) };
    const { operation } = matched;
    if (pass.key === undefined && wantsKey(operation)) return refuse(context, { kind: "unauthorized", codes: [401] });
    const wishes = { ...(chosen !== undefined && { chosen }), ...(fault !== undefined && { fault }) };
    const create = api.creates.get(operation);
    if (preferences === undefined && acceptsJson(headers.accept)) {
      if (matched.is === "read") return answerRead({ ...matched, ...wishes }, context);
      if (create !== undefined)
        return answerCreate({ operation, create, request, count: ++creates, ...wishes }, context);
    }
    return answerOther({ operation, request, ...(preferences && { preferences }), ...(fault && { fault }) }, context);
  };
};

const noteOf = ({
  operation,
  answer,
}: {
  readonly operation?: { readonly name: string };
  readonly answer: { readonly violations: readonly string[] };
}): Note => ({
  ...(operation !== undefined && { operation: operation.name }),
  ...(answer.violations.length > 0 && { violations: answer.violations }),
});

// Whoever wants something else than JSON gets the engine's negotiation.
const acceptsJson = (accept: string | undefined): boolean =>
  accept === undefined || accept === "" || /json|\*\/\*|application\/\*/i.test(accept);
