import { jsonResponse, type RawResponse } from "../response/raw-response.ts";
import { ControlError, type ControlProblem } from "./control-error.ts";

/** Why the control API refuses: as a code, a title, and what to do. */
export const problem = (status: number, title: string, detail: string): RawResponse => ({
  ...jsonResponse(status, { type: "mock", title, status, detail }),
  mediaType: "application/problem+json",
});

/** The response to an error: expected ones in their own words. */
export const problemOf = (error: unknown): RawResponse => {
  if (!(error instanceof ControlError))
    return problem(500, "The mock failed", error instanceof Error ? error.message : String(error));
  const [status, title] = texts[error.problem];
  return problem(status, title, error.message);
};

const texts: Readonly<Record<ControlProblem, readonly [status: number, title: string]>> = {
  "bad-request": [400, "Not understood"],
  "bad-scenario": [400, "No such scenario"],
  "is-over": [409, "The job is over"],
  "job-exists": [409, "The job exists"],
  "no-api": [400, "No such API"],
  "no-declaration": [400, "No such job"],
  "no-fault": [404, "No such fault"],
  "no-job": [404, "No such job"],
  "no-scenario": [404, "No such scenario"],
  "several-jobs": [409, "Several jobs"],
};
