/* Made by `pnpm generate` from specs/affogato/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again. */
import type { Refine } from "@genwait/client-core";
import type {
  FailedItemState,
  FailedState,
  ItemState,
  Job,
  PartialState,
  PendingState,
  SucceededState,
  WithItems,
} from "@genwait/lifecycle";

import type { components } from "./schema.ts";

/** The body of a response about a generationStatus job that goes on. */
export type GenerationStatusPending = components["schemas"]["GenerationStatusSuccessResponse"];

/** The body of a response about a generationStatus job that has succeeded. */
export type GenerationStatusSucceeded = Refine<
  components["schemas"]["GenerationStatusSuccessResponse"],
  { data: { status: "success" }[] }
>;

/** The body of a response about a generationStatus job that has succeeded in part. */
export type GenerationStatusPartial = Refine<
  components["schemas"]["GenerationStatusSuccessResponse"],
  { data: ({ status: "success" } | { status: "failed" | "censored" })[] }
>;

/** The body of a response about a generationStatus job that has failed. */
export type GenerationStatusFailed = Refine<
  components["schemas"]["GenerationStatusSuccessResponse"],
  { data: { status: "failed" | "censored" }[] }
>;

/** The body of an output of a generationStatus job, of one that goes on. */
export type GenerationStatusItemPending = Refine<components["schemas"]["GenerationStatus"], { status: (string & {}) }>;

/** The body of an output of a generationStatus job, of one that has succeeded. */
export type GenerationStatusItemSucceeded = Refine<components["schemas"]["GenerationStatus"], { status: "success" }>;

/** The body of an output of a generationStatus job, of one that has failed. */
export type GenerationStatusItemFailed = Refine<
  components["schemas"]["GenerationStatus"],
  { status: "failed" | "censored" }
>;

/** An output of a generationStatus job; told apart by `phase`. */
export type GenerationStatusItem =
  | ItemState<GenerationStatusItemPending, "pending">
  | ItemState<GenerationStatusItemSucceeded, "succeeded">
  | FailedItemState<GenerationStatusItemFailed>;

/** What a response says about a generationStatus job; told apart by `phase`. */
export type GenerationStatusState =
  | WithItems<PendingState<GenerationStatusPending>, GenerationStatusItem>
  | WithItems<SucceededState<GenerationStatusSucceeded>, GenerationStatusItem>
  | WithItems<PartialState<GenerationStatusPartial>, GenerationStatusItem>
  | WithItems<FailedState<GenerationStatusFailed>, GenerationStatusItem>;

/** How a generationStatus job ended; told apart by `phase`. */
export type GenerationStatusResult =
  | WithItems<SucceededState<GenerationStatusSucceeded>, GenerationStatusItem>
  | WithItems<PartialState<GenerationStatusPartial>, GenerationStatusItem>
  | WithItems<FailedState<GenerationStatusFailed>, GenerationStatusItem>;

/** A generationStatus job, for a poller to wait for. */
export type GenerationStatusJob = Job<GenerationStatusState, GenerationStatusResult>;

/** The body of a response about a generation job that goes on. */
export type GenerationPending = components["schemas"]["GenerationResponse"];

/** The body of a response about a generation job that has succeeded. */
export type GenerationSucceeded = Refine<
  components["schemas"]["GenerationResponse"],
  { data: { generation_id: string; media: { url: string; status: "success" }[] } }
>;

/** The body of a response about a generation job that has succeeded in part. */
export type GenerationPartial = Refine<
  components["schemas"]["GenerationResponse"],
  { data: { generation_id: string; media: ({ url: string; status: "success" } | { status: "failed" | "censored" })[] } }
>;

/** The body of a response about a generation job that has failed. */
export type GenerationFailed = Refine<
  components["schemas"]["GenerationResponse"],
  { data: { generation_id: string; media: { status: "failed" | "censored" }[] } }
>;

/** The body of an output of a generation job, of one that goes on. */
export type GenerationItemPending = Refine<components["schemas"]["Media"], { status: "pending" | (string & {}) }>;

/** The body of an output of a generation job, of one that has succeeded. */
export type GenerationItemSucceeded = Refine<components["schemas"]["Media"], { url: string; status: "success" }>;

/** The body of an output of a generation job, of one that has failed. */
export type GenerationItemFailed = Refine<components["schemas"]["Media"], { status: "failed" | "censored" }>;

/** An output of a generation job; told apart by `phase`. */
export type GenerationItem =
  | ItemState<GenerationItemPending, "pending">
  | ItemState<GenerationItemSucceeded, "succeeded">
  | FailedItemState<GenerationItemFailed>;

/** What a response says about a generation job; told apart by `phase`. */
export type GenerationState =
  | WithItems<PendingState<GenerationPending>, GenerationItem>
  | WithItems<SucceededState<GenerationSucceeded>, GenerationItem>
  | WithItems<PartialState<GenerationPartial>, GenerationItem>
  | WithItems<FailedState<GenerationFailed>, GenerationItem>;

/** How a generation job ended; told apart by `phase`. */
export type GenerationResult =
  | WithItems<SucceededState<GenerationSucceeded>, GenerationItem>
  | WithItems<PartialState<GenerationPartial>, GenerationItem>
  | WithItems<FailedState<GenerationFailed>, GenerationItem>;

/** A generation job, for a poller to wait for. */
export type GenerationJob = Job<GenerationState, GenerationResult>;
