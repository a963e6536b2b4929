import type { Resolve } from "../codegen/references.ts";
import { type JsonObject, objectAt, textAt } from "../merge/json.ts";
import { jsonSchemasOf } from "./responses-of-job.ts";
import { declaredOperations } from "./declared-operations.ts";

/**
 * The schemas of the bodies that start a job: those of every operation with a Link to its status operation. A job that no Link leads
 * to, such as the older view of the same work, takes the bodies of every operation with a Link.
 */
export const createBodiesOf = (document: JsonObject, operationId: string, resolve: Resolve): readonly JsonObject[] => {
  const creates = declaredOperations(document).map(({ operation }) => ({
    operation,
    targets: targetsOf(operation, resolve),
  }));
  const leading = creates.filter(({ targets }) => targets.includes(operationId));
  const starting = leading.length > 0 ? leading : creates.filter(({ targets }) => targets.length > 0);
  return starting.flatMap(({ operation }) => jsonSchemasOf(resolve(objectAt(operation, "requestBody")), resolve));
};

const targetsOf = (operation: JsonObject, resolve: Resolve): readonly string[] =>
  Object.values(objectAt(operation, "responses")).flatMap((response) =>
    Object.values(objectAt(resolve(response), "links")).flatMap((link) => textAt(resolve(link), "operationId") ?? []),
  );
