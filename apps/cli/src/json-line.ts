import type { ItemState } from "@genwait/lifecycle";
import { errorFacts } from "./error-facts.ts";
import type { Result } from "./result.ts";

/** One result as one line of JSON Lines. */
export const jsonLine = (result: Result): string => `${JSON.stringify(resultAsData(result))}\n`;

const resultAsData = (result: Result): object => {
  const { job, attempts, elapsedMs } = result;
  const which = { api: job.api, job: job.name, id: job.id };
  const took = { attempts, elapsedMs: Math.round(elapsedMs) };
  if (result.end === undefined) return { ...which, ...took, error: errorFacts(result.error) };
  const { end } = result;
  return {
    ...which,
    phase: end.phase,
    ...took,
    items: end.items.map(withoutBody),
    ...(end.phase === "failed" && { failure: end.failure }),
    body: end.body,
  };
};

// The items' bodies stand in the whole body already.
const withoutBody = ({ body: _, ...item }: ItemState): Omit<ItemState, "body"> => item;
