import type { ItemState } from "@genwait/lifecycle";
import { errorFacts } from "./error-facts.ts";
import type { SameService } from "./how-to-go-on.ts";
import type { Outcome } from "./outcome.ts";
import { terminalJson } from "./terminal-text.ts";

/** One outcome as one line of JSON Lines. */
export const jsonLine = (outcome: Outcome, service: Pick<SameService, "keyVariable">): string =>
  `${terminalJson(outcomeAsData(outcome, service))}\n`;

const outcomeAsData = (outcome: Outcome, { keyVariable }: Pick<SameService, "keyVariable">): object => {
  const { job, attempts, elapsedMs, result } = outcome;
  const which = { api: job.api, job: job.name, id: job.id };
  const took = { attempts, elapsedMs: Math.round(elapsedMs) };
  if (result === undefined) return { ...which, ...took, error: errorFacts(outcome.error, keyVariable) };
  return {
    ...which,
    phase: result.phase,
    ...took,
    ...(result.items !== undefined && { items: result.items.map(withoutBody) }),
    ...(result.phase === "failed" && { failure: result.failure }),
    body: result.body,
  };
};

// The items' bodies stand in the whole body already.
const withoutBody = ({ body: _, ...item }: ItemState): Omit<ItemState, "body"> => item;
