import type { ResponseCase } from "@genwait/spec-tools";
import type { ContractJob } from "./apis.ts";
import { need } from "./document.ts";
import type { RawResponse } from "./raw-response.ts";

/** Realistic responses about one id of a job: what a script is made of. */
export interface JobSamples {
  readonly id: string;
  readonly pending: RawResponse;
  readonly succeeded: RawResponse;
}

/** The first plain responses of the job's `responses.yaml`, both about the same id. */
export const samplesOf = ({ title, responses }: ContractJob): JobSamples => {
  const succeeded = need(responses.find(isPlain("succeeded")), `succeeded response of ${title}`);
  const { id } = succeeded.request;
  const pending = responses.find((entry) => isPlain("pending")(entry) && entry.request.id === id);
  return { id, pending: need(pending, `pending response of ${title}`).response, succeeded: succeeded.response };
};

// What the response says beside the phase is for the tests that look at it.
const isPlain =
  (phase: "pending" | "succeeded") =>
  ({ means, response, request }: ResponseCase): boolean =>
    "phase" in means &&
    means.phase === phase &&
    means.unknownStatus === undefined &&
    request.expectedItems === undefined &&
    response.text !== "" &&
    response.headers["retry-after"] === undefined;
