import type { ContractApi, ContractJob } from "./apis.ts";
import { entriesOf, withMember } from "./document.ts";
import { contentOf, jsonResponse, type RawResponse } from "./raw-response.ts";

/** One response with a null where the schema has something else and the lifecycle reads nothing. */
export interface MismatchedResponse {
  readonly pointer: string;
  readonly response: RawResponse;
}

/** Such a response, and where its schema is not kept: at the place itself, or around it where there are several schemas. */
export interface ReportedResponse extends MismatchedResponse {
  readonly reported: readonly string[];
}

/** The response with a null in each place where that is a schema mismatch and no more. */
export const mismatchedResponses = (
  { validate }: ContractApi,
  job: ContractJob,
  response: RawResponse,
): readonly ReportedResponse[] => {
  const body = contentOf(response);
  const { operation } = job;
  if (typeof body === "string") return [];
  const mismatchesOf = (given: unknown): readonly string[] =>
    validate.check(operation, { status: response.status, body: given }).map(({ pointer }) => pointer);
  // A vendor's example may break its own schema.
  const before = mismatchesOf(body);
  return leavesOf(body, "").flatMap((leaf) => {
    const mismatched = withMember(body, leaf, null);
    const pointer = leaf.replaceAll(/\/\d+(?=\/|$)/g, "/*");
    const reported = mismatchesOf(mismatched).filter(
      (place) => !before.includes(place) && (place === pointer || pointer.startsWith(`${place}/`)),
    );
    if (isReadByLifecycle(job, leaf) || reported.length === 0) return [];
    return [{ pointer, response: jsonResponse(mismatched, response.status), reported }];
  });
};

/** The response with a null for each of the fields that the declaration guarantees once the job has succeeded. */
export const incompleteResponses = (job: ContractJob, response: RawResponse): readonly MismatchedResponse[] => {
  const body = contentOf(response);
  // Where a rule looks at the field, a null there is another state.
  const rules = JSON.stringify(job.declaration.state?.rules ?? []);
  return Object.keys(job.lifecycle.guaranteed?.succeeded ?? {})
    .filter((pointer) => !rules.includes(JSON.stringify(pointer)))
    .map((pointer) => ({ pointer, response: jsonResponse(withMember(body, pointer, null), response.status) }));
};

const leavesOf = (value: unknown, pointer: string): readonly string[] => {
  const members = Array.isArray(value)
    ? value.map((item: unknown, index) => [`${index}`, item] as const)
    : entriesOf(value);
  return members.length === 0 ? [pointer] : members.flatMap(([name, member]) => leavesOf(member, `${pointer}/${name}`));
};

// A null where the declaration looks is more than a schema mismatch.
const isReadByLifecycle = ({ declaration }: ContractJob, pointer: string): boolean => {
  const named = [...JSON.stringify(declaration).matchAll(/"(\/[^"]*)"/g)].map(([, text = ""]) => text);
  const at = declaration.items?.at;
  const isInItem = at !== undefined && pointer.startsWith(`${at}/`);
  const place = isInItem ? pointer.slice(at.length).replace(/^\/\d+/, "") : pointer;
  return named.some((text) => text === place || text.startsWith(`${place}/`));
};
