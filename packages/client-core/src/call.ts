/*
 * What both layers share about one call. What it holds:
 * - It settles in time, and at once when its signal is aborted. It leaves no timer and no listener.
 * - Its errors, all made here, show no key, and say of a create whether its job may have started.
 */
import {
  type ErrorKind,
  errorKindOfStatus,
  errorKinds,
  findRule,
  type IncompleteResult,
  type SchemaMismatch,
} from "@genwait/lifecycle";
import type { ApiOperation } from "./api-description.ts";
import { ApiError, type ApiErrorFacts, differenceOf, excerptLength, innermost, shown, wordsOf } from "./api-error.ts";
import type { ClientSettings } from "./client-options.ts";
import { longestForm, type RedactedCause, redactedCause, type SentKey } from "./key.ts";
import { type ReceivedResponse, retryAfterMsOf } from "./received-response.ts";

/** What is told of an error beside its kind. */
export interface ErrorDetails {
  /** Without a full stop. @default the message of the cause */
  readonly why?: string | undefined;
  readonly received?: ReceivedResponse | undefined;
  readonly cause?: unknown;
  readonly incomplete?: IncompleteResult | undefined;
  readonly jobId?: string | undefined;
}

/** One call, from its beginning until it has settled. */
export class Call {
  readonly operation: ApiOperation;
  readonly #settings: ClientSettings;
  readonly #controller = new AbortController();
  readonly #keys: SentKey[] = [];
  /** Once the call has settled: with what, unless it went well. */
  #over: { readonly reason: unknown } | undefined;
  #cancelTimeLimit: (() => void) | undefined;
  #removeListener: (() => void) | undefined;
  /** Ends a body that was passed on unread. */
  #endBody: ((reason: unknown) => void) | undefined;
  #isSent = false;
  /** Whether the last request may have started a job, and whether one before it may have. */
  #lastMayHaveStarted = false;
  #isInDoubt = false;

  constructor(operation: ApiOperation, settings: ClientSettings) {
    this.operation = operation;
    this.#settings = settings;
  }

  /** Aborted when the call is over before its work is done. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Throws what the call has ended with, once it is over. */
  throwIfOver(): void {
    if (this.#over) throw this.#over.reason ?? new TypeError(`Failed to call ${this.operation.id}: the call is over.`);
  }

  /** Does the work of the call. Rejects with an {@link ApiError}, the signal's own reason, or what the work threw. */
  run<Result>(timeoutMs: number, signal: AbortSignal | null | undefined, work: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const stop = (reason: unknown): void => {
        this.#finish(reason);
        reject(reason);
        this.#controller.abort(reason);
        this.#endBody?.(reason);
      };
      if (signal) {
        const onAbort = (): void => stop(signal.reason);
        signal.addEventListener("abort", onAbort);
        this.#removeListener = () => signal.removeEventListener("abort", onAbort);
      }
      this.#cancelTimeLimit = this.#settings.clock.after(timeoutMs, () =>
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
          if (this.#endBody) this.#controller.abort(thrown);
        },
      );
    });
  }

  #finish(reason?: unknown): void {
    this.#over ??= { reason };
    this.#cancelTimeLimit?.();
    if (!this.#endBody) this.#removeListener?.();
  }

  /** Lets an abort reach a body that outlives the call; gives what to call when the body has ended. */
  passOn(endBody: (reason: unknown) => void): () => void {
    this.#endBody = endBody;
    return () => {
      this.#endBody = undefined;
      if (this.#over) this.#removeListener?.();
    };
  }

  /** Whether a request has been handed to the platform. */
  get isSent(): boolean {
    return this.#isSent;
  }

  noteSent(): void {
    this.#isSent = true;
    this.#isInDoubt ||= this.#lastMayHaveStarted;
    this.#lastMayHaveStarted = true;
  }

  /** Notes how the last request has ended; it may not be the last of the call. */
  noteOutcome(outcome: { readonly status: number } | ApiError): void {
    this.#lastMayHaveStarted =
      outcome instanceof ApiError ? outcome.mayHaveStarted === true : !isRefusal(outcome.status);
  }

  /** Takes a key out of all that is shown of the call from now on. */
  hide(key: SentKey): void {
    if (!this.#keys.includes(key)) this.#keys.push(key);
  }

  redact(text: string): string {
    return this.#keys.reduce((redacted, key) => key.redact(redacted), text);
  }

  /** What the headers of a response tell whoever waits. */
  factsOf({ header }: ReceivedResponse): Pick<ApiErrorFacts, "retryAfterMs" | "requestId"> {
    const { api, clock } = this.#settings;
    const retryAfterMs = retryAfterMsOf(header, clock);
    const requestId = header(api.requestIdHeader ?? "x-request-id");
    return {
      ...(requestId && { requestId: this.redact(requestId) }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  }

  /**
   * What is new about how a response leaves its schema, if that is checked at all. It costs nothing: no paid job shall be
   * lost to a null somewhere.
   *
   * @throws ApiError for any mismatch, if the client is strict.
   */
  schemaMismatches(received: ReceivedResponse, jobId?: string): readonly SchemaMismatch[] {
    const { checkSchema, strict } = this.#settings;
    const mismatches = checkSchema?.(this.operation, received, (text) => shown(this.redact(text))) ?? [];
    const [first] = mismatches;
    if (first && strict) throw this.error("invalid-response", { why: differenceOf(first), received, jobId });
    return mismatches;
  }

  /** What a response outside 2xx means, or one that a rule of the API calls an error. */
  errorOf(received: ReceivedResponse): ApiError {
    const rule = findRule(this.#settings.api.errors, received);
    return this.error(rule?.is ?? errorKindOfStatus(received.status), { why: wordsOf(received), received });
  }

  /** The error of this call; every one is made here. */
  error(kind: ErrorKind, { why, received, cause, incomplete, jobId }: ErrorDetails = {}): ApiError {
    const { operation } = this;
    const { api, rateLimitGroup } = this.#settings;
    const { hint, fault } = errorKinds[kind];
    const thrown = cause ?? received?.broken;
    // What a middleware threw is the caller's own, and is passed on as it is.
    const shownCause =
      thrown === undefined || kind === "middleware" ? undefined : redactedCause(thrown, (text) => this.redact(text));
    const mayHaveStarted =
      jobId !== undefined || this.#isInDoubt || (this.#isSent && this.#mayHaveStarted(kind, received, shownCause));
    const reason = shown(this.redact(why ?? shownCause?.message ?? "it failed")).replace(/\.$/, "");
    const detail = shownCause && shown(innermost(shownCause));
    const message = [
      `Failed to call ${operation.id}: ${reason}${!detail || reason.includes(detail) ? "" : ` (${detail})`}.`,
      hint.replace("{key}", `${api.keyVariable} or apiKey`),
      ...(operation.starts && mayHaveStarted
        ? ["The job may have been started and billed: look for it before you create it again."]
        : []),
    ].join(" ");
    return new ApiError(
      message,
      {
        kind,
        operation: operation.id,
        fault,
        ...(received && {
          status: received.status,
          excerpt: this.#excerptOf(received.text),
          ...this.factsOf(received),
        }),
        ...(operation.starts && { mayHaveStarted }),
        ...(received?.isTooLong && { final: true }),
        ...(incomplete && { incomplete: this.#withoutKey(incomplete) }),
        ...(jobId !== undefined && { jobId }),
        rateLimitGroup,
      },
      shownCause ?? cause,
    );
  }

  /** Whether the last request may have started its job. In doubt it may: a job started twice is paid twice. */
  #mayHaveStarted(kind: ErrorKind, received: ReceivedResponse | undefined, cause: RedactedCause | undefined): boolean {
    if (!received) return kind === "network" ? !isNeverSent(cause) : this.#lastMayHaveStarted;
    // The service may say no inside a good response.
    if (received.status >= 200 && received.status < 300)
      return kind === "middleware" || errorKinds[kind].fault !== "caller";
    return !isRefusal(received.status);
  }

  /** The beginning of a text, without a key and without half a key: it is cut after keys are taken out. */
  #excerptOf(text: string): string {
    const longest = Math.max(0, ...this.#keys.map(({ secret }) => secret.length * longestForm));
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

/**
 * Whether a status says that nothing was begun. 307 and 308 send the request elsewhere, 501 and 503 say that they have not
 * begun; what happened behind a gateway's 502 or 504 nobody knows.
 */
const isRefusal = (status: number): boolean => (status >= 400 && status < 500) || [307, 308, 501, 503].includes(status);

/** Whether an error of the platform says that the request never left: no connection, no handshake, a port it refuses. */
const isNeverSent = (cause: RedactedCause | undefined): boolean =>
  cause !== undefined &&
  (cause.syscall === "connect" ||
    cause.syscall === "getaddrinfo" ||
    neverSent.test(`${cause.code} ${cause.message}`) ||
    isNeverSent(cause.cause));

const neverSent =
  /REFUSED|NOTFOUND|EAI_AGAIN|CONNECT_TIMEOUT|CERT|_TLS_|_SSL_|SSL routines|SELF_SIGNED|UNABLE_TO_|bad port|before secure TLS|Connection ?[Rr]efused|dns error/;
