import type { ApiDescriptor, Operation } from "@genwait/client-core";
import type { Lifecycle, XJob } from "@genwait/lifecycle";
import type { AnswerCase } from "@genwait/spec-tools";
import type { JsonObject } from "./json.ts";

/** An API as the suite sees it: what was generated, and what a person wrote down about its answers. */
export interface ContractApi {
  readonly name: string;
  /** Of `openapi.yaml`, `overlay.yaml` and `answers.yaml`. */
  readonly specFolder: string;
  /** Of the generated package. */
  readonly clientFolder: string;
  /** The arguments that make the CLI take it: its name, or `--api` and the folder. */
  readonly cliArguments: readonly string[];
  readonly descriptor: ApiDescriptor;
  /** The merged document that the package ships. */
  readonly document: JsonObject;
  readonly jobs: readonly ContractJob[];
}

/** One job of an API. */
export interface ContractJob {
  readonly name: string;
  /** `<api> <job>`, for titles. */
  readonly title: string;
  readonly declaration: XJob;
  readonly lifecycle: Lifecycle;
  /** Reports on the job. */
  readonly operation: Operation;
  /** True-looking answers, each with what it means: the oracle that was written by hand. */
  readonly answers: readonly AnswerCase[];
  /** Starts one; absent where no Link leads here. */
  readonly create?: ContractCreate;
}

export interface ContractCreate {
  readonly operation: Operation;
  /** All that the document has examples for. */
  readonly input: unknown;
  /** Only what the document demands. */
  readonly leastInput: unknown;
}
