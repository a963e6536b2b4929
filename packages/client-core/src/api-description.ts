import type { ErrorKind, Job, Lifecycle, Rule, SavedJob, Scalar, XWebhook } from "@genwait/lifecycle";
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
  /** The environment variable that holds what webhooks are signed with; absent for an API without them. */
  readonly webhookSecretVariable?: string;
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
  /** What stands before the key, such as `Bearer `; not added to a key that begins with it. @default nothing */
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
  /** The pinned base URL of an operation that is elsewhere; the key goes there, too. @default the API's */
  readonly baseUrl?: string;
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
  /** The one value that is legal: sent where none is given. */
  readonly value?: Scalar;
}

/** The Link from a create to the job it starts, and what it carries over. */
export interface ApiStart {
  /** The client's method that calls the create and gives the job, such as `startThing`. */
  readonly method: string;
  readonly job: string;
  /** A JSON Pointer to the new job's id in the create's response. */
  readonly id: string;
  /** A JSON Pointer to the list in the create's response whose length is the number of items to wait for. */
  readonly items?: string;
  /** What the job carries beside its id, by the names of its parameters: a runtime expression over the create, or a constant. @default none */
  readonly parameters?: Readonly<Record<string, CarriedValue>>;
  /** Where the create's response has the addresses of the job's operations. @default the operations' own */
  readonly addresses?: { readonly status?: ApiAddress; readonly output?: ApiAddress; readonly cancel?: ApiAddress };
  /** The create's response tells the job's state, too, and may be its result already. @default false */
  readonly tellsState?: true;
}

/** Where a value comes from: a runtime expression, or the value itself. */
export type CarriedValue = { readonly from: string } | { readonly value: Scalar };

/** An address that a response gives. Nothing is sent to one whose host is not declared. */
export interface ApiAddress {
  /** A runtime expression over the response. */
  readonly from: string;
  /** Exact hosts, or `*.` and a domain of at least two labels; the client's own base URL is always allowed. */
  readonly hosts: readonly string[];
}

/** A job, and the operations that are called about it. */
export interface ApiJob {
  readonly name: string;
  readonly lifecycle: Lifecycle;
  readonly status: JobCall;
  /** What gives the output, one after another; each Link stands on the response before, the first on the status response. */
  readonly output?: readonly JobCall[];
  readonly cancel?: JobCall;
  /** Gives fresh addresses, where a poll does not. */
  readonly renew?: JobCall;
  readonly webhook?: ApiWebhook;
  /** What a job made by hand is given beside its id. @default none */
  readonly parameters?: readonly GivenParameter[];
  readonly deprecated?: true;
}

/** An operation that is called about a job, and what its request carries. */
export interface JobCall {
  /** The operation's id. */
  readonly operation: string;
  readonly parameters: readonly CallParameter[];
  /** Where the response that carries the Link has an address to use in place of the operation's own. */
  readonly address?: ApiAddress;
  /** The media types, other than JSON, that the operation's good responses declare: a response of one is a `Blob`. @default none */
  readonly media?: readonly string[];
}

/** How a service tells that a job is over. */
export type ApiWebhook = Omit<XWebhook, "callback">;

/**
 * One value in a request: `$job.id`, `$job.parameters.<name>`, a runtime expression over the response that carries the Link
 * and its request, or a constant. In `body` the name is a member's.
 */
export type CallParameter = {
  readonly name: string;
  readonly in: ApiParameter["in"] | "body";
  /** The value has slashes, which are kept; what stands between them is checked and encoded. */
  readonly segments?: true;
} & CarriedValue;

/** A parameter that a job made by hand is given. */
export interface GivenParameter {
  readonly name: string;
  /** @default "string" */
  readonly type?: "number" | "boolean";
  /** @default false */
  readonly required?: true;
}

/**
 * What every generated client has in common, for programs that know no API by name: they find paths and jobs in the
 * {@link ApiDescription}, and make jobs by `jobOf` and `startJob`.
 */
export interface AnyClient {
  /** The name of its API, as its jobs tell it. */
  readonly api: string;
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
