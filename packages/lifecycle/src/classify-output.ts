import { reasonAt } from "./classify-response.ts";
import { type Failure, failureKindOf } from "./job-state.ts";
import type { OutputStep } from "./lifecycle.ts";
import { findRule, type ResponseFacts } from "./rules.ts";

/** What a response of an operation that gives a job's output says of the job. */
export type OutputClassification =
  | { readonly is: "pending" }
  | { readonly is: "failed"; readonly failure: Failure }
  /** Nothing that is declared: with a good status it is the output, with another an error of the call. */
  | { readonly is: "unclassified" };

/**
 * Classifies one response by what its step declares; what is pending first, for a failure is the end. Pure; never throws.
 */
export const classifyOutput = ({ failed, pending }: OutputStep, response: ResponseFacts): OutputClassification => {
  const { status, body } = response;
  if (findRule(pending, response)) return { is: "pending" };
  const failure = findRule(
    failed?.filter(
      ({ when }) =>
        !isAboutTheCall(
          status,
          when.some((predicate) => predicate.status === status),
        ),
    ),
    response,
  );
  if (!failure) return { is: "unclassified" };
  const kind = failureKindOf(failure.is ?? "failed");
  return { is: "failed", failure: { kind, status, ...reasonAt(failure, body) } };
};

// A key, a rate, a time limit, a service that is down: whoever names these codes cannot mean the job.
const neverTheJob: ReadonlySet<number> = new Set([401, 407, 408, 429, 503]);
// A class of codes does not mean these; one by one they may be named.
const rarelyTheJob: ReadonlySet<number> = new Set([402, 403, 404, 410, 425, 502, 504]);

const isAboutTheCall = (status: number, isNamed: boolean): boolean =>
  neverTheJob.has(status) || (rarelyTheJob.has(status) && !isNamed);
