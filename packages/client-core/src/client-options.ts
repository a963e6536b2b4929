import type { Clock, Job, SchemaMismatch } from "@genwait/lifecycle";
import type { FetchOptions, HeadersOptions } from "openapi-fetch";
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
