import { type Clock, isObject, type Job, type SchemaMismatch, systemTimer } from "@genwait/lifecycle";
import {
  type FetchOptions,
  type HeadersOptions,
  mergeHeaders,
  type Middleware,
  type QuerySerializer,
  type QuerySerializerOptions,
} from "openapi-fetch";
import type { ApiDescription } from "./api-description.ts";
import type { PathSerializer } from "./parameters.ts";
import type { CheckSchema, ResponseValidator } from "./validate.ts";

/** How a client reaches its service. Optional, each of them; `undefined` means the default. */
export interface ClientOptions {
  /**
   * The key, or a function that gives it at each request; `null` to send none, for a proxy that adds it.
   *
   * @default the API's environment variable, `<NAME>_API_KEY`
   */
  readonly apiKey?: string | null | (() => string | null | Promise<string | null>) | undefined;
  /**
   * In a browser it may be relative to the page. All operations are called there, those with a base URL of their own, too.
   *
   * @default the server that the API's document names
   */
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
  /** With `validate`, every schema mismatch is an error, also a harmless one. For tests. @default false */
  readonly strict?: boolean | undefined;
  /** With `validate`, told once for each place where responses leave their schema without harm. */
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

/** The options of one call, as untyped programs give them. */
export interface GivenInit {
  readonly [name: string]: unknown;
  readonly params?: Readonly<
    Partial<Record<"path" | "query" | "header" | "cookie", Readonly<Record<string, unknown>>>>
  >;
  readonly headers?: HeadersOptions;
  readonly body?: unknown;
  readonly baseUrl?: string;
  readonly parseAs?: "json" | "text" | "blob" | "arrayBuffer" | "stream";
  readonly querySerializer?: QuerySerializer<unknown> | QuerySerializerOptions;
  readonly pathSerializer?: PathSerializer;
  readonly middleware?: Middleware[];
  readonly fetch?: (request: Request) => Promise<Response>;
  readonly signal?: AbortSignal | null;
  readonly timeoutMs?: number;
}

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

/** The options of a client, checked, with their defaults in place, and what follows from them for all its calls. */
export interface ClientSettings extends Pick<ClientOptions, "apiKey" | "headers" | "fetch" | "account" | "strict"> {
  readonly api: ApiDescription;
  readonly client: object;
  /** Whose rate limit the client's requests count against. */
  readonly rateLimitGroup: string | object;
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly clock: Pick<Clock, "now" | "after">;
  readonly checkSchema: CheckSchema | undefined;
}

// Status calls respond within a second; half a minute tells a slow service from one that hangs.
const defaultTimeoutMs = 30_000;
const defaultMaxResponseBytes = 16 * 1024 * 1024;

/** @throws TypeError or RangeError for options that can never work, with the option's name. */
export const clientSettings = (api: ApiDescription, options: ClientOptions, client: object): ClientSettings => {
  const what = `create the ${api.name} client`;
  const fail = (why: string): string => `Failed to ${what}: ${why}`;
  if (!isObject(options)) throw new TypeError(fail("the options are no object."));
  checkOptions(what, options, clientRules);
  const { apiKey, headers, account, validate, strict } = options;
  try {
    mergeHeaders(headers);
  } catch (cause) {
    throw new TypeError(fail("headers cannot be sent."), { cause });
  }
  if (api.key && apiKey !== null && !options.dangerouslyAllowBrowser && isBrowser())
    throw new TypeError(
      fail(
        "a key in a page can be read by everybody. Pass apiKey: null and the baseUrl of a proxy that adds it, or dangerouslyAllowBrowser: true.",
      ),
    );
  if (strict && !validate) throw new TypeError(fail("strict needs validate."));
  const baseUrl = checkBaseUrl(options.baseUrl ?? api.baseUrl, what);
  return {
    ...options,
    api,
    client,
    rateLimitGroup: account === undefined ? client : JSON.stringify([api.name, baseUrl, account]),
    baseUrl,
    timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
    maxResponseBytes: options.maxResponseBytes ?? defaultMaxResponseBytes,
    clock: options.clock ?? { now: () => Date.now(), after: systemTimer },
    checkSchema: validate?.forClient(options),
  };
};

/** Where a key would be shown to whoever looks: a page, not a worker at the edge, which has no document. */
const isBrowser = (): boolean => "window" in globalThis && "document" in globalThis;

const isFunction = (value: unknown): boolean => typeof value === "function";
const isText = (value: unknown): boolean => typeof value === "string";
const isFlag = (value: unknown): boolean => typeof value === "boolean";
const isAboveZero = (value: unknown): boolean => typeof value === "number" && value > 0;
const has = (value: unknown, ...methods: readonly string[]): boolean =>
  isObject(value) && methods.every((name) => isFunction(Reflect.get(value, name)));

/** What an option may be. */
type OptionRule = readonly [name: string, is: (value: unknown) => boolean, what: string];

const clientRules: readonly OptionRule[] = [
  ["apiKey", (value) => value === null || isText(value) || isFunction(value), "a string, a function or null"],
  ["baseUrl", isText, "a string"],
  ["headers", isObject, "an object"],
  ["fetch", isFunction, "a function"],
  ["timeoutMs", isAboveZero, "a number above 0"],
  ["maxResponseBytes", isAboveZero, "a number above 0"],
  ["account", (value) => isText(value) && value !== "", "a string that is not empty"],
  ["validate", (value) => has(value, "forClient"), "what createValidator gives"],
  ["strict", isFlag, "true or false"],
  ["onSchemaMismatch", isFunction, "a function"],
  ["dangerouslyAllowBrowser", isFlag, "true or false"],
  ["clock", (value) => has(value, "now", "after"), "a clock"],
];

/** Those of the options of a call that would undo a guarantee, or fail where nobody finds it. */
export const callRules: readonly OptionRule[] = [
  ["timeoutMs", isAboveZero, "a number above 0"],
  // RequestInit allows null for no signal.
  ["signal", (value) => value === null || has(value, "addEventListener", "removeEventListener"), "an AbortSignal"],
  ["fetch", isFunction, "a function"],
  ["Request", () => false, "left out (use fetch, or a middleware)"],
];

/** @throws TypeError or RangeError for an option that can never work, with its name. */
export const checkOptions = (what: string, options: object, rules: readonly OptionRule[]): void => {
  for (const [name, is, wanted] of rules) {
    const value: unknown = Reflect.get(options, name);
    if (value === undefined || is(value)) continue;
    const message = `Failed to ${what}: ${name} must be ${wanted}.`;
    throw is === isAboveZero && typeof value === "number" ? new RangeError(message) : new TypeError(message);
  }
};

/**
 * The address that all paths of an API are appended to: a path of its own is kept, slashes at its end are not. In a page
 * it may be relative to the page.
 *
 * @throws TypeError when it is no address, carries what does not belong into one, or would send in the clear.
 */
export const checkBaseUrl = (baseUrl: string, what: string): string => {
  const fail = (why: string): TypeError => new TypeError(`Failed to ${what}: the baseUrl ${why}.`);
  const page = "location" in globalThis ? globalThis.location?.href : undefined;
  const url = URL.canParse(baseUrl, page) ? new URL(baseUrl, page) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw fail("is no http(s) address");
  // What does not belong there is not repeated: messages end up in logs.
  const shown = url.origin + url.pathname;
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "")
    throw fail(`${shown} must be without credentials, query and fragment`);
  const isThePagesOwn = url.origin === page?.slice(0, url.origin.length) && !URL.canParse(baseUrl);
  if (url.protocol === "http:" && !isLoopback(url.hostname) && !isThePagesOwn)
    throw fail(`${shown} would send in the clear. Use https:`);
  return shown.replace(/\/+$/, "");
};

const isLoopback = (host: string): boolean =>
  host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
