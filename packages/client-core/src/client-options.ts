import { type Clock, type Job, type SchemaMismatch, systemTimer } from "@genwait/lifecycle";
import { type FetchOptions, type HeadersOptions, mergeHeaders } from "openapi-fetch";
import type { ApiDescription } from "./api-description.ts";
import { checkBaseUrl } from "./base-url.ts";
import type { ResponseValidator } from "./schema-mismatches.ts";

/** How a client reaches its service. Optional, each of them; `undefined` means the default. */
export interface ClientOptions {
  /**
   * The key, or a function that gives it at each request; `null` to send none, for a proxy that adds it.
   *
   * @default the API's environment variable, `<NAME>_API_KEY`
   */
  readonly apiKey?: string | null | (() => string | null | Promise<string | null>) | undefined;
  /** In a browser it may be relative to the page. @default the server that the API's document names */
  readonly baseUrl?: string | undefined;
  /** Sent with each request; those of a call replace them by name. @default none */
  readonly headers?: HeadersOptions | undefined;
  /** What sends. Called with an address and plain options, never with a `Request`. @default the platform's, looked up at each call */
  readonly fetch?: ((url: string, init: FetchInit) => Promise<FetchResponse>) | undefined;
  /** The limit of one call, from its beginning to the last byte of its response, in milliseconds. @default 30000 */
  readonly timeoutMs?: number | undefined;
  /** The longest body that is read, after decompression; a longer one is an `invalid-response`. @default 16777216 */
  readonly maxResponseBytes?: number | undefined;
  /** A name for whose jobs these are; part of a saved job. Never the key. @default none */
  readonly account?: string | undefined;
  /** Checks each response against its schema: `createValidator` of `@genwait/client-core/validate`. @default what the lifecycle reads is checked */
  readonly validate?: ResponseValidator | undefined;
  /** Every schema mismatch is an error, also a harmless one. For tests. @default false */
  readonly strict?: boolean | undefined;
  /** Told once for each place where responses leave their schema without harm. */
  readonly onSchemaMismatch?: ((mismatch: SchemaMismatch) => void) | undefined;
  /** Allows a key in a page, where everybody can read it. @default false */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
  /** @default the machine's own time */
  readonly clock?: Pick<Clock, "now" | "after"> | undefined;
}

/** What `options.fetch` is called with beside the address. Options of the call that only a platform knows are there, too. */
export interface FetchInit {
  readonly method: string;
  /** By lower-case names, the key among them. */
  readonly headers: Record<string, string>;
  /** Text for JSON and forms, bytes otherwise; never a stream. */
  readonly body?: string | ArrayBuffer;
  readonly redirect: "manual";
  /** Aborted when the call is over, whatever ended it. */
  readonly signal: AbortSignal;
  readonly cache?: "default" | "force-cache" | "no-cache" | "no-store" | "only-if-cached" | "reload";
}

/** The part of a platform's `Response` that is read; that of every fetch has it. */
export interface FetchResponse {
  readonly status: number;
  readonly statusText?: string;
  readonly type?: string;
  readonly headers: {
    get(name: string): string | null;
    forEach(callback: (value: string, name: string) => void): void;
  };
  readonly body?: { getReader(): BodyReader } | null;
  /** Asked where there is no `body` to read from. */
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** The part of a stream's reader that is used. */
export interface BodyReader {
  read(): Promise<{ readonly done: boolean; readonly value?: unknown }>;
  cancel(reason?: unknown): Promise<unknown>;
}

/** What can be said of a create beside its body: openapi-fetch's options of a call, and `timeoutMs`. */
export type StartInit<Operation = unknown> = Omit<FetchOptions<Operation>, "body" | "parseAs" | "method"> & CallInit;

/** What a call takes beside openapi-fetch's options. */
export interface CallInit {
  /** @default the client's `timeoutMs` */
  readonly timeoutMs?: number | undefined;
}

export interface JobOptions {
  /** How many items were asked for; fewer are still pending. @default as many as the response lists */
  readonly expectedItems?: number | undefined;
  /** When the job was created, in epoch milliseconds: a 404 soon after it is retried. */
  readonly createdAtMs?: number | undefined;
}

/** A started job, with the response of the create that started it. */
export interface Started<StartedJob = Job, Data = unknown> {
  readonly job: StartedJob;
  readonly data: Data;
  readonly response: Response;
}

/** The options of a client, checked, with their defaults in place. */
export interface ClientSettings extends Pick<
  ClientOptions,
  "apiKey" | "headers" | "fetch" | "account" | "validate" | "strict" | "onSchemaMismatch"
> {
  readonly api: ApiDescription;
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly clock: Pick<Clock, "now" | "after">;
}

// Status calls respond within a second; half a minute tells a slow service from one that hangs.
const defaultTimeoutMs = 30_000;
const defaultMaxResponseBytes = 16 * 1024 * 1024;

/** @throws TypeError or RangeError for options that can never work, with the option's name. */
export const checkClientOptions = (api: ApiDescription, options: ClientOptions): ClientSettings => {
  const fail = (why: string): string => `Failed to create the ${api.name} client: ${why}`;
  if (!isOptions(options)) throw new TypeError(fail("the options are no object."));
  for (const [name, is, what] of optionTypes) {
    const value = options[name];
    if (value !== undefined && !is(value)) throw new TypeError(fail(`${name} must be ${what}.`));
  }
  const { apiKey, headers, timeoutMs, maxResponseBytes, clock, dangerouslyAllowBrowser = false } = options;
  for (const [name, value] of Object.entries({ timeoutMs, maxResponseBytes }))
    if (value !== undefined && !(value > 0)) throw new RangeError(fail(`${name} must be greater than 0.`));
  try {
    mergeHeaders(headers);
  } catch (cause) {
    throw new TypeError(fail("headers cannot be sent."), { cause });
  }
  if (api.key && apiKey !== null && !dangerouslyAllowBrowser && isBrowser())
    throw new TypeError(
      fail(
        "a key in a page can be read by everybody. Pass apiKey: null and the baseUrl of a proxy that adds the key, or dangerouslyAllowBrowser: true.",
      ),
    );
  return {
    ...options,
    api,
    baseUrl: checkBaseUrl(options.baseUrl ?? api.baseUrl, fail("")),
    timeoutMs: timeoutMs ?? defaultTimeoutMs,
    maxResponseBytes: maxResponseBytes ?? defaultMaxResponseBytes,
    clock: clock ?? { now: () => Date.now(), after: systemTimer },
  };
};

const isOptions = (value: unknown): boolean => typeof value === "object" && value !== null;
const isFunction = (value: unknown): boolean => typeof value === "function";
const isText = (value: unknown): boolean => typeof value === "string";
const isBoolean = (value: unknown): boolean => typeof value === "boolean";
const isNumber = (value: unknown): boolean => typeof value === "number";
const has = (value: unknown, ...methods: readonly string[]): boolean =>
  typeof value === "object" && value !== null && methods.every((name) => isFunction(Reflect.get(value, name)));

type OptionType = readonly [name: keyof ClientOptions, is: (value: unknown) => boolean, what: string];

const optionTypes: readonly OptionType[] = [
  ["apiKey", (value) => value === null || isText(value) || isFunction(value), "a string, a function or null"],
  ["baseUrl", isText, "a string"],
  ["headers", isOptions, "an object"],
  ["fetch", isFunction, "a function"],
  ["timeoutMs", isNumber, "a number of milliseconds"],
  ["maxResponseBytes", isNumber, "a number of bytes"],
  ["account", (value) => isText(value) && value !== "", "a string that is not empty"],
  ["validate", (value) => has(value, "check"), "what createValidator gives"],
  ["strict", isBoolean, "true or false"],
  ["onSchemaMismatch", isFunction, "a function"],
  ["dangerouslyAllowBrowser", isBoolean, "true or false"],
  ["clock", (value) => has(value, "now", "after"), "a clock"],
];

/** Where a key would be shown to whoever looks: a page, not a worker at the edge, which has no document. */
const isBrowser = (): boolean => "window" in globalThis && "document" in globalThis;

/** @throws TypeError or RangeError for options of a call that can never work, with the option's name. */
export const checkCallOptions = (
  operation: string,
  { timeoutMs, signal, fetch, Request }: Readonly<Record<string, unknown>>,
): void => {
  const fail = (why: string): string => `Failed to call ${operation}: ${why}`;
  if (timeoutMs !== undefined && typeof timeoutMs !== "number")
    throw new TypeError(fail("timeoutMs must be a number of milliseconds."));
  if (timeoutMs !== undefined && !(timeoutMs > 0)) throw new RangeError(fail("timeoutMs must be greater than 0."));
  // RequestInit allows null for no signal.
  if (signal != null && !has(signal, "addEventListener", "removeEventListener"))
    throw new TypeError(fail("signal must be an AbortSignal."));
  if (fetch !== undefined && !isFunction(fetch)) throw new TypeError(fail("fetch must be a function."));
  if (Request !== undefined)
    throw new TypeError(fail("Request cannot be replaced for one call. Use fetch, or a middleware."));
};
