// Made by `pnpm generate` from specs/affogato/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
import type { EndState, Job } from "@genwait/lifecycle";

import { createClient } from "./api.ts";
import type {
  AffogatoClient,
  GenerationEnd,
  GenerationState,
  GenerationStatusEnd,
  GenerationStatusState,
} from "./client.ts";

interface Waiter {
  wait<State extends { readonly phase: string }>(
    job: Job<State>,
    options: { readonly onUpdate: (state: State) => void },
  ): Promise<EndState<State>>;
}

type There<T> = unknown extends T ? unknown : undefined extends T ? never : null extends T ? never : unknown;

/** What the README shows. */
export const usage = async (poller: Waiter): Promise<void> => {
  const client = createClient(); // the key: AFFOGATO_API_KEY
  const { job } = await client.startGeneration([{ prompt: { positive: "a lighthouse at dusk, film grain" } }]);
  const end = await poller.wait(job, { onUpdate: (state) => console.log(state.phase) });

  switch (end.phase) {
    case "succeeded":
    case "partial":
      for (const item of end.items) if (item.phase === "succeeded") console.log(item.body.url);
      break;
    case "failed":
      console.log(end.failure.kind, end.failure.message);
      break;
  }
};

/** Every phase, each with what it promises. */
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

export const endOfGenerationStatus = (end: GenerationStatusEnd): void => {
  // @ts-expect-error an end is not pending
  if (end.phase === "pending") void end;
};

/** Every phase, each with what it promises. */
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

export const endOfGeneration = (end: GenerationEnd): void => {
  // @ts-expect-error an end is not pending
  if (end.phase === "pending") void end;
};

export const wrongInputOfGetGenerationStatus = async (client: AffogatoClient): Promise<void> => {
  // @ts-expect-error the input is not optional
  await client["getGenerationStatus"]();
  // @ts-expect-error a wrong member is an error where it stands
  await client["getGenerationStatus"]({ thereIsNoSuchMember: true });
};

export const wrongInputOfGetGeneration = async (client: AffogatoClient): Promise<void> => {
  // @ts-expect-error the input is not optional
  await client["getGeneration"]();
  // @ts-expect-error a wrong member is an error where it stands
  await client["getGeneration"]({ thereIsNoSuchMember: true });
};

export const wrongInputOfCreateGeneration = async (client: AffogatoClient): Promise<void> => {
  // @ts-expect-error the input is not optional
  await client["createGeneration"]();
  // @ts-expect-error a wrong member is an error where it stands
  await client["createGeneration"]({ thereIsNoSuchMember: true });
};
