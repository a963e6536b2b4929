import { isAbsent, resolvePointer, valueOfExpression } from "@genwait/lifecycle";

import { type FollowUp, isOnResponseOf, targetFor } from "../document/follow-ups.ts";
import type { Operation } from "../document/operation.ts";
import { type RequestParts, valueAt } from "../document/runtime-expression.ts";
import { setAt } from "../edit-pointer.ts";
import { parseJson } from "../json.ts";
import type { JobRecord } from "../job/job-record.ts";
import { factsOf } from "../service/service-response.ts";
import type { RawResponse } from "./raw-response.ts";

/** Which response, and of what. */
export interface ToldAddressContext {
  readonly record: JobRecord;
  readonly operation: Operation;
  readonly request: RequestParts;
  /** What addresses begin with. */
  readonly base: string;
}

/** A response with the mock's own addresses for calls that carry something which this very response tells. */
export const withToldAddresses = <Response extends RawResponse>(
  response: Response,
  { record, operation, request, base }: ToldAddressContext,
): Response => {
  const told = record.job.followUps.filter(
    (followUp) =>
      followUp.link.address?.in === "body" &&
      followUp.request.some(({ value }) => value.is === "told") &&
      isOnResponseOf(followUp, operation),
  );
  const parsed = told.length === 0 || response.text === undefined ? undefined : parseJson(response.text);
  if (parsed?.ok !== true) return response;
  let body: unknown = parsed.value;
  for (const followUp of told) {
    const at = followUp.link.address?.at ?? "";
    const target = targetOf(followUp, { record, operation, request, base }, response);
    if (target !== undefined && !isAbsent(resolvePointer(body, at))) body = setAt(body, at, base + target);
  }
  return { ...response, text: JSON.stringify(body) };
};

const targetOf = (
  followUp: FollowUp,
  { record, operation, request }: ToldAddressContext,
  response: RawResponse,
): string | undefined => {
  const facts = { response: factsOf(response) };
  const parts = followUp.request.map((part) => {
    const { from, value } = part;
    if (value.is !== "told" || from === undefined) return part;
    const found = from.of === "request" ? valueAt(from, request, operation.path) : valueOfExpression(from, facts);
    const isText = typeof found === "string" || typeof found === "number";
    return isText ? { ...part, value: { is: "constant", value: found } as const } : part;
  });
  const { id, carried, job } = record;
  const hasSegments = job.declaration.id.segments === true;
  return targetFor({ ...followUp, request: parts }, { id, hasSegments, ...(carried && { carried }) });
};
