import type { ErrorKind, FailureKind, ItemPhase, Phase } from "@genwait/lifecycle";

import type { Json } from "../openapi/json.ts";

/** A realistic response of a status operation, and what it means: one entry of a `responses.yaml`. */
export interface ResponseCase {
  /** A sentence about the response, unique in its file. */
  readonly name: string;
  readonly job: string;
  readonly mark: "documented" | "observed" | "assumed";
  /** Where the response was seen. */
  readonly source?: string;
  readonly request: { readonly id: string; readonly expectedItems?: number };
  readonly response: CannedResponse;
  readonly means: Meaning;
}

export interface CannedResponse {
  readonly status: number;
  /** By lower-case name; a content type is always among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it is sent. */
  readonly text: string;
  /** The body as JSON; absent where it is none on purpose. */
  readonly body?: Json;
}

/** What a response says about the job, or why the call failed. */
export type Meaning = JobMeaning | { readonly error: ErrorKind };

export interface JobMeaning {
  readonly phase: Phase;
  readonly failure?: FailureKind;
  readonly message?: string;
  readonly code?: string | number;
  /** The phase of each item, in order. */
  readonly items?: readonly ItemPhase[];
  readonly unknownStatus?: string | number | boolean;
  readonly stage?: string;
  readonly progress?: number;
}
