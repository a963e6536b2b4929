import type { Job, SavedJob } from "@genwait/lifecycle";
import { expectTypeOf } from "vitest";
import { things, type ThingsClient, type ThingPending } from "./fixtures/things-api.ts";
import {
  type AnyClient,
  type ApiDescription,
  type ApiError,
  type ClientOptions,
  type FetchInit,
  isApiError,
  type Refine,
  type StartInit,
  type WithConstants,
} from "./index.ts";

// A generated client, and its description, are what programs know that know no API by name.
expectTypeOf<ThingsClient>().toExtend<AnyClient>();
expectTypeOf(things).toExtend<ApiDescription>();
expectTypeOf<ReturnType<AnyClient["resume"]>>().toEqualTypeOf<Job>();
expectTypeOf<Parameters<AnyClient["resume"]>>().toEqualTypeOf<[SavedJob]>();

const client = things.createClient();
// @ts-expect-error a parameter of another name
void client.startThing({ text: "a" }, { params: { query: { dryRn: true } } });
// @ts-expect-error a body without what it needs
void client.startThing({});
// @ts-expect-error an id that is none
void client.GET("/v1/things/{id}", { params: { path: { id: 5 } } });
void client.GET("/v1/things/{id}", { params: { path: { id: "a" } }, timeoutMs: 5, headers: { a: "b" } });

// A fetch of one's own: the platform's, one that adds a dispatcher, one that gives another library's Response.
interface OtherInit {
  method?: string;
  headers?: Record<string, string>;
  body?: string | ArrayBuffer | null;
  signal?: AbortSignal | null;
  redirect?: "manual" | "follow";
  cache?: RequestCache;
  dispatcher?: object;
}
declare const otherFetch: (url: string | URL, init?: OtherInit) => Promise<Response>;
expectTypeOf<{ fetch: typeof globalThis.fetch }>().toExtend<ClientOptions>();
const options: ClientOptions = {
  fetch: (url, init) => otherFetch(url, { ...init, dispatcher: {} }),
  timeoutMs: undefined,
};
void options;
expectTypeOf<FetchInit>().toExtend<RequestInit>();

// What is known of a body replaces what its schema says of it, through objects and lists.
interface Body {
  id: string;
  status: "working" | "done";
  url?: string | null;
  size?: number;
  outputs?: { url: string | null; size?: number; meta?: { a: string } | null }[] | null;
}
expectTypeOf<Refine<Body, { url: string; outputs: { url: string; meta: { b: 1 } }[] }>>().toEqualTypeOf<{
  id: string;
  status: "working" | "done";
  url: string;
  size?: number;
  outputs: { size?: number; url: string; meta: { a: string; b: 1 } }[];
}>();
expectTypeOf<ThingPending["status"]>().toEqualTypeOf<"working" | (string & {})>();
expectTypeOf<Refine<{ a: 1; [name: string]: unknown }, { b: string }>["b"]>().toEqualTypeOf<string>();

// A parameter with one legal value need not be given; all others are as they were.
interface Stamp {
  parameters: {
    header: { "X-Version": "2"; "X-Trace"?: string };
    path: { workspace: string };
    query?: never;
    cookie?: never;
  };
  requestBody?: never;
  responses: Record<never, never>;
}
type StampInit = StartInit<WithConstants<Stamp, { header: "X-Version" }>>;
const stamps: readonly StampInit[] = [
  { params: { path: { workspace: "w" } } },
  { params: { path: { workspace: "w" }, header: { "X-Version": "2", "X-Trace": "t" } } },
];
void stamps;
// @ts-expect-error a parameter that differs from call to call
const lost: StampInit = { params: {} };
void lost;
// @ts-expect-error another value than the legal one
const wrong: StampInit = { params: { path: { workspace: "w" }, header: { "X-Version": "3" } } };
void wrong;
expectTypeOf<
  Record<never, never> extends StartInit<WithConstants<Stamp, { header: "X-Version"; path: "workspace" }>> ? 1 : 0
>().toEqualTypeOf<1>();

const told = (error: unknown): string => {
  if (!isApiError(error)) throw error;
  expectTypeOf(error).toEqualTypeOf<ApiError>();
  return error.kind === "rate-limited" ? `${error.retryAfterMs}` : error.message;
};
void told;
