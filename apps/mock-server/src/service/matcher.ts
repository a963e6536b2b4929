import type { JobModel } from "../document/api-model.ts";
import type { Operation } from "../document/operation.ts";
import { valueAt } from "../document/runtime-expression.ts";
import type { Engine, EngineResponse, EngineRequest } from "../engine/engine.ts";

/** What a request is about. */
export type Matched =
  | { readonly is: "poll"; readonly operation: Operation; readonly job: JobModel; readonly id: string }
  | { readonly is: "other"; readonly operation: Operation }
  | { readonly is: "refused"; readonly operation?: Operation; readonly response: EngineResponse };

/** Tells what a request is about; `key` is its method and target. */
export type Matcher = (key: string, request: EngineRequest) => Promise<Matched>;

/**
 * Asks the engine what a request is for and whether it may be. The verdict on a poll that carries nothing but its address
 * is kept: the engine would give the same one again, and a job is read many times.
 */
export const createMatcher = (engine: Engine, jobs: readonly JobModel[]): Matcher => {
  const kept = new Map<string, Matched>();
  return async (key, request) => {
    const known = request.body === undefined ? kept.get(key) : undefined;
    if (known !== undefined) return known;
    const match = await engine.match(request);
    if (!match.ok)
      return {
        is: "refused",
        response: match.response,
        ...(match.operation !== undefined && { operation: match.operation }),
      };
    const { operation } = match;
    const job = jobs.find((candidate) => candidate.operation === operation);
    const id = job === undefined ? undefined : valueAt(job.id, request, operation.path);
    if (job === undefined || id === undefined || id === "") return { is: "other", operation };
    const matched: Matched = { is: "poll", operation, job, id };
    if (request.body === undefined && !operation.readsHeaders) {
      if (kept.size >= mostKept) kept.clear();
      kept.set(key, matched);
    }
    return matched;
  };
};

// As many as jobs are kept by default would cost 30 MB; readers of more than these ask the engine more often, no more.
const mostKept = 100_000;
