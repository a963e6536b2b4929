import type { Clock, Departure, Job, SavedJob } from "@genwait/lifecycle";

/** How a client reaches its service. */
export interface ClientOptions {
  /** The key, or a function that gives it at each call. @default the API's environment variable, `<NAME>_API_KEY` */
  readonly apiKey?: string | (() => string | Promise<string>);
  /** @default the server that the API's document names */
  readonly baseUrl?: string;
  /** @default the platform's `fetch`, looked up at each call */
  readonly fetch?: typeof globalThis.fetch;
  /** The limit of one call, from sending to the last byte of the answer, in milliseconds. @default 30000 */
  readonly timeoutMs?: number;
  /** Every departure from the schema is an error, also a harmless one. For tests. @default false */
  readonly strict?: boolean;
  /** Told once for each place where answers leave their schema without harm. */
  readonly onDeparture?: (departure: Departure) => void;
  /** Clients with the same object share one pace. @default a new object for each client */
  readonly paceGroup?: object;
  /** @default the machine's own time */
  readonly clock?: Clock;
}

/** What can be said of one call. `Parameters` are `never` where an input has room for all that the operation takes. */
export interface CallOptions<Parameters = never> {
  readonly signal?: AbortSignal;
  /** @default the client's `timeoutMs` */
  readonly timeoutMs?: number;
  /** The optional parameters of an operation whose input is its body. */
  readonly parameters?: Parameters;
}

/** Parameters by name, for programs that know no operation. */
export type NamedParameters = Readonly<Record<string, unknown>>;

export interface JobOptions {
  /** How many outputs were asked for; fewer are still pending. @default as many as the answer lists */
  readonly expectedItems?: number;
  /** When the job was created, in epoch milliseconds: opens the grace in which a 404 is no end. */
  readonly createdAtMs?: number;
}

/** A started job, with the answer of the create that started it. */
export interface Started<StartedJob extends Job<{ readonly phase: string }> = Job, Body = unknown> {
  readonly job: StartedJob;
  readonly body: Body;
}

/**
 * The part that every client has, and that programs use which know no API by name.
 * A generated client adds a typed method for each operation, for each create (`start…`) and for each job.
 */
export interface ApiClient {
  /**
   * Any operation by its id. An operation without a body takes its parameters by name (`{ id }`), one with a body and no
   * required parameter takes the body, with the optional ones in the options (`{ parameters: { page: 2 } }`), and one with
   * both takes the parameters with the body under `body`.
   */
  call(operation: string, input: unknown, options?: CallOptions<NamedParameters>): Promise<unknown>;
  /** A create by its operation id; gives the job that its Link leads to. */
  start(operation: string, input: unknown, options?: CallOptions<NamedParameters>): Promise<Started>;
  /** A job by its declared name and its id; sends nothing. */
  job(name: string, id: string, options?: JobOptions): Job;
  /** The job that `JSON.stringify(job)` wrote, perhaps in another process. */
  resume(saved: SavedJob): Job;
  /** The object that jobs of this client share their pace by. */
  readonly paceGroup: object;
}
