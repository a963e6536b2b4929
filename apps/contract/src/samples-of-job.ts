import type { ResponseCase } from "@genwait/spec-tools";
import type { ContractJob } from "./apis.ts";
import { need, withMember } from "./document.ts";
import { contentOf, type RawResponse } from "./raw-response.ts";

/** Realistic responses about one id of a job: what a script is made of. */
export interface JobSamples {
  readonly id: string;
  readonly pending: RawResponse;
  readonly succeeded: RawResponse;
}

/** The first plain responses of the job's `responses.yaml`; where no pending one is about the id of the good one, its id is put into one. */
export const samplesOf = ({ title, responses, declaration }: ContractJob): JobSamples => {
  const succeeded = need(responses.find(isPlain("succeeded")), `succeeded response of ${title}`);
  const { id } = succeeded.request;
  const allPending = responses.filter(isPlain("pending"));
  const pending = allPending.find(({ request }) => request.id === id) ?? allPending[0];
  return {
    id,
    pending: aboutId(need(pending, `pending response of ${title}`), id, declaration.id.response),
    succeeded: succeeded.response,
  };
};

const aboutId = ({ request, response }: ResponseCase, id: string, pointer: string | undefined): RawResponse =>
  request.id === id || pointer === undefined
    ? response
    : { ...response, text: JSON.stringify(withMember(contentOf(response), pointer, id)) };

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
