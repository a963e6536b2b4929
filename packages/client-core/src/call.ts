import {
  type ErrorKind,
  errorKindOfStatus,
  errorKinds,
  findRule,
  type IncompleteResult,
  resolvePointer,
} from "@genwait/lifecycle";
import type { ApiOperation } from "./api-description.ts";
import { ApiError } from "./api-error.ts";
import type { ClientSettings } from "./client-options.ts";
import { longestForm, type RedactedCause, redactedCause, redactorOf } from "./key.ts";
import type { ReceivedResponse } from "./response-body.ts";
import { retryAfterMsOf } from "./retry-after.ts";

/** What is told of an error beside its kind. */
export interface ErrorDetails {
  /** Without a full stop. @default the message of the cause */
  readonly why?: string;
  readonly received?: ReceivedResponse | undefined;
  readonly cause?: unknown;
  readonly incomplete?: IncompleteResult | undefined;
  readonly jobId?: string | undefined;
}

// Cut last, so that no half of a key stays at the edge.
const excerptLength = 500;

/** One call, from its beginning until it has settled: its time, what it has sent, and its errors. */
export class Call {
  readonly operation: ApiOperation;
  readonly #settings: ClientSettings;
  readonly #client: object;
  readonly #controller = new AbortController();
  readonly #keys: string[] = [];
  /** Once the call has settled: with what, unless it went well. */
  #over: { readonly reason: unknown } | undefined;
  #timeLimit: (() => void) | undefined;
  #release: (() => void) | undefined;
  /** What reads a body that was passed on unread. */
  #reader: ((reason: unknown) => void) | undefined;
  #sent = 0;
  /** Whether the last request may have started a job, and whether one before it may have. */
  #lastMayHaveStarted = false;
  #isInDoubt = false;

  constructor(operation: ApiOperation, settings: ClientSettings, client: object) {
    this.operation = operation;
    this.#settings = settings;
    this.#client = client;
  }

  /** Aborted when the call is over before its work is done. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether a request has been handed to the platform. */
  get isSent(): boolean {
    return this.#sent > 0;
  }

  /** Throws what the call has ended with, once it is over: nothing is sent for it any more. */
  throwIfOver(): void {
    if (this.#over) throw this.#over.reason ?? new TypeError(`Failed to call ${this.operation.id}: the call is over.`);
  }

  /**
   * Does the work of the call within its time. Rejects with an {@link ApiError}, the caller's own reason, or what the work
   * threw: at once, whether or not the work minds it. Leaves no timer and no listener, but for a body that goes on.
   */
  run<Result>(timeoutMs: number, signal: AbortSignal | undefined, work: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const stop = (reason: unknown): void => {
        this.#finish(reason);
        reject(reason);
        this.#controller.abort(reason);
        this.#reader?.(reason);
      };
      if (signal) {
        const onAbort = (): void => stop(signal.reason);
        signal.addEventListener("abort", onAbort);
        this.#release = () => signal.removeEventListener("abort", onAbort);
      }
      this.#timeLimit = this.#settings.clock.after(timeoutMs, () =>
        stop(this.error("call-timeout", { why: `no whole response came within ${timeoutMs} ms` })),
      );
      work().then(
        (result) => {
          this.#finish();
          resolve(result);
        },
        (thrown: unknown) => {
          this.#finish(thrown);
          reject(thrown);
          if (this.#reader) this.#controller.abort(thrown);
        },
      );
    });
  }

  #finish(reason?: unknown): void {
    this.#over ??= { reason };
    this.#timeLimit?.();
    if (!this.#reader) this.#release?.();
  }

  /** Lets an abort reach a body that outlives the call; gives what to call when the body has ended. */
  passOn(reader: (reason: unknown) => void): () => void {
    this.#reader = reader;
    return () => {
      this.#reader = undefined;
      if (this.#over) this.#release?.();
    };
  }

  /** Notes that a request is handed to the platform. */
  noteSent(): void {
    this.#sent++;
    this.#isInDoubt ||= this.#lastMayHaveStarted;
    this.#lastMayHaveStarted = true;
  }

  /** Notes how that request has ended, which may not be the last of the call. */
  noteOutcome(mayHaveStarted: boolean): void {
    this.#lastMayHaveStarted = mayHaveStarted;
  }

  /** A key that must not be shown. */
  hide(key: string): void {
    if (!this.#keys.includes(key)) this.#keys.push(key);
  }

  redact(text: string): string {
    let redacted = text;
    for (const key of this.#keys) redacted = redactorOf(key)(redacted);
    return redacted;
  }

  /** What a response outside 2xx means, or one that a rule of the API calls an error. */
  errorOf(received: ReceivedResponse): ApiError {
    const rule = findRule(this.#settings.api.errors, received);
    return this.error(rule?.is ?? errorKindOfStatus(received.status), { why: wordsOf(received), received });
  }

  /** The error of this call, without a key in any of its parts. */
  error(kind: ErrorKind, { why, received, cause, incomplete, jobId }: ErrorDetails = {}): ApiError {
    const { api, baseUrl, account, clock } = this.#settings;
    const { hint, fault } = errorKinds[kind];
    const thrown = cause ?? received?.broken;
    const shownCause =
      thrown === undefined || kind === "middleware" ? undefined : redactedCause(thrown, (text) => this.redact(text));
    const reason = shown(this.redact(why ?? shownCause?.message ?? "it failed")).replace(/\.$/, "");
    const detail = shownCause && shown(innermost(shownCause));
    const mayHaveStarted =
      jobId !== undefined ||
      this.#isInDoubt ||
      (this.isSent && this.#mayHaveStarted(kind, received?.status, shownCause));
    const requestId = received?.header(api.requestIdHeader ?? "x-request-id");
    const retryAfterMs = received && retryAfterMsOf(received.header, clock);
    return new ApiError(
      `Failed to call ${this.operation.id}: ${reason}${detail === undefined || reason.includes(detail) ? "" : ` (${detail})`}. ${hint.replace("{key}", `${api.keyVariable} or apiKey`)}${
        this.operation.starts && mayHaveStarted ? startedHint : ""
      }`,
      {
        kind,
        operation: this.operation.id,
        fault,
        ...(received && { status: received.status, excerpt: this.excerptOf(received.text) }),
        ...(requestId && { requestId: this.redact(requestId) }),
        ...(retryAfterMs !== undefined && { retryAfterMs }),
        ...(this.operation.starts && { mayHaveStarted }),
        ...(received?.isTooLong && { final: true }),
        ...(incomplete && { incomplete: this.#withoutKey(incomplete) }),
        ...(jobId !== undefined && { jobId }),
        rateLimitGroup: rateLimitGroupOf(this.#client, api.name, baseUrl, account),
      },
      kind === "middleware" ? cause : shownCause,
    );
  }

  /** Whether the last request may have started its job. In doubt it may: a job started twice is paid twice. */
  #mayHaveStarted(kind: ErrorKind, status: number | undefined, cause: RedactedCause | undefined): boolean {
    if (status === undefined) return kind === "network" ? !isNeverSent(cause) : this.#lastMayHaveStarted;
    // The service says no inside a good response.
    if (status >= 200 && status < 300) return kind === "middleware" || errorKinds[kind].fault !== "caller";
    return !isRefusal(status);
  }

  /** The beginning of a text, without a key and without half a key. */
  excerptOf(text: string): string {
    const longest = Math.max(0, ...this.#keys.map((key) => key.length * longestForm));
    const head = text.slice(0, excerptLength * 20 + longest * 2);
    const redacted = this.redact(head);
    // A key that the head cuts in two is not found; it can only stand at the end.
    const end = head.length < text.length ? Math.max(0, redacted.length - longest) : redacted.length;
    return redacted.slice(0, Math.min(excerptLength, end));
  }

  #withoutKey(incomplete: IncompleteResult): IncompleteResult {
    const text = JSON.stringify(incomplete.body) ?? "null";
    const redacted = this.redact(text);
    return redacted === text ? incomplete : { ...incomplete, body: JSON.parse(redacted) };
  }
}

const startedHint = " The job may have been started and billed: look for it before you create it again.";

/** Whose rate limit a client's requests count against. */
export const rateLimitGroupOf = (
  client: object,
  apiName: string,
  baseUrl: string,
  account: string | undefined,
): string | object => (account === undefined ? client : JSON.stringify([apiName, baseUrl, account]));

// What tells most: the first code, or else what it all began with.
const innermost = ({ code, message, cause }: RedactedCause): string => code ?? (cause ? innermost(cause) : message);

/** What the service itself says, in its own words where it has any. */
export const wordsOf = (
  { status, body }: ReceivedResponse,
  said: unknown = ["/message", "/err/message", "/error/message", "/error", "/detail"]
    .map((pointer) => resolvePointer(body, pointer))
    .find((found) => found && typeof found === "string"),
): string => `the service responded with ${status || "a redirect"}${said ? `: ${said}` : ""}`;

/** Text of a stranger's as a message shows it: cut, in one line, nothing in it that moves a cursor or turns text around. */
export const shown = (text: string): string =>
  (text.length > excerptLength ? `${text.slice(0, excerptLength)}…` : text).replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );

/**
 * Whether a status says that nothing was begun. 307 and 308 send the request elsewhere, 501 and 503 say that they have not
 * begun; what happened behind a gateway's 502 or 504 nobody knows.
 */
export const isRefusal = (status: number): boolean =>
  (status >= 400 && status < 500) || status === 307 || status === 308 || status === 501 || status === 503;

/** Whether an error of the platform says that the request never left: no connection, no handshake, a port it refuses. */
const isNeverSent = (cause: RedactedCause | undefined): boolean =>
  cause !== undefined &&
  (cause.syscall === "connect" ||
    cause.syscall === "getaddrinfo" ||
    neverSent.test(`${cause.code} ${cause.message}`) ||
    isNeverSent(cause.cause));

const neverSent =
  /REFUSED|NOTFOUND|EAI_AGAIN|CONNECT_TIMEOUT|CERT|_TLS_|_SSL_|SSL routines|SELF_SIGNED|UNABLE_TO_|bad port|before secure TLS|Connection ?[Rr]efused|dns error/;
