import type { RuntimeExpression } from "@genwait/lifecycle";

import type { ApiModel, JobFollowUp, JobModel } from "../document/api-model.ts";
import { carriedIn } from "../document/follow-ups.ts";
import type { Operation } from "../document/operation.ts";
import { valueAt } from "../document/runtime-expression.ts";
import type { Engine, EngineRequest, EngineResponse } from "../engine/engine.ts";
import { reasonsOf, type Violation } from "../engine/violation.ts";
import type { ScenarioBook } from "../scenario/scenario-book.ts";

/** What a request is about. */
export type Matched =
  | {
      readonly is: "poll";
      readonly operation: Operation;
      readonly job: JobModel;
      readonly id: string;
      /** What stands beside the id. */
      readonly carried: Readonly<Record<string, string>>;
    }
  | { readonly is: "other"; readonly operation: Operation }
  | {
      readonly is: "refused";
      readonly operation: Operation;
      readonly job?: JobModel;
      /** What the document has against the request. */
      readonly reasons: readonly string[];
    }
  | { readonly is: "unrouted"; readonly response: EngineResponse };

/** Tells what a request is about; `key` is its method and target. */
export type Matcher = (key: string, request: EngineRequest) => Promise<Matched>;

/** What a matcher goes by beside the engine. */
export interface MatcherOptions {
  readonly jobs: readonly JobModel[];
  /** What is asked of jobs beside their status. */
  readonly followUps: ApiModel["followUps"];
  readonly book: ScenarioBook;
  /** Whether a request must be as the document wants it. */
  readonly validates: boolean;
}

/**
 * Asks the engine what a request is for and whether it may be. The verdict on a poll that carries nothing but its address
 * is kept: the engine would give the same one again, and a job is polled many times.
 */
export const createMatcher = (engine: Engine, { jobs, followUps, book, validates }: MatcherOptions): Matcher => {
  const kept = new Map<string, Matched>();
  return async (key, request) => {
    const known = request.body === undefined ? kept.get(key) : undefined;
    if (known !== undefined) return known;
    const match = await engine.match(request);
    if (!match.ok) return { is: "unrouted", response: match.response };
    const { operation } = match;
    const job = jobs.find((candidate) => candidate.operation === operation);
    const id = job === undefined ? undefined : valueAt(job.id, request, operation.path);
    // An address that ends where the id should stand.
    if (job !== undefined && id === "") return { is: "poll", operation, job, id, carried: {} };
    // An id that chooses a scenario is made up: it need not look like the service's own.
    const places = job === undefined ? idPlaces(followUps.get(operation) ?? []) : [job.id];
    const madeUp = places.filter((place) => {
      const written = valueAt(place, request, operation.path);
      return written !== undefined && book.namedBy(written) !== undefined;
    });
    const isMadeUp = madeUp.length > 0;
    const violations = match.violations.filter((one) => !madeUp.some((place) => isAbout(one, place)));
    if (validates && violations.length > 0)
      return { is: "refused", operation, reasons: reasonsOf(violations), ...(job !== undefined && { job }) };
    if (job === undefined || id === undefined) return { is: "other", operation };
    const carried = carriedIn(job.carried, request, operation.path);
    const matched: Matched = { is: "poll", operation, job, id, carried };
    if (request.body === undefined && !operation.readsHeaders && !isMadeUp) {
      // Whoever polls more of these asks the engine more often, no more.
      if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? "");
      kept.set(key, matched);
    }
    return matched;
  };
};

const isAbout = ({ path: [place, name] }: Violation, id: RuntimeExpression): boolean =>
  place === id.in && name === id.at;

const idPlaces = (followUps: readonly JobFollowUp[]): readonly RuntimeExpression[] =>
  followUps.flatMap(({ followUp: { request } }) =>
    request.flatMap(({ place, value }) => (value.is === "id" ? [place] : [])),
  );

// As many as jobs are kept by default would cost 30 MB.
const mostKept = 100_000;
