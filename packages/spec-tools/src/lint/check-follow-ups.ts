import { pointerTokens, type XJob, type XWebhook } from "@genwait/lifecycle";

import { type DeclaredJob, jsonSchemasOf, readResponsesOf, responsesOf } from "../openapi/jobs.ts";
import type { JobCalls } from "../openapi/job-calls.ts";
import { type Json, memberOf, objectAt } from "../openapi/json.ts";
import { methods } from "../openapi/operations.ts";
import type { Resolve } from "../openapi/references.ts";
import { placesAt } from "../openapi/schema-places.ts";
import { pointerFault, suggest } from "./nearest.ts";
import type { Fault } from "./problem.ts";

/** What is declared of a job beside its state makes sense: how it is cancelled, how long its results are good, what it logs, how it tells of itself. */
export const checkFollowUps = (calls: JobCalls, resolve: Resolve): readonly Fault[] => [
  ...checkExpiry(calls),
  ...checkOutputWords(calls.job),
  ...checkTypes(calls.job, resolve),
  ...checkWebhook(calls, resolve),
];

/** Whether a response can say that a job was cancelled. */
export const tellsCancelled = ({ state, output = [] }: XJob): boolean =>
  (state?.values?.cancelled ?? []).length > 0 ||
  (state?.rules ?? []).some(({ is }) => is === "cancelled") ||
  [output].flat().some(({ failed = [] }) => failed.some(({ is }) => is === "cancelled"));

const checkExpiry = ({ job: { declaration, tokens } }: JobCalls): readonly Fault[] => {
  const { expires } = declaration;
  if (expires === undefined || expires.after !== undefined || expires.at !== undefined) return [];
  return [
    {
      tokens: [...tokens, "expires"],
      message: "nothing says how long results are good",
      fix: "Write after: <a time>, or at: <where the response says until when>.",
    },
  ];
};

/** An output is fetched of a job that has succeeded; files in it need it. */
const checkOutputWords = ({ declaration, tokens }: DeclaredJob): readonly Fault[] => {
  const { output, files = [] } = declaration;
  return files.flatMap(({ of }, index) =>
    of !== "output" || output !== undefined
      ? []
      : [
          {
            tokens: [...tokens, "files", `${index}`, "of"],
            message: "a file stands in the output, and no output is declared",
            fix: "Declare output: { link: <name> }, or leave this out.",
          },
        ],
  );
};

/** A queue's place is a number, and logs are what they are said to be. */
const checkTypes = (job: DeclaredJob, resolve: Resolve): readonly Fault[] => {
  const { queue, logs } = job.declaration;
  const roots = readResponsesOf(job, responsesOf(job.status.operation, resolve)).flatMap(({ schemas }) => schemas);
  const typesAt = (pointer: string): ReadonlySet<Json> => {
    const places = placesAt(roots, pointerTokens(pointer), resolve);
    const types = places.is === "lost" ? [] : places.schemas.flatMap(({ type = [] }) => type);
    return new Set(types.filter((type) => type !== "null"));
  };
  const faults: Fault[] = [];
  const fault = (way: readonly string[], message: string, fix: string): void => {
    faults.push({ tokens: [...job.tokens, ...way], message, fix });
  };
  if (queue !== undefined && !hasOneOf(typesAt(queue.at), ["integer", "number"]))
    fault(["queue", "at"], `${queue.at} is no number, and a place in a queue is`, "Point at the number.");
  if (logs === undefined) return faults;
  const types = typesAt(logs.at);
  const wanted = logs.as === "lines" ? "array" : "string";
  const other = logs.as === "lines" ? "text" : "lines";
  if (!hasOneOf(types, [wanted])) {
    const is = types.has("array") ? "a list" : types.has("string") ? "a text" : "neither a list nor a text";
    const isOther = types.has(other === "text" ? "string" : "array");
    fault(["logs", "as"], `${logs.at} is ${is}`, isOther ? `Write as: ${other}.` : "Point at the logs.");
  } else if (logs.as === "lines" && logs.message === undefined && !hasOneOf(typesAt(`${logs.at}/0`), ["string"]))
    fault(["logs"], `an entry of ${logs.at} is no text`, "Say where its text stands: message: /<pointer>.");
  else if (logs.as === "text" && logs.message !== undefined)
    fault(["logs", "message"], "one text has no entries", "Leave it out.");
  return faults;
};

/** Whether a place may hold one of these; a schema without a type may hold anything, and is told of elsewhere. */
const hasOneOf = (types: ReadonlySet<Json>, wanted: readonly string[]): boolean =>
  types.size === 0 || wanted.some((type) => types.has(type));

const checkWebhook = ({ job, starts }: JobCalls, resolve: Resolve): readonly Fault[] => {
  const { webhook } = job.declaration;
  if (webhook === undefined) return [];
  const tokens = [...job.tokens, "webhook"];
  return [...checkCallback(webhook, { job, starts, resolve, tokens }), ...checkSigned(webhook, tokens)];
};

interface WebhookScope extends Pick<JobCalls, "job" | "starts"> {
  readonly resolve: Resolve;
  readonly tokens: readonly string[];
}

/** The callback is one of a create, and its request has the id where it is said to be. */
const checkCallback = (
  { callback, job: place }: XWebhook,
  { job, starts, resolve, tokens }: WebhookScope,
): readonly Fault[] => {
  if (callback === undefined) return [];
  const callbacks = starts.map(({ create }) => objectAt(create.operation, "callbacks"));
  const names = [...new Set(callbacks.flatMap((found) => Object.keys(found)))];
  if (!names.includes(callback)) {
    return [
      {
        tokens: [...tokens, "callback"],
        message: `no create of a ${job.name} has a callback ${callback}`,
        fix:
          suggest(callback, names) ||
          "Leave it out where webhooks are set up for a whole account; or add the callback to the create in the overlay.",
      },
    ];
  }
  const [, pointer] = /^\$request\.body#(.+)$/.exec(place) ?? [];
  if (pointer === undefined) return [];
  const requests = callbacks.flatMap((found) =>
    Object.values(resolve(memberOf(found, callback))).flatMap((item) =>
      methods.flatMap((method) => {
        const operation = memberOf(resolve(item), method);
        return operation === undefined ? [] : jsonSchemasOf(resolve(memberOf(operation, "requestBody")), resolve);
      }),
    ),
  );
  const fault = pointerFault(placesAt(requests, pointerTokens(pointer), resolve), {
    pointer,
    where: `the body of the callback ${callback}`,
  });
  return fault === undefined ? [] : [{ tokens: [...tokens, "job"], ...fault }];
};

/** What is hashed has the body in it, and every $word is one that there is. */
const checkSigned = ({ verify }: XWebhook, tokens: readonly string[]): readonly Fault[] => {
  if (verify.scheme !== "hmac") return [];
  const { signed = ["$body"], timestamp } = verify;
  const at = [...tokens, "verify", "signed"];
  const faults: Fault[] = [];
  for (const [index, text] of signed.entries()) {
    if (!text.startsWith("$") || /^\$(?:body|timestamp|request\.header\.[A-Za-z0-9-]+)$/.test(text)) continue;
    const fix = "Use $body, $timestamp or $request.header.<name>; a text that begins with $ cannot stand for itself.";
    faults.push({ tokens: [...at, `${index}`], message: `${JSON.stringify(text)} is nothing of a webhook's`, fix });
  }
  if (!signed.includes("$body"))
    faults.push({ tokens: at, message: "what is signed leaves out the body", fix: "Add $body where it stands." });
  if (signed.includes("$timestamp") && timestamp === undefined)
    faults.push({
      tokens: [...tokens, "verify"],
      message: "a time is signed, and nothing says which header has it",
      fix: "Write timestamp: { header: <name>, toleranceSeconds: 300 }.",
    });
  const isSigned = (header: string): boolean =>
    signed.some((text) => [`$request.header.${header}`.toLowerCase(), "$timestamp"].includes(text.toLowerCase()));
  if (timestamp !== undefined && !isSigned(timestamp.header))
    faults.push({
      tokens: [...tokens, "verify", "timestamp"],
      message: "the time is not signed, so anybody can write another",
      fix: "Add $timestamp to signed where it stands, or leave timestamp out.",
    });
  return faults;
};

/** A job that is cancelled and has no word for it: what a person should look at. */
export const cancelWarnings = (jobs: readonly DeclaredJob[]): readonly Fault[] =>
  jobs.flatMap(({ declaration, status, tokens }) =>
    declaration.cancel?.then !== "cancelled" || tellsCancelled(declaration)
      ? []
      : [
          {
            tokens: [...tokens, "cancel", "then"],
            message: `a cancelled job is said to tell so, and nothing in ${status.id} is read as cancelled`,
            fix: `List the word under state.values.cancelled, or the response under output.failed with is: cancelled; or write then: gone.`,
          },
        ],
  );
