import type { ErrorKind, Job, Lifecycle, Rule, SavedJob } from "@genwait/lifecycle";
import type { Middleware } from "openapi-fetch";
import type { ClientOptions } from "./client-options.ts";

/**
 * What a generated package says about its API, as data; the command line and the contract suite know an API only through
 * it. Lists, so that no name of a vendor's is ever the name of a property.
 */
export interface ApiDescription<C extends AnyClient = AnyClient> {
  readonly name: string;
  readonly title: string;
  /** The environment variable that holds the key. */
  readonly keyVariable: string;
  /** The effective base URL, its variables resolved. */
  readonly baseUrl: string;
  /** How the key travels; absent for an API without keys. */
  readonly key?: ApiKey;
  /** Which header carries the id that the vendor's support asks for. @default x-request-id */
  readonly requestIdHeader?: string;
  readonly operations: readonly ApiOperation[];
  readonly jobs: readonly ApiJob[];
  /** The job that is meant when no name is given. */
  readonly defaultJob: string;
  /** Kinds that the HTTP code alone does not tell; the first match wins, before the table of codes. @default none */
  readonly errors?: readonly ErrorRule[];
  createClient(options?: ClientOptions): C;
}

/** Where the key goes in a request. */
export interface ApiKey {
  readonly in: "header" | "query";
  readonly name: string;
  /** `Bearer ` for HTTP bearer schemes. @default nothing */
  readonly prefix?: string;
}

/** What a response that matches means, whatever its HTTP code. */
export interface ErrorRule extends Rule {
  readonly is: ErrorKind;
}

/** One operation of the API. */
export interface ApiOperation {
  readonly id: string;
  readonly method: "GET" | "PUT" | "POST" | "DELETE" | "OPTIONS" | "HEAD" | "PATCH" | "TRACE";
  /** With `{name}` where a path parameter goes. */
  readonly path: string;
  /** @default none */
  readonly parameters?: readonly ApiParameter[];
  /** Absent for an operation that takes no body. */
  readonly body?: { readonly required: boolean; readonly media: string };
  /** The job that the operation starts, which is paid for. */
  readonly starts?: ApiStart;
  readonly deprecated?: true;
}

export interface ApiParameter {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  /** @default false */
  readonly required?: true;
  /** @default `form` in the query, as OpenAPI has it */
  readonly style?: string;
  /** @default true for `form` */
  readonly explode?: boolean;
  /** @default false */
  readonly allowReserved?: boolean;
}

/** The Link from a create to the job it starts. */
export interface ApiStart {
  /** The client's method that calls the create and gives the job, such as `startThing`. */
  readonly method: string;
  readonly job: string;
  /** A JSON Pointer to the new job's id in the create's response. */
  readonly id: string;
  /** A JSON Pointer to the list in the create's response whose length is the number of items to wait for. */
  readonly items?: string;
}

/** A job, and the operation that reports on it. */
export interface ApiJob {
  readonly name: string;
  readonly lifecycle: Lifecycle;
  /** The id of the status operation. */
  readonly operation: string;
  /** Where the status operation's request carries the job's id. */
  readonly id: { readonly name: string; readonly in: "path" | "query" | "body" };
  readonly deprecated?: true;
}

/**
 * What every generated client has in common, for programs that know no API by name: they find paths and jobs in the
 * {@link ApiDescription}, and make jobs by `jobOf` and `startJob`.
 */
export interface AnyClient {
  /** The name of the account that the client was given: its jobs are told apart by it. */
  readonly account?: string;
  /** Calls an operation by its method, in lower case, and its path. */
  request(method: string, path: string, init?: Readonly<Record<string, unknown>>): Promise<AnyResponse>;
  /** Adds middlewares of openapi-fetch. */
  use(...middleware: Middleware[]): void;
  /** Removes middlewares that `use` added. */
  eject(...middleware: Middleware[]): void;
  /** The job that `JSON.stringify(job)` wrote, perhaps in another process. */
  resume(saved: SavedJob): Job;
}

/** A response as openapi-fetch gives it: `data` for a good status, `error` for a bad one. */
export interface AnyResponse {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}
