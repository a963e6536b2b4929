import type { Duration } from "./duration.ts";
import type { ErrorKind } from "./error-kinds.ts";
import type { FailureKind, ItemPhase, Phase, StatusKind } from "./job-state.ts";
import type { Rule, Scalar } from "./rules.ts";

/**
 * The lifecycle of a job as an overlay declares it, in the `x-job` extension of a status operation.
 *
 * Pointers are JSON Pointers into the response; inside `items` they are relative to one item. Everything is data:
 * no expression language beyond the predicates of a {@link Rule}.
 *
 * @example
 * ```yaml
 * x-job:
 *   name: generation
 *   id: { request: $request.path.id, response: /generationId }
 *   state: { at: /status, values: { pending: [pending], succeeded: [completed], failed: [failed] }, otherwise: pending }
 *   poll: { every: 5s }
 * ```
 */
export interface XJob {
  /** Unique in the API: the client's method and the command line's `--job`. */
  readonly name: string;
  /** The job that is meant when no name is given. Without one: the only job, or the first that is not deprecated. */
  readonly default?: boolean;
  readonly id: XJobId;
  /** What every status call carries beside the id, by the names of its parameters, `query.logs` where a name alone is ambiguous. */
  readonly parameters?: Readonly<Record<string, Scalar>>;
  /** Responses that say nothing about the job, because the call itself failed inside a 2xx. Looked at before `state`. */
  readonly call?: readonly XCallRule[];
  readonly state?: XState;
  readonly items?: XItems;
  /** Which members exist in which phase of the job. */
  readonly has?: XHas<Phase>;
  /** Where the response of a failed job says why. */
  readonly failure?: XFailure;
  /** A share of the work done, of 1 or of 100; a value outside is ignored. */
  readonly progress?: { readonly at: string; readonly of: 1 | 100 };
  /** The service's own word for what it is doing; `order` is for the mock, which plays the stages one after another. */
  readonly stage?: { readonly at: string; readonly order?: readonly string[] };
  readonly poll?: XPoll;
  readonly rateLimit?: XRateLimit;
  /** How long a job takes, for the mock and the documentation. */
  readonly typicalDuration?: { readonly p50: Duration; readonly p95: Duration };
  /** For the mock: what an unfinished response may look like beside the regular one. */
  readonly pendingAs?: readonly PendingForm[];
  /** Members that are addresses of files, the results of the job. */
  readonly files?: readonly XFile[];
  /** The further operations that give the output of a job whose status says only that the work is over, one after another. */
  readonly output?: XOutput | readonly XOutput[];
  readonly cancel?: XCancel;
  /** How long the results of a job are good. */
  readonly expires?: XExpires;
  /** How many jobs are before this one; a value that is no whole number from 0 on is ignored. */
  readonly queue?: { readonly at: string };
  readonly logs?: XLogs;
  readonly webhook?: XWebhook;
  /** For the mock: members of a response that follow the create or the time where an example stands still, by their pointers; `*` in a pointer means every element of a list. */
  readonly echo?: Readonly<Record<string, XEcho>>;
}

export interface XJobId {
  /** Where the request carries the id: `$request.path.id`, `$request.query.id` or `$request.body#/id`. */
  readonly request: string;
  /** Where the response repeats it; a response about another id is an invalid one. */
  readonly response?: string;
  /** The id has slashes: each of its segments is checked and encoded, the slashes between them are kept. */
  readonly segments?: true;
}

/** An operation that gives the output, or the next thing on the way to it. Called only once the status says that the job has succeeded. */
export interface XOutput {
  /** The name of the Link that leads there: of the status operation's response, or, for a further one, of the response before. */
  readonly link: string;
  /**
   * The responses that say that the job has failed, and why. Nothing else does: any other response outside 2xx is an error of the
   * call. A class of codes (`4XX`) leaves out what speaks of the call, such as 401 or 429.
   */
  readonly failed?: readonly XOutputFailure[];
  /** The responses that say that the output is not ready yet; looked at before `failed`. */
  readonly pending?: readonly Rule[];
}

export interface XOutputFailure extends Rule {
  /** @default "failed" */
  readonly is?: "failed" | FailureWord;
  readonly message?: string;
  readonly code?: string;
}

type FailureWord = Exclude<FailureKind, "error">;

/** How a job is told to stop. */
export interface XCancel {
  /** The name of the Link that leads to the operation, of the create's response or of the status operation's. */
  readonly link: string;
  /** What becomes of a job that was cancelled: its status says so, or the service no longer knows it. */
  readonly then: "cancelled" | "gone";
  /** Sent to a job that is over, the operation deletes its output: such a job is polled first. */
  readonly deletesFinished?: true;
  /** Responses that say that there was nothing left to cancel. */
  readonly tooLate?: readonly Rule[];
}

/** What the work has written so far: `lines` is an array, of texts or of objects; `text` is one text that grows. */
export interface XLogs {
  readonly at: string;
  readonly as: "lines" | "text";
  /** Where the text of a line stands that is an object. */
  readonly message?: string;
}

/** How the service tells that a job is over, and how that can be verified. The job is polled all the same. */
export interface XWebhook {
  /** The callback of the create's OpenAPI `callbacks`; absent where the address is set for a whole account. */
  readonly callback?: string;
  /** Where the request to the webhook has the job's id: `$request.body#/id`, `$request.query.job` or `$request.header.X-Job`. */
  readonly job: string;
  readonly verify: XWebhookVerification;
}

/** How a service proves that a webhook is its own. */
export type XWebhookVerification =
  /** https://github.com/standard-webhooks/standard-webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature`. */
  | { readonly scheme: "standard-webhooks" }
  | XWebhookHmac
  /** A secret of the receiver's that the service sends back as it is. */
  | { readonly scheme: "token"; readonly in: "header" | "query"; readonly name: string }
  /** In a way that cannot be declared, or not at all: what comes is unverified. */
  | { readonly scheme: "undeclared" };

export interface XWebhookHmac {
  readonly scheme: "hmac";
  readonly algorithm: "sha1" | "sha256" | "sha512";
  /** The header that has the signature. */
  readonly header: string;
  /** What stands before the signature, such as `sha256=`. @default nothing */
  readonly prefix?: string;
  readonly encoding: "hex" | "base64";
  /** What is signed, one after another: `$timestamp`, `$body`, `$request.header.<name>`, or a text as it is. @default the body */
  readonly signed?: readonly string[];
  /** The header that has the time of sending, in seconds since 1970, and how old it may be. */
  readonly timestamp?: { readonly header: string; readonly toleranceSeconds: number };
}

export interface XCallRule extends Rule {
  readonly is: ErrorKind;
  readonly message?: string;
  readonly code?: string;
}

export interface XState {
  /** Ordered; the first that matches wins, before the table. Only rules with a `status` predicate look at responses outside 2xx. */
  readonly rules?: readonly XStateRule[];
  readonly at?: string;
  /** The service's words for each kind. Typed scalars: `0` is not `"0"`. */
  readonly values?: Partial<Record<StatusKind, readonly Scalar[]>>;
  /** What a value that is not listed means. */
  readonly otherwise?: "pending" | "failed";
}

export interface XStateRule extends Rule {
  readonly is: StatusKind;
  readonly message?: string;
  readonly code?: string;
}

export interface XItems {
  /** The list; empty, missing and null are `none`. */
  readonly at: string;
  readonly id?: string;
  readonly state: XState;
  readonly has?: XHas<ItemPhase>;
  readonly failure?: XFailure;
  /** What a job without any item is: never terminal unless the service says so. */
  readonly none: "pending" | "failed";
  /** For the mock: how many items a create asks for, the sum of `each` over the list at `at` of the request's body. */
  readonly requested?: { readonly at: string; readonly each?: string; readonly otherwise?: number };
}

export type XHas<P extends string> = Partial<Record<P, XMembers>>;

/** Which members a response has; those that are `present` in a terminal phase are guaranteed fields. */
export interface XMembers {
  readonly present?: readonly string[];
  readonly absent?: readonly string[];
  /** There, but `""`, `[]` or `{}`. */
  readonly empty?: readonly string[];
  /** Response member → member of the create's body that asks for it. */
  readonly whenRequested?: Readonly<Record<string, string>>;
}

/** A member that is the address of a file. */
export interface XFile {
  /** Its pointer; `*` means every element of a list. */
  readonly at: string;
  /** The kind of file, such as `png`: a word, or a runtime expression over the create, such as `$request.body#/exportAs`. @default the extension of the example */
  readonly kind?: string;
  /** In pixels: a number, or a runtime expression over the create. */
  readonly width?: number | string;
  /** In pixels: a number, or a runtime expression over the create. */
  readonly height?: number | string;
  /** Whose response has it. @default "status" */
  readonly of?: "status" | "output";
}

/** One of `after` and `at` says how long. */
export interface XExpires {
  readonly after?: Duration;
  /** The time that `after` counts from, a date in the response. @default the response that told the result */
  readonly from?: string;
  /** The time itself, a date in the response; it beats `after`. */
  readonly at?: string;
  /** What gives new addresses: another poll, nothing, or the operation of the Link of that name. @default "poll" */
  readonly renew?: string;
}

/**
 * What a member says: what the create was sent (a text up to its first line and the schema's `maxLength`), the time of the
 * create, or an id of the example's form that no other job has.
 */
export type XEcho = { readonly from: string } | { readonly now: true } | { readonly new: true };

export interface XFailure {
  readonly message?: string;
  readonly code?: string;
}

export interface XPoll {
  /** Before the first poll. @default 0s */
  readonly first?: Duration;
  /** Between two polls. @default 5s */
  readonly every?: Duration;
  /** The deadline of a wait whose caller names none. @default 10m */
  readonly timeout?: Duration;
  /** How long after its creation a job may be unknown: a 404 is retried for this long. @default 10s */
  readonly notFoundRetry?: Duration;
}

export interface XRateLimit {
  /** The pause after a 429 that names none. */
  readonly tooManyRequests?: Duration;
  readonly limits?: readonly XLimit[];
}

/** When the header `remaining` falls below `below`, polls of one job are `every` apart. */
export interface XLimit {
  readonly remaining: string;
  readonly limit?: string;
  /** The time in which `limit` requests are allowed: what remains is spread over it. */
  readonly window?: Duration;
  readonly below: number;
  readonly every: Duration;
}

export type PendingForm = "empty" | "short" | "missing" | "null" | "unlisted" | "not-found";

/** An error kind that the HTTP code alone does not tell; the entries of `x-errors` at the document's root, first match wins. */
export interface XError {
  readonly status: number;
  readonly at?: string;
  /** Compared without case. */
  readonly contains?: string;
  readonly kind: ErrorKind;
}
