// Made by `pnpm generate` from specs/gamma/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
import type { EndState, Job } from "@genwait/lifecycle";

import { createClient } from "./api.ts";
import type { GammaClient, GenerationEnd, GenerationState } from "./client.ts";

interface Waiter {
  wait<State extends { readonly phase: string }>(
    job: Job<State>,
    options: { readonly onUpdate: (state: State) => void },
  ): Promise<EndState<State>>;
}

type There<T> = unknown extends T ? unknown : undefined extends T ? never : null extends T ? never : unknown;

/** What the README shows. */
export const usage = async (poller: Waiter): Promise<void> => {
  const client = createClient(); // the key: GAMMA_API_KEY
  const { job } = await client.startGeneration({ inputText: "Best hikes in the United States" });
  const end = await poller.wait(job, { onUpdate: (state) => console.log(state.phase) });

  switch (end.phase) {
    case "succeeded":
      console.log(end.body.gammaUrl);
      break;
    case "failed":
      console.log(end.failure.kind, end.failure.message);
      break;
  }
};

/** Every phase, each with what it promises. */
export const phaseOfGeneration = (state: GenerationState): string => {
  switch (state.phase) {
    case "pending":
      return state.phase;
    case "succeeded":
      void (state.body["gammaUrl"] satisfies There<(typeof state.body)["gammaUrl"]>);
      return state.phase;
    case "failed":
      void (state.body["error"] satisfies There<(typeof state.body)["error"]>);
      return state.phase;
    default:
      return state satisfies never;
  }
};

export const endOfGeneration = (end: GenerationEnd): void => {
  // @ts-expect-error an end is not pending
  if (end.phase === "pending") void end;
};

export const wrongInputOfGetGenerationStatus = async (client: GammaClient): Promise<void> => {
  // @ts-expect-error the input is not optional
  await client["getGenerationStatus"]();
  // @ts-expect-error a wrong member is an error where it stands
  await client["getGenerationStatus"]({ thereIsNoSuchMember: true });
};

export const wrongInputOfCreateGeneration = async (client: GammaClient): Promise<void> => {
  // @ts-expect-error the input is not optional
  await client["createGeneration"]();
  // @ts-expect-error a wrong member is an error where it stands
  await client["createGeneration"]({ thereIsNoSuchMember: true });
};
