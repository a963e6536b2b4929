/** Why the control cannot do what was asked. */
export type ControlProblem =
  | "bad-request"
  | "bad-scenario"
  | "is-over"
  | "job-exists"
  | "no-api"
  | "no-declaration"
  | "no-fault"
  | "no-job"
  | "no-scenario"
  | "several-jobs";

/** A wish that the control cannot fulfil. The HTTP API answers it as a problem. */
export class ControlError extends Error {
  override readonly name = "ControlError";
  readonly problem: ControlProblem;
  constructor(problem: ControlProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}
