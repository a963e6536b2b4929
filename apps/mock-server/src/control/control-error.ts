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

/** Something that the control cannot do. The HTTP API responds with a problem. */
export class ControlError extends Error {
  override readonly name = "ControlError";
  readonly problem: ControlProblem;
  constructor(problem: ControlProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}
