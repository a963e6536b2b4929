import type { Duration } from "@genwait/lifecycle";

import type { FaultName, FaultRule } from "../fault/fault.ts";
import type { Scenario } from "./scenario.ts";

/** A scenario that needs no file; those with a parameter are made from it. */
export interface BuiltIn {
  readonly name: string;
  readonly describe: string;
  /** What may follow the name: `mock-partial-3`, `mock-slow-90s`. */
  readonly parameter?:
    | { readonly is: "count"; readonly otherwise: string; readonly least: number }
    | { readonly is: "duration"; readonly otherwise: string };
  readonly make: (parameter: string) => Scenario;
}

const webhooks: Readonly<Record<"twice" | "late" | "never" | "forged" | "old", string>> = {
  twice: "sends its webhook twice",
  late: "sends its webhook half a minute late",
  never: "sends no webhook",
  forged: "has its webhook forged at its beginning: untrue, and signed with another secret",
  old: "sends its webhook signed with a time of an hour before",
};

/** Every scenario that needs no file, in the order of the README's table. */
export const builtIns: readonly BuiltIn[] = [
  ends("succeeded", "ends well", { result: "succeeded" }),
  ends("failed", "fails", { result: "failed" }),
  ends("filtered", "ends with its outputs filtered", { result: "filtered" }),
  ends("cancelled", "is cancelled", { result: "cancelled" }),
  ends("expired", "expires", { result: "expired" }),
  {
    name: "partial",
    describe: "ends with that number of outputs, of which the last one fails",
    parameter: { is: "count", otherwise: "4", least: 2 },
    make: (count) => ({ result: "partial", items: Number(count) }),
  },
  {
    name: "items",
    describe: "ends well with that number of outputs",
    parameter: { is: "count", otherwise: "4", least: 0 },
    make: (count) => ({ items: Number(count) }),
  },
  {
    name: "slow",
    describe: "takes this long, then ends well",
    parameter: { is: "duration", otherwise: "10m" },
    make: (duration) => ({ duration: asDuration(duration) }),
  },
  ends("instant", "has ended at the first poll", { duration: "0s" }),
  {
    name: "polls",
    describe: "is pending for this number of polls, then ends well, whatever the time",
    parameter: { is: "count", otherwise: "3", least: 0 },
    make: (count) => ({ polls: Number(count) }),
  },
  ends("never", "never ends", { result: "never" }),
  {
    name: "late",
    describe: "is unknown for this long after its start, then ends well",
    parameter: { is: "duration", otherwise: "3s" },
    make: (duration) => ({ faults: [{ is: "not-found", for: asDuration(duration) }] }),
  },
  ends("bumpy", "meets a 429 with Retry-After, a dropped connection and a gateway's HTML page, then ends well", {
    faults: [
      { is: "rate-limited", on: 2, retryAfter: "1s" },
      { is: "reset", on: 4 },
      { is: "bad-gateway", on: 6 },
    ],
  }),
  ...(["empty", "short", "missing", "null", "unlisted", "not-found"] as const).map((pendingAs) =>
    ends(`pending-as-${pendingAs}`, `shows its unfinished responses as "${pendingAs}"; an assumption`, { pendingAs }),
  ),
  ...faulty("401", "unauthorized", "responds to every poll with 401"),
  ...faulty("no-credits", "no-credits", "responds to every poll in the API's own way that there are no credits"),
  ...faulty("402", "no-credits", "responds to every poll with 402, no credits", { status: 402 }),
  ...faulty("403", "forbidden", "responds to every poll with 403"),
  ...faulty("403-credits", "no-credits", "responds to every poll with 403, no credits", { status: 403 }),
  ...faulty("404", "not-found", "responds to every poll with 404"),
  {
    name: "429",
    describe: "meets a 429 at its second poll, with this Retry-After",
    parameter: { is: "duration", otherwise: "2s" },
    make: (duration) => ({ faults: [{ is: "rate-limited", on: 2, retryAfter: asDuration(duration) }] }),
  },
  ends("429-date", "meets a 429 at its second poll, with a date as Retry-After", {
    faults: [{ is: "rate-limited", on: 2, retryAfter: "2s", retryAfterAs: "date" }],
  }),
  ends("429-bare", "meets a 429 at its second poll, without Retry-After", {
    faults: [{ is: "rate-limited", on: 2, retryAfter: "none" }],
  }),
  ...once("500", "server-error", "meets a 500"),
  ...once("502", "bad-gateway", "meets a 502 with an HTML page"),
  ...once("503", "unavailable", "meets a 503"),
  {
    name: "latency",
    describe: "responds to every poll this late",
    parameter: { is: "duration", otherwise: "2s" },
    make: (duration) => ({ faults: [{ is: "latency", delay: asDuration(duration) }] }),
  },
  ...once("hang", "hang", "never responds"),
  ...once("reset", "reset", "drops the connection before the response"),
  ...once("reset-mid-body", "reset-mid-body", "drops the connection in the middle of the response"),
  ...once("truncated", "truncated", "responds with half a JSON document"),
  ...once("html", "html", "responds with 200 with HTML"),
  ...once("empty-body", "empty-body", "responds with 200 with nothing"),
  ...once("unknown-status", "unknown-status", "responds with a status that is not declared"),
  ...once("unknown-field", "unknown-field", "responds with a member that the document does not have"),
  ...once("error-in-200", "error-in-200", "responds with an error inside a 200"),
  ends("at-once", "is over when its create gets its response", { create: "terminal" }),
  ends("wrong-region", "is known only at the addresses that its create gave", { region: "other" }),
  ends("output-late", "has succeeded, and its output is not ready at the first two calls", { output: "late" }),
  ends("output-failed", "has succeeded by its status, and its output says that it failed", { output: "failed" }),
  ends("too-late", "cannot be cancelled", { cancel: "too-late" }),
  ...(["twice", "late", "never", "forged", "old"] as const).map((webhook) =>
    ends(`webhook-${webhook}`, webhooks[webhook], { webhook }),
  ),
];

// Function declarations, because the table above uses them before this line is reached.
function ends(name: string, describe: string, scenario: Scenario): BuiltIn {
  return { name, describe, make: () => scenario };
}

function faulty(name: string, is: FaultName, describe: string, more: Partial<FaultRule> = {}): readonly BuiltIn[] {
  return [ends(name, describe, { faults: [{ is, ...more }] })];
}

function once(name: string, is: FaultName, describe: string): readonly BuiltIn[] {
  return [ends(name, `${describe} at its second poll, then ends well`, { faults: [{ is, on: 2 }] })];
}

function asDuration(text: string): Duration {
  if (!isDuration(text))
    throw new TypeError(`Failed to read the time "${text}": it is no number with a unit. Write 250ms, 5s, 10m or 2h.`);
  return text;
}

function isDuration(text: string): text is Duration {
  return /^\d+(?:\.\d+)?(?:ms|s|m|h)$/.test(text);
}
