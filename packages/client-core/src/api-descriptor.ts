import type { CallErrorKind, Lifecycle, Predicates, Rule } from "@genwait/lifecycle";
import type { ApiClient, ClientOptions } from "./client-options.ts";
import type { Validate } from "./validator.ts";

/** What a generated package says about its API, as data; the CLI and the contract suite know an API only through it. */
export interface ApiDescriptor<Client extends ApiClient = ApiClient> {
  readonly name: string;
  readonly title: string;
  /** The environment variable that holds the key. */
  readonly keyVariable: string;
  readonly baseUrl: string;
  /** How the key travels; absent for an API without keys. `prefix` is `Bearer ` for HTTP bearer schemes. */
  readonly key?: { readonly in: "header" | "query"; readonly name: string; readonly prefix?: string };
  /** Where an answer carries the id that the vendor's support asks for, lower-case. */
  readonly requestIdHeader?: string;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly jobs: Readonly<Record<string, JobDeclaration>>;
  /** The job that is meant when no name is given. */
  readonly defaultJob: string;
  /** Kinds that the HTTP code alone does not tell; the first match wins, before the table of codes. */
  readonly errors: readonly ErrorRule[];
  /** What the rules of `errors` ask, by name: those of `@genwait/lifecycle/parts` that they use. */
  readonly predicates?: Predicates;
  createClient(options?: ClientOptions): Client;
}

export interface ErrorRule extends Rule {
  readonly is: CallErrorKind;
}

/** One operation of the API. */
export interface Operation {
  readonly id: string;
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  /** With `{name}` where path parameters go. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** The request carries JSON. */
  readonly hasBody: boolean;
  /** Starts something paid: never retried, by nobody. */
  readonly starts?: Start;
  /** Validators by HTTP code, or by class (`2XX`), or `default`. That of an answer without content accepts `undefined`. */
  readonly answers: Readonly<Record<string, Validate>>;
  readonly deprecated?: true;
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
}

/** The Link from a create to the job it starts. */
export interface Start {
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
  readonly id: { readonly in: "path" | "query" | "body"; readonly name: string };
  readonly deprecated?: true;
}
