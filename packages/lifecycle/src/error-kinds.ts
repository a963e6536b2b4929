/** Why a call failed. It says nothing about the job: how a job ended is data. */
export type ErrorKind =
  | "invalid-request"
  | "unauthorized"
  | "insufficient-credits"
  | "forbidden"
  | "not-found"
  | "rejected"
  | "rate-limited"
  | "unavailable"
  | "network"
  | "call-timeout"
  | "invalid-response"
  | "middleware";

/** Who has to change something before the call can succeed. */
export type Fault = "caller" | "service" | "network";

/** What is known of a kind of error; one row of {@link errorKinds}. */
export interface ErrorKindFacts {
  /** HTTP codes that mean this kind by themselves, or their class (`4XX`); a code beats its class. */
  readonly statuses: readonly (number | `${number}XX`)[];
  /** When it happens beside those codes, as the READMEs say it. */
  readonly when: string;
  readonly fault: Fault;
  /** What helps, as a sentence for a message; `{key}` stands for the environment variable that holds the key. */
  readonly hint: string;
  /**
   * What a wait does about it: `retry` for an error that passes, `not-found` for one that passes only just after the
   * creation, `stop` for a refusal that the next poll will meet again.
   */
  readonly retry: "retry" | "not-found" | "stop";
  /** The exit code of a command that ends with it: 4 for a refusal, 5 where the service could not be asked. */
  readonly exitCode: 4 | 5;
}

/**
 * Every kind of error, and all that depends on it. Poller, client, command line, READMEs and mock server read this table
 * or are checked against {@link ErrorKind} by the compiler: a new kind is a word above and a row here.
 */
export const errorKinds: Readonly<Record<ErrorKind, ErrorKindFacts>> = {
  "invalid-request": {
    statuses: ["4XX"],
    when: "an input that cannot be sent",
    fault: "caller",
    hint: "Correct the input.",
    retry: "stop",
    exitCode: 4,
  },
  unauthorized: {
    statuses: [401],
    when: "no key, or one that cannot be sent",
    fault: "caller",
    hint: "Check {key}.",
    retry: "stop",
    exitCode: 4,
  },
  "insufficient-credits": {
    statuses: [402],
    when: "",
    fault: "caller",
    hint: "Add credits to the account.",
    retry: "stop",
    exitCode: 4,
  },
  forbidden: {
    statuses: [403],
    when: "",
    fault: "caller",
    hint: "Check what the key may do.",
    retry: "stop",
    exitCode: 4,
  },
  "not-found": {
    statuses: [404, 410],
    when: "",
    fault: "caller",
    hint: "Check the id and the base URL.",
    retry: "not-found",
    exitCode: 4,
  },
  rejected: {
    statuses: [],
    when: "the service refuses inside a response with a good status",
    fault: "caller",
    hint: "Correct the input.",
    retry: "stop",
    exitCode: 4,
  },
  "rate-limited": {
    statuses: [429],
    when: "",
    fault: "caller",
    hint: "Send fewer requests.",
    retry: "retry",
    exitCode: 5,
  },
  unavailable: {
    // 408 and 425: the service gave up reading the request; sent again, it may well arrive.
    statuses: [408, 425, "5XX"],
    when: "",
    fault: "service",
    hint: "Try again later.",
    retry: "retry",
    exitCode: 5,
  },
  network: {
    statuses: [],
    when: "no connection, or it broke",
    fault: "network",
    hint: "Check the connection and the base URL.",
    retry: "retry",
    exitCode: 5,
  },
  "call-timeout": {
    statuses: [],
    when: "no complete response within `timeoutMs`",
    fault: "service",
    hint: "Try again later, or raise timeoutMs.",
    retry: "retry",
    exitCode: 5,
  },
  "invalid-response": {
    // A redirect is never followed: it would carry the key to whatever address it names.
    statuses: ["1XX", "3XX"],
    when: "no JSON, a redirect, a body above the size limit, or a response without what must be read",
    fault: "service",
    hint: "Check the base URL, and whether the service has changed.",
    retry: "retry",
    exitCode: 5,
  },
  middleware: {
    statuses: [],
    when: "a middleware threw after a create was sent; the cause is what it threw",
    fault: "caller",
    hint: "Correct the middleware.",
    retry: "stop",
    exitCode: 5,
  },
};

/** Whether a value is the name of a kind of error. */
export const isErrorKind = (value: unknown): value is ErrorKind =>
  typeof value === "string" && Object.hasOwn(errorKinds, value);

const kindOfCode: ReadonlyMap<string, ErrorKind> = new Map(
  Object.entries(errorKinds).flatMap(([kind, { statuses }]) =>
    isErrorKind(kind) ? statuses.map((status) => [`${status}`, kind] as const) : [],
  ),
);

/** What an HTTP code outside 2xx means by itself. */
export const errorKindOfStatus = (status: number): ErrorKind =>
  kindOfCode.get(`${status}`) ?? kindOfCode.get(`${Math.floor(status / 100)}XX`) ?? "invalid-response";

/** Why one poll of a job failed: the part of a call's error that a wait needs. {@link Job.poll} rejects with it. */
export interface CallFailure {
  readonly kind: ErrorKind;
  /** The HTTP code, where there was a response. */
  readonly status?: number;
  /** How long the service asked us to stay away, in milliseconds; never negative, never NaN. */
  readonly retryAfterMs?: number;
  /** The id of the response, which the vendor's support asks for. */
  readonly requestId?: string;
  /** Whether a failed create may have started its job all the same; absent for every other call. */
  readonly mayHaveStarted?: boolean;
  /** Whose rate limit the call counts against; see {@link Job.rateLimitGroup}. */
  readonly rateLimitGroup?: string | object;
  /** The next poll would meet the same, whatever its kind says: a body above the size limit. A wait ends with it. */
  readonly final?: true;
  /** The job has ended well, but its response lacks a guaranteed field. */
  readonly incomplete?: IncompleteResult;
}

/** A response that says that the job has succeeded, without all that its declaration guarantees. */
export interface IncompleteResult {
  readonly phase: "succeeded" | "partial";
  /** A JSON Pointer to what is missing. */
  readonly pointer: string;
  /** The whole body. */
  readonly body: unknown;
}

/** Whether a value tells why a call failed; true for errors of another copy of the package, too. */
export const isCallFailure = (value: unknown): value is CallFailure =>
  typeof value === "object" && value !== null && "kind" in value && isErrorKind(value.kind);
