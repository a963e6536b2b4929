import type { CallErrorKind } from "@genwait/lifecycle";

import type { Basis } from "../body/basis.ts";
import { type ApiModel, defaultJob, type JobModel } from "../document/api-model.ts";
import type { Operation } from "../document/operation.ts";
import { callFailureAnswer } from "./call-failure-answer.ts";
import { declares } from "./declares.ts";
import { errorAnswer } from "./error-answer.ts";
import type { RawAnswer } from "./raw-answer.ts";

/** What the refusal is about. */
export interface RefusalContext {
  readonly api: ApiModel;
  readonly operation?: Operation;
  readonly job?: JobModel;
  readonly id: string;
  readonly basis: Basis;
}

/** What the refusal has to say. */
export interface Refusal {
  readonly kind: CallErrorKind;
  /** The codes that say it, the best first. */
  readonly codes: readonly number[];
  /** The code is meant as it stands, declared or not. @default false */
  readonly isExact?: boolean;
}

/** How the API says no: by a code that its document declares, else inside a good answer, else by the plain code. */
export const refusal = async (
  context: RefusalContext,
  { kind, codes, isExact = false }: Refusal,
): Promise<RawAnswer> => {
  const { api, operation, basis, id, job = defaultJob(api) } = context;
  const known = api.errors.filter((error) => error.kind === kind).map(({ status }) => status);
  const candidates = isExact ? codes : [...codes, ...known];
  // Before an operation is known, only what all of them declare is the API's own way.
  const asked = operation === undefined ? api.operations : [operation];
  const own = candidates.find((code) => asked.every((one) => declares(one, code)));
  const inside =
    own === undefined && !isExact && job !== undefined ? await callFailureAnswer(job, { id, kind, basis }) : undefined;
  if (inside !== undefined) return inside;
  const status =
    own ?? candidates.find((code) => api.operations.some((other) => declares(other, code))) ?? candidates[0] ?? 500;
  return errorAnswer(api, operation, { status, kind }, basis);
};
