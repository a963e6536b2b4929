import type { ApiOperation } from "@genwait/client-core";
import type { Scalar } from "@genwait/lifecycle";
import type { ContractApi } from "./apis.ts";
import { demandedParameters, exampleOfRequest } from "./operation-examples.ts";

/** What `client.request` takes for an operation. */
export interface OperationInput {
  readonly params: Readonly<Partial<Record<"path" | "query" | "header", Readonly<Record<string, Scalar>>>>>;
  readonly body?: unknown;
}

/** An input that an operation takes: the id where a job's id stands, else parameters and a body from the document's examples. */
export const operationInput = (
  operation: ApiOperation,
  { document, jobs }: ContractApi,
  id: string,
): OperationInput => {
  const calls = jobs.flatMap(({ description: { status, output = [], cancel, renew } }) => [
    status,
    ...output,
    cancel,
    renew,
  ]);
  const idNames = new Set(
    calls.flatMap((call) =>
      call?.operation === operation.id
        ? call.parameters.flatMap((each) => ("from" in each && each.from === "$job.id" ? [each.name] : []))
        : [],
    ),
  );
  const places = Object.entries(demandedParameters(operation, document, id)).map(([place, values]) => [
    place,
    Object.fromEntries(Object.entries(values).map(([name, shown]) => [name, idNames.has(name) ? id : shown])),
  ]);
  return {
    params: Object.fromEntries(places),
    ...(operation.body !== undefined && { body: exampleOfRequest(operation, document) ?? {} }),
  };
};
