import type { Operation } from "./api-descriptor.ts";

/** What a call sends, sorted by where it goes. */
export interface OperationInput {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/**
 * Sorts the one input that every call takes:
 * without a body it is the parameters by name (`{ id }`); with a body and no parameters it is the body;
 * with both it is the parameters and, under `body`, the body.
 */
export const sortInput = ({ hasBody, parameters }: Operation, input: unknown): OperationInput => {
  if (hasBody && parameters.length === 0) return { parameters: {}, body: input };
  const named = isRecord(input) ? input : {};
  return hasBody ? { parameters: named, body: named.body } : { parameters: named };
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
