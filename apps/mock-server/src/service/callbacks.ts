import type { Clock } from "@genwait/lifecycle";
import { parseDuration, readExpression, resolvePointer, type XWebhook } from "@genwait/lifecycle";

import { schemasAt } from "../document/schema.ts";
import { tellsState } from "../body/tells-state.ts";
import { isLoopback } from "../control/access.ts";
import type { CallbackModel, Operation } from "../document/operation.ts";
import { rawValueAt, type RequestParts } from "../document/runtime-expression.ts";
import { isGone, type JobRecord } from "../job/job-record.ts";
import { setAt } from "../edit-pointer.ts";
import { toldNow } from "../job/expiry.ts";
import { planOf } from "../job/plan.ts";
import { viewAt } from "../job/view.ts";
import { makeId } from "../job/make-id.ts";
import { seeded } from "../job/seeded.ts";
import { parseJson } from "../json.ts";
import type { RequestLog } from "../log/request-log.ts";
import type { RawResponse } from "../response/raw-response.ts";
import type { WebhookManner } from "../scenario/scenario.ts";
import type { ApiContext, Shared } from "./context.ts";
import { signWebhook } from "./webhook-signature.ts";

/** Calls that the mock makes by itself: what a document declares as `callbacks`. */
export interface Callbacks {
  /** Sends those of a call that was accepted; the one that a job names as its webhook waits for the job's end. */
  accepted(call: AcceptedCall, context: ApiContext): void;
  /** Sends nothing any more. */
  close(): void;
}

/** A call that was responded to well. */
export interface AcceptedCall {
  readonly operation: Operation;
  readonly request: RequestParts;
  readonly response: RawResponse;
  /** The job that it started. */
  readonly record?: JobRecord;
  readonly base: string;
}

/** What sending takes. */
export interface CallbackOptions {
  readonly clock: Clock;
  readonly requests: RequestLog;
  /** Where calls may go. */
  readonly reach: "loopback" | "anywhere" | "none";
  readonly fetch: typeof fetch;
  /** What webhooks are signed with. */
  readonly secret: string;
  /** Where webhooks go whose address a service keeps for an account. */
  readonly webhookUrl?: string;
}

/** A call of the mock's own. */
interface OutgoingCall {
  readonly name: string;
  readonly url: string;
  readonly method: string;
  readonly body: string;
  /** By lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Names of headers and query parameters that carry a secret. */
  readonly secrets: ReadonlySet<string>;
}

/** A webhook that waits for its job. */
interface Waiting {
  readonly record: JobRecord;
  readonly context: ApiContext;
  readonly base: string;
  readonly callback: CallbackModel;
  readonly webhook: XWebhook;
  readonly url: string;
  cancel: () => void;
}

/** Sends callbacks, at once or at a job's end, and writes them into the log. */
export const createCallbacks = (options: CallbackOptions): Callbacks => {
  const { clock, requests, reach, fetch: call, secret, webhookUrl } = options;
  const closing = new AbortController();
  const waiting = new Map<JobRecord, Waiting>();
  let isWatching = false;

  const send = async (
    { name, url, method, body, headers, secrets }: OutgoingCall,
    { api, shared }: ApiContext,
  ): Promise<void> => {
    if (reach === "none") return;
    const release = clock.hold();
    const isAllowed =
      URL.canParse(url) && /^https?:/.test(url) && (reach === "anywhere" || isLoopback(new URL(url).host));
    const refusal = `a callback to ${url} is not sent: it leads to another machine, and the mock calls loopback only`;
    const sent = { ...(body !== "" && { "content-type": "application/json" }), ...headers };
    const outcome = isAllowed
      ? await call(url, {
          method,
          redirect: "manual",
          signal: AbortSignal.any([closing.signal, AbortSignal.timeout(patienceMs)]),
          headers: sent,
          ...(body !== "" && { body }),
        }).then(
          async (response) => ({
            status: response.status,
            violations: [],
            text: await response.text().catch(() => ""),
          }),
          (error: unknown) => ({ status: 0, violations: [`a callback to ${url} failed: ${String(error)}`], text: "" }),
        )
      : { status: 0, violations: [refusal], text: "" };
    release();
    const { status, violations, text } = outcome;
    requests.write({
      api: api.name,
      atMs: shared.time.now(),
      callerMs: shared.time.limitsNow(),
      request: { method, target: url, headers: sent, body },
      response: { status, headers: {}, chunks: [text], end: "close", delayMs: 0 },
      logEntry: { operation: `callback ${name}`, kind: "callback", ...(violations.length > 0 && { violations }) },
      secrets,
    });
  };

  const stateNow = async ({ record, context, base }: Waiting, atMs: number): Promise<string> => {
    const view = viewAt(record, atMs, context.shared.seed);
    const told = { base: context.publicUrl ?? base, ...toldNow(record, context.shared.time) };
    return (await context.compose(record, record.job, view, told)).text ?? "";
  };

  // What a poll would be told where the declared body has a place for that, else the document's example with the job's id.
  const bodyAt = async (one: Waiting, atMs: number): Promise<string> => {
    const { record, callback, webhook, context } = one;
    const { kind } = viewAt(record, atMs, context.shared.seed);
    const place = readExpression(webhook.job);
    const example = structuredClone(callback.body);
    const hasPlace = place?.in !== "body" || schemasAt(callback.schema, place.at).length > 0;
    if (example === undefined || !hasPlace || tellsState(callback.schema, record.job.declaration, kind))
      return stateNow(one, atMs);
    return JSON.stringify(place?.in === "body" ? setAt(example, place.at, record.id) : example);
  };

  const transmit = async (one: Waiting, atMs: number, as: "true" | "forged" | "old"): Promise<void> => {
    const { record, callback, webhook, context } = one;
    const { seed, time } = context.shared;
    const body = await bodyAt(one, atMs);
    const place = readExpression(webhook.job);
    const named = place?.in === "header" ? { [place.at]: record.id } : {};
    const proof = signWebhook(webhook.verify, {
      body,
      id: String(makeId("msg_2KWPBgLlAfxd", seeded(seed, record.api, record.id, "webhook"))),
      timestamp: Math.floor(time.callersNow() / 1000) - (as === "old" ? oldSeconds : 0),
      secret: as === "forged" ? forgedSecret : secret,
      headers: named,
    });
    const query = { ...(place?.in === "query" && { [place.at]: record.id }), ...proof.query };
    const token = webhook.verify.scheme === "token" ? [webhook.verify.name.toLowerCase()] : [];
    const url = withQuery(one.url, query);
    const method = callback.method.toUpperCase();
    const headers = { ...named, ...proof.headers };
    await send({ name: callback.name, url, method, body, headers, secrets: new Set(token) }, context);
  };

  // Looked at when its job may be over, and whenever somebody changed the job or the time.
  const look = (one: Waiting): void => {
    one.cancel();
    const { record, context } = one;
    const manner = mannerOf(record);
    const { time, seed, store } = context.shared;
    const { api, job, id, carried } = record;
    if (store.get(api, job.family, id, carried) !== record || isGone(record)) {
      waiting.delete(record);
      return;
    }
    const leftMs = endOf(record, seed) + (manner === "late" ? lateMs : 0) - time.now();
    if (leftMs > 0) {
      const waitMs = Math.ceil(leftMs / time.speed);
      if (Number.isFinite(waitMs)) one.cancel = clock.after(waitMs, () => look(one));
      return;
    }
    waiting.delete(record);
    const as = manner === "old" ? "old" : "true";
    // Time does not pass between the end and its webhook.
    const release = clock.hold();
    const first = transmit(one, time.now(), as);
    void (manner === "twice" ? first.then(() => transmit(one, time.now(), as)) : first).finally(release);
  };

  const watch = ({ changes }: Shared): void => {
    if (isWatching) return;
    isWatching = true;
    changes.subscribe((change) => {
      if (change.of === "job") {
        const one = waiting.get(change.record);
        if (one !== undefined) look(one);
      } else if (change.of === "clock" || change.of === "removed") for (const one of waiting.values()) look(one);
    });
  };

  const expect = (one: Waiting): void => {
    const { record, context } = one;
    const manner = mannerOf(record);
    if (manner === "never") return;
    // A forged one says that the job is over while it is not.
    if (manner === "forged") void transmit(one, endOf(record, context.shared.seed), "forged");
    waiting.set(record, one);
    watch(context.shared);
    look(one);
  };

  return {
    accepted: ({ operation, request, response, record, base }, context) => {
      const webhook = record?.job.declaration.webhook;
      for (const callback of operation.callbacks) {
        const isWebhook = webhook?.callback === callback.name;
        // An address that follows from nothing is the document's example of the account's own.
        const isOfAccount = isWebhook && !callback.url.includes("{$") && webhookUrl !== undefined;
        const url = isOfAccount ? webhookUrl : addressOf(callback, { operation, request, response });
        if (url === "") continue;
        if (record !== undefined && webhook !== undefined && isWebhook) {
          expect({ record, context, base, callback, webhook, url, cancel: () => {} });
          continue;
        }
        const body = callback.body === undefined ? "" : JSON.stringify(callback.body);
        const { name, method } = callback;
        void send({ name, url, method: method.toUpperCase(), body, headers: {}, secrets: new Set() }, context);
      }
      if (record === undefined || webhook === undefined || webhook.callback !== undefined || webhookUrl === undefined)
        return;
      const callback = { name: "webhook", url: webhookUrl, method: "post" };
      expect({ record, context, base, callback, webhook, url: webhookUrl, cancel: () => {} });
    },
    close: () => {
      closing.abort(new Error("The mock was closed."));
      for (const { cancel } of waiting.values()) cancel();
      waiting.clear();
    },
  };
};

const mannerOf = ({ chosen }: JobRecord): WebhookManner => chosen.scenario.webhook ?? "once";

// Older than any service allows.
const oldSeconds = 3600;

// Whoever forges a webhook does not know the secret.
const forgedSecret = `whsec_${Buffer.from("somebody else's secret").toString("base64")}`;

const withQuery = (url: string, query: Readonly<Record<string, string>>): string => {
  if (!URL.canParse(url) || Object.keys(query).length === 0) return url;
  const made = new URL(url);
  for (const [name, value] of Object.entries(query)) made.searchParams.set(name, value);
  return made.href;
};

const patienceMs = 10_000;
const lateMs = parseDuration("30s");

const endOf = (record: JobRecord, seed: string | number): number => {
  const { durationMs } = planOf(record, seed);
  return record.startedAtMs + durationMs;
};

// A template such as `{$request.body#/callbackUrl}?job={$response.body#/id}`; nothing where a part of it is missing.
const addressOf = (
  { url }: CallbackModel,
  { operation, request, response }: Pick<AcceptedCall, "operation" | "request" | "response">,
): string => {
  let isWhole = true;
  const parsed = parseJson(response.text ?? "");
  const address = url.replaceAll(/\{(\$[^}]+)\}/g, (_, expression: string) => {
    const place = readExpression(expression);
    const value =
      place === undefined
        ? undefined
        : place.of === "request"
          ? rawValueAt(place, request, operation.path)
          : place.in === "header"
            ? response.headers[place.at]
            : resolvePointer(parsed.ok ? parsed.value : undefined, place.at);
    if (typeof value !== "string" && typeof value !== "number") isWhole = false;
    return String(value);
  });
  return isWhole ? address : "";
};
