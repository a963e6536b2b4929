import { type CallErrorKind, parseDuration } from "@genwait/lifecycle";

import { callFailureAnswer } from "../answer/call-failure-answer.ts";
import { errorAnswer } from "../answer/error-answer.ts";
import type { RawAnswer } from "../answer/raw-answer.ts";
import { refusal } from "../answer/refusal.ts";
import type { Basis } from "../body/basis.ts";
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
  readonly basis: Basis;
  /** The caller's time, for dates. */
  readonly nowMs: number;
  /** The answer that there would be without the fault. */
  readonly genuine: () => Promise<RawAnswer>;
}

/** An answer that may break off, come late, or never. */
export interface Faulty {
  readonly answer: RawAnswer;
  readonly end?: "reset" | "hang";
  /** How many characters of the body are sent. */
  readonly cutAt?: number;
  readonly delayMs?: number;
}

/** Plays a fault. */
export const applyFault = (rule: FaultRule, context: FaultContext): Promise<Faulty> => players[rule.is](rule, context);

type Player = (rule: FaultRule, context: FaultContext) => Promise<Faulty>;

const refused =
  (kind: CallErrorKind, codes: readonly number[]): Player =>
  async (rule, context) => {
    const answer = await refusal(context, {
      kind,
      codes: rule.status === undefined ? codes : [rule.status],
      isExact: rule.status !== undefined,
    });
    return { answer: { ...answer, headers: withRetryAfter(answer.headers, rule, context.nowMs) } };
  };

const silence: RawAnswer = { status: 200, headers: {} };

// Under a code that tells the state, or an error, nobody would miss the body.
const underGoodCode = (answer: RawAnswer): RawAnswer => ({
  ...answer,
  status: answer.status >= 200 && answer.status < 300 ? answer.status : 200,
});

const half = async ({ genuine }: FaultContext): Promise<Faulty & { readonly cutAt: number }> => {
  const answer = await genuine();
  return { answer, cutAt: Math.ceil((answer.text?.length ?? 0) / 2) };
};

const players: Readonly<Record<FaultName, Player>> = {
  "rate-limited": refused("rate-limited", [429]),
  "server-error": async (_, { api, operation, basis }) => ({
    answer: await errorAnswer(api, operation, { status: 500 }, basis),
  }),
  "bad-gateway": async () => ({ answer: { status: 502, headers: {}, mediaType: "text/html", text: gatewayPage } }),
  unavailable: refused("unavailable", [503]),
  latency: async ({ delay = "2s" }, { genuine }) => ({ answer: await genuine(), delayMs: parseDuration(delay) }),
  hang: async () => ({ answer: silence, end: "hang" }),
  reset: async () => ({ answer: silence, end: "reset", cutAt: 0 }),
  "reset-mid-body": async (_, context) => ({ ...(await half(context)), end: "reset" }),
  truncated: async (_, context) => {
    const { answer, cutAt } = await half(context);
    return { answer: underGoodCode({ ...answer, text: answer.text?.slice(0, cutAt) ?? "{" }) };
  },
  html: async () => ({ answer: { status: 200, headers: {}, mediaType: "text/html", text: welcomePage } }),
  "empty-body": async (_, { genuine }) => ({ answer: underGoodCode({ ...(await genuine()), text: "" }) }),
  "unknown-status": async (_, { genuine, job }) => ({ answer: withUnknownStatus(await genuine(), job?.declaration) }),
  "unknown-field": async (_, { genuine }) => ({ answer: withUnknownField(await genuine()) }),
  "error-in-200": async (_, { job, id, basis, genuine }) => {
    const inside =
      job &&
      ((await callFailureAnswer(job, { id, kind: "rejected", basis })) ??
        (await callFailureAnswer(job, { id, basis })));
    const text = JSON.stringify({ error: { message: "The mock was told to answer with an error inside a 200." } });
    return { answer: inside ?? { ...(await genuine()), status: 200, mediaType: "application/json", text } };
  },
  unauthorized: refused("unauthorized", [401]),
  forbidden: refused("forbidden", [403]),
  "no-credits": refused("insufficient-credits", [402]),
  "not-found": refused("not-found", [404]),
};
