import type { ErrorKind } from "@genwait/lifecycle";

import type { ResponseTemplate } from "../body/response-template.ts";
import { type ApiModel, defaultJob, type JobModel } from "../document/api-model.ts";
import type { Operation } from "../document/operation.ts";
import { callErrorResponse } from "./call-error-response.ts";
import { declares } from "./declares.ts";
import { errorResponse, isServiceWide } from "./error-response.ts";
import type { RawResponse } from "./raw-response.ts";

/** What the refusal is about. */
export interface RefusalContext {
  readonly api: ApiModel;
  readonly operation?: Operation;
  readonly job?: JobModel;
  readonly id: string;
  readonly responseTemplate: ResponseTemplate;
}

/** What the refusal has to say. */
export interface Refusal {
  readonly kind: ErrorKind;
  /** The codes that say it, the best first. */
  readonly codes: readonly number[];
  /** The code is meant as it stands, declared or not. @default false */
  readonly isExact?: boolean;
  /** What is wrong with this very request. */
  readonly reasons?: readonly string[];
}

/** How the API says no: by a code that its document declares, else inside a good response, else by the plain code. */
export const refusal = async (
  context: RefusalContext,
  { kind, codes, isExact = false, reasons = [] }: Refusal,
): Promise<RawResponse> => {
  const { api, operation, responseTemplate, id, job = defaultJob(api) } = context;
  const known = api.errors.filter((error) => error.kind === kind).map(({ status }) => status);
  const candidates = isExact ? codes : [...codes, ...known];
  // Before an operation is known, only what all of them declare is the API's own way.
  const asked = operation === undefined ? api.operations : [operation];
  const own = candidates.find((code) => asked.every((one) => declares(one, code)));
  const inside =
    own === undefined && !isExact && job !== undefined
      ? await callErrorResponse(job, { id, kind, reasons, responseTemplate })
      : undefined;
  if (inside !== undefined) return inside;
  const elsewhere = isServiceWide(kind)
    ? candidates.find((code) => api.operations.some((other) => declares(other, code)))
    : undefined;
  const status = own ?? elsewhere ?? candidates[0] ?? 500;
  return errorResponse(api, operation, { status, kind, reasons, id }, responseTemplate);
};
