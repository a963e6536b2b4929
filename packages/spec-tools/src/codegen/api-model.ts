import type { XError, XJob } from "@genwait/lifecycle";

import type { JsonObject } from "../merge/json.ts";

/** A JSON Schema of OpenAPI 3.0 or 3.1. */
export type Schema = JsonObject;

/** What the emitters need to know of an API, read once from its merged document. */
export interface ApiModel {
  /** The folder's name under `specs/`. */
  readonly name: string;
  readonly title: string;
  /** The environment variable that holds the key. */
  readonly keyVariable: string;
  readonly baseUrl: string;
  readonly key?: KeyModel;
  readonly requestIdHeader?: string;
  readonly operations: readonly OperationModel[];
  readonly jobs: readonly JobModel[];
  readonly defaultJob: string;
  readonly errors: readonly XError[];
  readonly document: JsonObject;
}

export interface KeyModel {
  readonly in: "header" | "query";
  readonly name: string;
  readonly prefix?: string;
}

export type Method = "get" | "post" | "put" | "patch" | "delete";

export interface OperationModel {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly summary?: string;
  readonly description?: string;
  /** What is only observed or assumed of it, as a sentence; empty for what the vendor documents. */
  readonly mark: string;
  readonly isDeprecated: boolean;
  readonly parameters: readonly ParameterModel[];
  readonly body?: BodyModel;
  readonly answers: readonly AnswerModel[];
  readonly starts?: StartModel;
}

export interface ParameterModel {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly isRequired: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

export interface BodyModel {
  readonly isRequired: boolean;
  readonly schema: Schema;
}

/** A declared answer: what stands under a code of `responses`. */
export interface AnswerModel {
  /** `200`, `2XX` or `default`. */
  readonly code: string;
  /** The schema of its JSON; absent where it declares none. */
  readonly schema?: Schema;
  readonly isEmpty: boolean;
}

/** The Link from a create to the job it starts. */
export interface StartModel {
  readonly job: string;
  readonly id: string;
  readonly items?: string;
}

export interface JobModel {
  readonly declaration: XJob;
  readonly operation: OperationModel;
  readonly id: { readonly in: "path" | "query" | "body"; readonly name: string };
}
