import type { Operation } from "@genwait/client-core";
import type { ContractApi } from "./contract-api.ts";
import { sourceOf } from "./discover-apis.ts";
import { exampleOfSchema } from "./example-of-schema.ts";
import { followReference } from "./follow-reference.ts";
import { isRecord } from "./json.ts";
import { requiredParameters } from "./required-parameters.ts";

/** An input that an operation takes: what a create is started with, else the id wherever something is demanded, and a body from its examples. */
export const inputOfOperation = (operation: Operation, api: ContractApi, id: string): unknown => {
  const create = api.jobs.find((job) => job.create?.operation.id === operation.id)?.create;
  if (create !== undefined) return create.input;
  const named = Object.fromEntries(requiredParameters(operation).map((name) => [name, id]));
  if (operation.body === undefined) return named;
  const body = bodyOf(operation, api) ?? {};
  return operation.body === "input" ? body : { ...named, body };
};

const bodyOf = (operation: Operation, { document }: ContractApi): unknown => {
  const content = followReference(document, sourceOf(operation, document)["requestBody"])["content"];
  const json = isRecord(content) ? followReference(document, content["application/json"]) : {};
  return json["example"] ?? exampleOfSchema(json["schema"], { document, onlyRequired: true });
};
