/* Made by `pnpm generate` from specs/affogato/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again. */
import type { FetchOptions } from "@genwait/client-core";
import type { Job } from "@genwait/lifecycle";

import { createClient, type AffogatoClient } from "./client.ts";
import type { GenerationResult, GenerationState, GenerationStatusResult, GenerationStatusState } from "./jobs.ts";
import type { operations } from "./schema.ts";

interface Waiter {
  wait<State extends { readonly phase: string }, Result>(
    job: Job<State, Result>,
    options: { readonly onUpdate: (state: State) => void },
  ): Promise<Result>;
}

type Present<T> = unknown extends T ? unknown : undefined extends T ? never : null extends T ? never : unknown;

type Known<T> = unknown extends T ? never : unknown;

/** What the README shows. */
export const usage = async (poller: Waiter): Promise<void> => {
  const client = createClient(); // the key: AFFOGATO_API_KEY
  const { job } = await client.startGeneration([{ prompt: { positive: "a lighthouse at dusk, film grain" } }]);
  const result = await poller.wait(job, { onUpdate: (state) => console.log(state.phase) });

  switch (result.phase) {
    case "succeeded":
    case "partial":
      for (const item of result.items) if (item.phase === "succeeded") console.log(item.body.url);
      break;
    case "failed":
      console.log(result.failure.kind, result.failure.message);
      break;
  }
};

/** Every phase, each with what it guarantees. */
export const phaseOfGenerationStatus = (state: GenerationStatusState): string => {
  switch (state.phase) {
    case "pending":
      return state.phase;
    case "succeeded":
      return state.phase;
    case "partial":
      return state.phase;
    case "failed":
      return state.phase;
    default:
      return state satisfies never;
  }
};

export const resultOfGenerationStatus = (result: GenerationStatusResult): void => {
  // @ts-expect-error a result is not pending
  if (result.phase === "pending") void result;
};

/** Every phase, each with what it guarantees. */
export const phaseOfGeneration = (state: GenerationState): string => {
  switch (state.phase) {
    case "pending":
      return state.phase;
    case "succeeded":
      return state.phase;
    case "partial":
      return state.phase;
    case "failed":
      return state.phase;
    default:
      return state satisfies never;
  }
};

export const resultOfGeneration = (result: GenerationResult): void => {
  // @ts-expect-error a result is not pending
  if (result.phase === "pending") void result;
};

export const rawPollOfGenerationStatus = async (
  client: AffogatoClient,
  init: FetchOptions<operations["getGenerationStatus"]>,
): Promise<void> => {
  const { data, response } = await client.GET("/pub/v1/generations/{generation_id}/status", init);
  void (data satisfies Known<typeof data>);
  void (response satisfies Response);
};

export const rawPollOfGeneration = async (
  client: AffogatoClient,
  init: FetchOptions<operations["getGeneration"]>,
): Promise<void> => {
  const { data, response } = await client.GET("/pub/v1/generations/{generation_id}", init);
  void (data satisfies Known<typeof data>);
  void (response satisfies Response);
};
