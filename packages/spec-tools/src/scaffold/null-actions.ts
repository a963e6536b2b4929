import { resolvePointer } from "@genwait/lifecycle";

import type { Resolve } from "../openapi/references.ts";
import { isJsonObject, type Json } from "../openapi/json.ts";
import { membersOfResponse } from "./response-members.ts";
import type { FoundOperation } from "./found-operations.ts";
import type { GuessedAction } from "./guessed-action.ts";
import { targetOfMember } from "./target-of-member.ts";

/** Members that the document's own examples show as null, though their schemas do not allow it. */
export const nullActions = (operation: FoundOperation, is30: boolean, resolve: Resolve): readonly GuessedAction[] => {
  const { response } = operation;
  const targets = new Map<string, GuessedAction>();
  for (const { pointer } of membersOfResponse(response?.schema, resolve)) {
    if (response?.examples.some(({ value }) => resolvePointer(value, pointer) === null) !== true) continue;
    const place = targetOfMember(operation, pointer, resolve);
    if (place === undefined || !isJsonObject(place.value) || !("type" in place.value)) continue;
    const { type, nullable } = place.value;
    if (nullable === true || typeof type !== "string" || type === "null") continue;
    targets.set(place.path, {
      target: place.path,
      description: `assumed: ${pointer} can be null, as in the document's own example`,
      update: allowing(type, is30),
    });
  }
  return [...targets.values()];
};

const allowing = (type: string, is30: boolean): Json => (is30 ? { nullable: true } : { type: [type, "null"] });
