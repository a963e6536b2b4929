import { type ErrorKind, parseDuration } from "@genwait/lifecycle";

import { callErrorResponse } from "../response/call-error-response.ts";
import { errorResponse } from "../response/error-response.ts";
import type { RawResponse } from "../response/raw-response.ts";
import { refusal } from "../response/refusal.ts";
import type { ResponseTemplate } from "../body/response-template.ts";
import type { ApiModel, JobModel } from "../document/api-model.ts";
import type { Operation } from "../document/operation.ts";
import type { FaultName, FaultRule } from "./fault.ts";
import { gatewayPage, welcomePage } from "./pages.ts";
import { withRetryAfter } from "./retry-after.ts";
import { withUnknownField, withUnknownStatus } from "./spoil.ts";

/** What a fault has to work with. */
export interface FaultContext {
  readonly api: ApiModel;
  readonly operation?: Operation;
  readonly job?: JobModel;
  readonly id: string;
  readonly responseTemplate: ResponseTemplate;
  /** The caller's time, for dates. */
  readonly nowMs: number;
  /** The response that there would be without the fault. */
  readonly genuine: () => Promise<RawResponse>;
}

/** A response that may break off, come late, or never. */
export interface Faulty {
  readonly response: RawResponse;
  readonly end?: "reset" | "hang";
  /** How many characters of the body are sent. */
  readonly cutAt?: number;
  readonly delayMs?: number;
}

/** Plays a fault. */
export const applyFault = (rule: FaultRule, context: FaultContext): Promise<Faulty> => players[rule.is](rule, context);

type Player = (rule: FaultRule, context: FaultContext) => Promise<Faulty>;

const refused =
  (kind: ErrorKind, codes: readonly number[]): Player =>
  async (rule, context) => {
    const response = await refusal(context, {
      kind,
      codes: rule.status === undefined ? codes : [rule.status],
      isExact: rule.status !== undefined,
    });
    return { response: { ...response, headers: withRetryAfter(response.headers, rule, context.nowMs) } };
  };

const silence: RawResponse = { status: 200, headers: {} };

// Under a code that tells the state, or an error, nobody would miss the body.
const underGoodCode = (response: RawResponse): RawResponse => ({
  ...response,
  status: response.status >= 200 && response.status < 300 ? response.status : 200,
});

const withoutBody = ({ bytes: _, ...response }: RawResponse): RawResponse => ({ ...response, text: "" });

const half = async ({ genuine }: FaultContext): Promise<Faulty & { readonly cutAt: number }> => {
  const response = await genuine();
  return { response, cutAt: Math.ceil((response.bytes ?? response.text ?? "").length / 2) };
};

const players: Readonly<Record<FaultName, Player>> = {
  "rate-limited": refused("rate-limited", [429]),
  "server-error": async (_, { api, operation, responseTemplate }) => ({
    response: await errorResponse(api, operation, { status: 500 }, responseTemplate),
  }),
  "bad-gateway": async () => ({ response: { status: 502, headers: {}, mediaType: "text/html", text: gatewayPage } }),
  unavailable: refused("unavailable", [503]),
  latency: async ({ delay = "2s" }, { genuine }) => ({ response: await genuine(), delayMs: parseDuration(delay) }),
  hang: async () => ({ response: silence, end: "hang" }),
  reset: async () => ({ response: silence, end: "reset", cutAt: 0 }),
  "reset-mid-body": async (_, context) => ({ ...(await half(context)), end: "reset" }),
  truncated: async (_, context) => {
    const { response, cutAt } = await half(context);
    const { bytes, text } = response;
    const cut = bytes === undefined ? { text: text?.slice(0, cutAt) ?? "{" } : { bytes: bytes.slice(0, cutAt) };
    return { response: underGoodCode({ ...response, ...cut }) };
  },
  html: async () => ({ response: { status: 200, headers: {}, mediaType: "text/html", text: welcomePage } }),
  "empty-body": async (_, { genuine }) => ({ response: underGoodCode(withoutBody(await genuine())) }),
  "unknown-status": async (_, { genuine, job }) => ({ response: withUnknownStatus(await genuine(), job?.declaration) }),
  "unknown-field": async (_, { genuine }) => ({ response: withUnknownField(await genuine()) }),
  "error-in-200": async (_, { job, id, responseTemplate, genuine }) => {
    const inside =
      job &&
      ((await callErrorResponse(job, { id, kind: "rejected", responseTemplate })) ??
        (await callErrorResponse(job, { id, responseTemplate })));
    const text = JSON.stringify({ error: { message: "The mock was told to respond with an error inside a 200." } });
    return { response: inside ?? { ...(await genuine()), status: 200, mediaType: "application/json", text } };
  },
  unauthorized: refused("unauthorized", [401]),
  forbidden: refused("forbidden", [403]),
  "no-credits": refused("insufficient-credits", [402]),
  "not-found": refused("not-found", [404]),
};
