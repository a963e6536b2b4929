/* Made by `pnpm generate` from specs/gamma/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again. */
import type { FetchOptions } from "@genwait/client-core";
import type { Job } from "@genwait/lifecycle";

import { createClient, type GammaClient } from "./client.ts";
import type { GenerationResult, GenerationState } from "./jobs.ts";
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
  const client = createClient(); // the key: GAMMA_API_KEY
  const { job } = await client.startGeneration({ inputText: "Best hikes in the United States" });
  const result = await poller.wait(job, { onUpdate: (state) => console.log(state.phase) });

  switch (result.phase) {
    case "succeeded":
      console.log(result.body.gammaUrl);
      break;
    case "failed":
      console.log(result.failure.kind, result.failure.message);
      break;
  }
};

/** Every phase, each with what it guarantees. */
export const phaseOfGeneration = (state: GenerationState): string => {
  switch (state.phase) {
    case "pending":
      return state.phase;
    case "succeeded":
      void (state.body.gammaUrl satisfies Present<(typeof state.body)["gammaUrl"]>);
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

export const wrongBodyOfStartGeneration = async (client: GammaClient): Promise<void> => {
  // @ts-expect-error the body is not optional
  await client.startGeneration();
  // @ts-expect-error what is required has to be there
  await client.startGeneration({});
  // @ts-expect-error a wrong member is an error where it stands
  await client.startGeneration({ thereIsNoSuchMember: true });
};

export const rawPollOfGeneration = async (
  client: GammaClient,
  init: FetchOptions<operations["getGenerationStatus"]>,
): Promise<void> => {
  const { data, response } = await client.GET("/v1.0/generations/{id}", init);
  void (data satisfies Known<typeof data>);
  void (response satisfies Response);
};
