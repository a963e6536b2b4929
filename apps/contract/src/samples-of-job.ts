import type { AnswerCase } from "@genwait/spec-tools";
import type { ContractJob } from "./contract-api.ts";
import { need } from "./json.ts";
import type { RawAnswer } from "./raw-answer.ts";

/** True answers about one id of a job: what a script is made of. */
export interface JobSamples {
  readonly id: string;
  readonly pending: RawAnswer;
  readonly succeeded: RawAnswer;
}

/** The first plain answers of the job's `answers.yaml`, both about the same id. */
export const samplesOf = ({ title, answers }: ContractJob): JobSamples => {
  const succeeded = need(answers.find(isPlain("succeeded")), `succeeded answer of ${title}`);
  const { id } = succeeded.request;
  const pending = answers.find((entry) => isPlain("pending")(entry) && entry.request.id === id);
  return { id, pending: need(pending, `pending answer of ${title}`).answer, succeeded: succeeded.answer };
};

// What the answer says beside the phase is for the tests that look at it.
const isPlain =
  (phase: "pending" | "succeeded") =>
  ({ means, answer, request }: AnswerCase): boolean =>
    "phase" in means &&
    means.phase === phase &&
    means.unknownStatus === undefined &&
    request.expectedItems === undefined &&
    answer.body !== undefined &&
    answer.headers["retry-after"] === undefined;
