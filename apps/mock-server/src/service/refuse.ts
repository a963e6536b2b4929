import { type Refusal, refusal } from "../answer/refusal.ts";
import { problemAnswer } from "../engine/problem.ts";
import type { ApiContext } from "./context.ts";
import type { ReadRequest, Trouble } from "./read-request.ts";
import { fromEngine, type ServiceAnswer } from "./service-answer.ts";

/** Says no before anybody knows what the request is for. */
export const refuse = async ({ api, basis }: ApiContext, wish: Refusal): Promise<ServiceAnswer> => ({
  answer: await refusal({ api, id: "", basis }, wish),
  note: {},
});

/** Says that a limit has been reached, and when to come back. */
export const refuseForNow = async (context: ApiContext, waitMs: number): Promise<ServiceAnswer> => {
  const { answer, note } = await refuse(context, { kind: "rate-limited", codes: [429] });
  return {
    answer: { ...answer, headers: { ...answer.headers, "retry-after": String(Math.ceil(waitMs / 1000)) } },
    note,
  };
};

/** Says what is wrong with a request that cannot be read: in the API's own words for its body, in the mock's for the mock's headers. */
export const refuseTrouble = async (
  context: ApiContext,
  { request }: ReadRequest,
  { of, reason }: Trouble,
): Promise<ServiceAnswer> => {
  if (of === "mock")
    return {
      answer: fromEngine(
        problemAnswer({
          name: "mock",
          title: "The mock was asked for something it does not have",
          status: 400,
          detail: reason,
        }),
      ),
      note: {},
    };
  const { api, basis, engine } = context;
  const match = await engine.match({ ...request, body: {} });
  const { operation } = match;
  if (operation === undefined)
    return { answer: match.ok ? { status: 400, headers: {} } : fromEngine(match.answer), note: {} };
  const answer = await refusal({ api, operation, id: "", basis }, { kind: "invalid-request", codes: [400, 422] });
  return { answer, note: { operation: operation.name, violations: [reason] } };
};

/** Turns what nobody expected into an answer: the server never dies of a request. */
export const guarded = async (work: () => Promise<ServiceAnswer>): Promise<ServiceAnswer> => {
  try {
    return await work();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return {
      answer: fromEngine(problemAnswer({ name: "mock", title: "The mock cannot answer", status: 500, detail })),
      note: { violations: [detail] },
    };
  }
};
