import { type Refusal, refusal } from "../response/refusal.ts";
import { problemResponse } from "../engine/problem.ts";
import type { ApiContext } from "./context.ts";
import type { ReadRequest, Trouble } from "./parse-request.ts";
import { fromEngine, type ServiceResponse } from "./service-response.ts";

/** Says no before anybody knows what the request is for. */
export const refuse = async ({ api, responseTemplate }: ApiContext, refused: Refusal): Promise<ServiceResponse> => ({
  response: await refusal({ api, id: "", responseTemplate }, refused),
  logEntry: {},
});

/** Says that a limit has been reached, and when to come back. */
export const refuseForNow = async (context: ApiContext, waitMs: number): Promise<ServiceResponse> => {
  const { response, logEntry } = await refuse(context, { kind: "rate-limited", codes: [429] });
  return {
    response: { ...response, headers: { ...response.headers, "retry-after": String(Math.ceil(waitMs / 1000)) } },
    logEntry,
  };
};

/** Says what is wrong with a request that cannot be read: in the API's own words for its body, in the mock's for the mock's headers. */
export const refuseTrouble = async (
  context: ApiContext,
  { request }: ReadRequest,
  { of, reason }: Trouble,
): Promise<ServiceResponse> => {
  if (of === "mock")
    return {
      response: fromEngine(
        problemResponse({
          name: "mock",
          title: "The mock was asked for something it does not have",
          status: 400,
          detail: reason,
        }),
      ),
      logEntry: {},
    };
  const { api, responseTemplate, engine } = context;
  const match = await engine.match({ ...request, body: {} });
  const { operation } = match;
  if (operation === undefined)
    return { response: match.ok ? { status: 400, headers: {} } : fromEngine(match.response), logEntry: {} };
  const response = await refusal(
    { api, operation, id: "", responseTemplate },
    { kind: "invalid-request", codes: [400, 422] },
  );
  return { response, logEntry: { operation: operation.name, violations: [reason] } };
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
