import type { Clock, Duration, ErrorKind, Phase } from "@genwait/lifecycle";

import type { Scenario } from "./scenario/scenario.ts";

/** An API to mock. */
export interface MockApiSource {
  /** Its name in addresses, logs and the control API. */
  readonly name: string;
  /** The OpenAPI document: as an object, or as JSON or YAML text. */
  readonly document: object | string;
  /** OpenAPI overlays to apply to it, in this order: objects, or JSON or YAML text. */
  readonly overlays?: readonly (object | string)[];
  /** The base URL of the real service: calls are passed through to it, keys included, and nothing is mocked. */
  readonly upstream?: string;
}

/** A response of the real service about a job: an entry of a file `responses.yaml`. Headers, and keys in them, are not in it. */
export interface RecordedResponse {
  readonly api: string;
  /** A sentence about the response. */
  readonly name: string;
  readonly job: string;
  readonly mark: "observed";
  readonly response: { readonly status: number; readonly body?: unknown };
  /** What the declaration takes it for. */
  readonly means: { readonly phase?: Phase; readonly error?: ErrorKind };
}

/** How a mock service behaves. */
export interface MockOptions {
  readonly apis: readonly MockApiSource[];
  /** Where time comes from; a virtual one for tests. @default the machine's clock */
  readonly clock?: Clock;
  /** The same seed gives the same ids and the same lifecycles, on any machine. @default 1 */
  readonly seed?: string | number;
  /**
   * When the mock's time begins. Dates in bodies then follow from it and from advances of the clock alone: with the same
   * seed, bodies are equal byte for byte. @default the clock's now
   */
  readonly startTime?: Date | string | number;
  /** How much faster than the clock jobs run; waits that responses name stay as they are. @default 1 */
  readonly speed?: number;
  /** What plays when nobody chooses: a name, or the scenario itself. @default the document's typical duration */
  readonly scenario?: string | Scenario;
  /** Scenarios of one's own, by name. */
  readonly scenarios?: Readonly<Record<string, Scenario>>;
  /** Any id that nobody created is a job, too; else it is unknown: 404. @default false */
  readonly anyId?: boolean;
  /** Requests are checked against the document; without it, whatever reaches a declared path is taken. @default true */
  readonly validate?: boolean;
  /** What addresses of files and of calls begin with, in place of where the caller reached the API; for each API by its name. */
  readonly publicUrl?: string | Readonly<Record<string, string>>;
  /** Addresses of files stay the service's own, as the document shows them. @default false */
  readonly vendorUrls?: boolean;
  /** Where OpenAPI callbacks may be sent. @default "loopback" */
  readonly callbacks?: "loopback" | "anywhere" | "none";
  /**
   * What webhooks are signed with, as their declarations say.
   * @default mockWebhookSecret, which is public and no service's
   */
  readonly webhookSecret?: string;
  /** Where webhooks go whose address a service keeps for an account; without one they are not sent. */
  readonly webhookUrl?: string;
  /** Told of every response that came from the real service and that differs from those before. */
  readonly onRecord?: (recorded: RecordedResponse) => void;
  /** Recorded responses keep their texts, which else become the document's examples. @default false */
  readonly recordsRaw?: boolean;
  /** What sends callbacks and passes calls through. @default the global `fetch` */
  readonly fetch?: typeof fetch;
  /** The only good keys. @default any key that is not empty */
  readonly keys?: readonly string[];
  /** A number of requests in a time for each key, in place of the document's own limits; `false` for none. */
  readonly limits?: { readonly requests: number; readonly per: Duration } | false;
  /** Jobs kept; beyond it the oldest is forgotten. @default 200000 */
  readonly maxJobs?: number;
  /** Requests kept in the log. @default 1000 */
  readonly maxRequests?: number;
  /** Told of every request once it has got its response. */
  readonly log?: (entry: RequestEntry) => void;
}

/** One request as the log keeps it. Keys are not in it. */
export interface RequestEntry {
  /** Counts up from 1. */
  readonly number: number;
  /** The mock's time in epoch milliseconds. */
  readonly atMs: number;
  /** The same moment for callers: jumps count, speed does not. Intervals between polls are measured in it. */
  readonly callerMs: number;
  readonly api: string;
  readonly method: string;
  /** Path and query; a key in the query is masked. */
  readonly target: string;
  /** 0 where the connection was dropped before any response. */
  readonly status: number;
  readonly operation?: string;
  /** The id of the job that was started or read. */
  readonly job?: string;
  /** That job's name in its API's document, as the control API names it. */
  readonly jobName?: string;
  /** What the response said of it, such as `pending` or `failed`. */
  readonly kind?: string;
  /** The number of the poll of the job. */
  readonly poll?: number;
  readonly scenario?: string;
  /** The fault that was played. */
  readonly fault?: string;
  /** The form of an unfinished response that is only assumed. */
  readonly assumed?: string;
  /** What the document has against the request or the response. */
  readonly violations?: readonly string[];
  /** What the caller may do about a refusal. */
  readonly hint?: string;
  /** By names in lower case; those that carry a key are masked. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly responseHeaders: Readonly<Record<string, string>>;
  /** The first part of what was sent and of the response. */
  readonly requestBody: string;
  readonly responseBody: string;
}
