import type { ApiOperation } from "@genwait/client-core";
import type { ContractApi } from "./apis.ts";
import { exampleOfRequest } from "./document.ts";

/** What `client.request` takes for an operation. */
export interface OperationInput {
  readonly params: Readonly<Partial<Record<"path" | "query" | "header", Readonly<Record<string, string>>>>>;
  readonly body?: unknown;
}

/** An input that an operation takes: the id wherever a parameter is demanded, and a body from the document's examples. */
export const operationInput = (operation: ApiOperation, { document }: ContractApi, id: string): OperationInput => {
  const demanded = (operation.parameters ?? []).filter(({ required }) => required === true);
  const places = (["path", "query", "header"] as const).flatMap((place) => {
    const names = demanded.filter((parameter) => parameter.in === place).map(({ name }) => [name, id] as const);
    return names.length === 0 ? [] : [[place, Object.fromEntries(names)] as const];
  });
  return {
    params: Object.fromEntries(places),
    ...(operation.body !== undefined && { body: exampleOfRequest(operation, document) ?? {} }),
  };
};
