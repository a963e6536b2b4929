import type { Clock } from "@genwait/lifecycle";
import { parseDuration, readExpression, resolvePointer } from "@genwait/lifecycle";

import { isLoopback } from "../control/access.ts";
import type { CallbackModel, Operation } from "../document/operation.ts";
import { rawValueAt, type RequestParts } from "../document/runtime-expression.ts";
import type { JobRecord } from "../job/job-record.ts";
import { toldNow } from "../job/expiry.ts";
import { planOf } from "../job/plan.ts";
import { viewAt } from "../job/view.ts";
import { parseJson } from "../json.ts";
import type { RequestLog } from "../log/request-log.ts";
import type { RawResponse } from "../response/raw-response.ts";
import type { WebhookManner } from "../scenario/scenario.ts";
import type { ApiContext, Shared } from "./context.ts";

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
}

/** A webhook that waits for its job. */
interface Waiting {
  readonly record: JobRecord;
  readonly context: ApiContext;
  readonly base: string;
  readonly send: (body: string) => void;
  readonly manner: WebhookManner;
  cancel: () => void;
}

/** Sends callbacks, at once or at a job's end, and writes them into the log. */
export const createCallbacks = ({ clock, requests, reach, fetch: call }: CallbackOptions): Callbacks => {
  const closing = new AbortController();
  const waiting = new Map<JobRecord, Waiting>();
  let isWatching = false;

  const send = async (
    url: string,
    method: string,
    body: string,
    { api, shared }: ApiContext,
    name: string,
  ): Promise<void> => {
    if (reach === "none") return;
    const release = clock.hold();
    const isAllowed =
      URL.canParse(url) && /^https?:/.test(url) && (reach === "anywhere" || isLoopback(new URL(url).host));
    const refusal = `a callback to ${url} is not sent: it leads to another machine, and the mock calls loopback only`;
    const outcome = isAllowed
      ? await call(url, {
          method,
          redirect: "manual",
          signal: AbortSignal.any([closing.signal, AbortSignal.timeout(patienceMs)]),
          ...(body !== "" && { body, headers: { "content-type": "application/json" } }),
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
      request: { method, target: url, headers: {}, body },
      response: { status, headers: {}, chunks: [text], end: "close", delayMs: 0 },
      logEntry: { operation: `callback ${name}`, kind: "callback", ...(violations.length > 0 && { violations }) },
      secrets: new Set(),
    });
  };

  const bodyNow = async ({ record, context, base }: Waiting, atMs: number): Promise<string> => {
    const view = viewAt(record, atMs, context.shared.seed);
    return (
      (
        await context.compose(record, record.job, view, {
          base: context.publicUrl ?? base,
          ...toldNow(record, context.shared.time),
        })
      ).text ?? ""
    );
  };

  // Looked at when its job may be over, and whenever somebody changed the job or the time.
  const look = (one: Waiting): void => {
    one.cancel();
    const { record, context, manner } = one;
    const { time, seed, store } = context.shared;
    if (store.get(record.api, record.job.family, record.id) !== record) {
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
    void bodyNow(one, time.now()).then((body) => {
      one.send(body);
      if (manner === "twice") one.send(body);
    });
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

  return {
    accepted: ({ operation, request, response, record, base }, context) => {
      for (const callback of operation.callbacks) {
        const url = addressOf(callback, { operation, request, response });
        const transmit = (body: string): void =>
          void send(url, callback.method.toUpperCase(), body, context, callback.name);
        if (url === "") continue;
        if (record === undefined || record.job.declaration.webhook?.callback !== callback.name) {
          transmit(callback.body === undefined ? "" : JSON.stringify(callback.body));
          continue;
        }
        const manner = record.chosen.scenario.webhook ?? "once";
        if (manner === "never") continue;
        const one: Waiting = { record, context, base, send: transmit, manner, cancel: () => {} };
        // A forged one says that the job is over while it is not.
        if (manner === "forged") void bodyNow(one, endOf(record, context.shared.seed)).then(transmit);
        waiting.set(record, one);
        watch(context.shared);
        look(one);
      }
    },
    close: () => {
      closing.abort(new Error("The mock was closed."));
      for (const { cancel } of waiting.values()) cancel();
      waiting.clear();
    },
  };
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
