import type { CallErrorKind, Lifecycle, Predicates, Rule } from "@genwait/lifecycle";
import type { ApiClient, ClientOptions } from "./client-options.ts";
import type { putParameters } from "./put-parameters.ts";
import type { Validate } from "./validator.ts";

/** What a generated package says about its API, as data; the CLI and the contract suite know an API only through it. */
export interface ApiDescriptor<Client extends ApiClient = ApiClient> {
  readonly name: string;
  readonly title: string;
  /** The environment variable that holds the key. */
  readonly keyVariable: string;
  readonly baseUrl: string;
  /** How the key travels; absent for an API without keys. */
  readonly key?: HeaderKey | QueryKey;
  /** Where an answer carries the id that the vendor's support asks for, lower-case. */
  readonly requestIdHeader?: string;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly jobs: Readonly<Record<string, JobDeclaration>>;
  /** The job that is meant when no name is given. */
  readonly defaultJob: string;
  /** Kinds that the HTTP code alone does not tell; the first match wins, before the table of codes. @default none */
  readonly errors?: readonly ErrorRule[];
  /** What the rules of `errors` ask, by name: those of `@genwait/lifecycle/parts` that they use. */
  readonly predicates?: Predicates;
  createClient(options?: ClientOptions): Client;
}

export interface HeaderKey {
  readonly in: "header";
  readonly name: string;
  /** `Bearer ` for HTTP bearer schemes. @default nothing */
  readonly prefix?: string;
}

export interface QueryKey {
  readonly in: "query";
  readonly name: string;
  /** Puts the key into the query. */
  readonly put: typeof putParameters;
}

export interface ErrorRule extends Rule {
  readonly is: CallErrorKind;
}

/** One operation of the API. */
export interface Operation {
  readonly id: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With `{name}` where a path parameter goes; each of them is required. */
  readonly path: string;
  /** Those beside the path's; absent for an operation that takes none. */
  readonly parameters?: {
    readonly list: readonly Parameter[];
    /** Puts them into the query and the headers. */
    readonly put: typeof putParameters;
  };
  /** The request carries JSON: the whole input, or its member `body` where there are required parameters, too. */
  readonly body?: "input" | "member";
  /** Starts something paid: never retried, by nobody. */
  readonly starts?: Start;
  /** Validators by HTTP code; `answersByCode` makes them of classes (`2XX`) and a `default`. That of an answer without content accepts `undefined`. */
  readonly answers: Readonly<Record<number, Validate>>;
  readonly deprecated?: true;
}

/** A parameter in the query or in a header. */
export interface Parameter {
  readonly name: string;
  readonly in: "query" | "header";
  /** @default false */
  readonly required?: true;
}

/** The Link from a create to the job it starts. */
export interface Start {
  /** The client's method that calls the create and gives the job: `createThing` → `startThing`. */
  readonly method: string;
  readonly job: string;
  /** The new job's id in the create's answer. */
  readonly id: string;
  /** The list in the create's answer whose length is the number of items to wait for. */
  readonly items?: string;
}

/** A job, and the operation that reports on it. */
export interface JobDeclaration {
  readonly lifecycle: Lifecycle;
  readonly operation: string;
  /** Where the operation's request carries the id. */
  readonly id: { readonly name: string; /** @default path */ readonly in?: "query" | "body" };
  readonly deprecated?: true;
}
