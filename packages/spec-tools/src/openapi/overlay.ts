import { openapiOverlay } from "openapi-format";

import { CommandError } from "../command.ts";
import { isJsonObject, type Json, type JsonObject, listAt, memberOf, textAt } from "./json.ts";

/** An action of an overlay that changed nothing, because nothing is where it points. */
export interface UnusedAction {
  /** From 0, in the order of the overlay. */
  readonly index: number;
  readonly target: string;
}

/** A document with an overlay applied. */
export interface Overlaid {
  readonly document: JsonObject;
  readonly unusedActions: readonly UnusedAction[];
}

/**
 * Applies an OpenAPI Overlay 1.0 to a copy of a document. Keys keep the document's order; what the overlay adds follows in its own,
 * so the same two files always give the same bytes.
 *
 * @throws CommandError when the overlay is none
 */
export const applyOverlay = async (document: JsonObject, overlay: Json, path: string): Promise<Overlaid> => {
  // openapi-format puts the very objects of an update into the document and merges later updates into them.
  const actions = actionsOf(structuredClone(overlay), path);
  const { data, resultData } = await openapiOverlay(structuredClone(document), {
    overlaySet: { overlay: "1.0.0", actions },
  });
  // openapi-format hands back the very objects it was given, so identity tells which action was not used.
  const unused = new Set<unknown>(Array.isArray(resultData["unusedActions"]) ? resultData["unusedActions"] : []);
  const unusedActions = actions.flatMap((action, index) =>
    unused.has(action) ? [{ index, target: action.target }] : [],
  );
  return { document: toJson(data), unusedActions };
};

type Action = { readonly target: string; readonly update?: Json; readonly remove?: boolean };

const actionsOf = (overlay: Json, path: string): Action[] => {
  const version = textAt(overlay, "overlay");
  if (version === undefined || !version.startsWith("1.0.")) {
    throw new CommandError(`Failed to read ${path}: it is no OpenAPI Overlay 1.0. Begin it with "overlay: 1.0.0".`);
  }
  return listAt(overlay, "actions").map((action, index) => {
    const target = textAt(action, "target");
    const update = memberOf(action, "update");
    const removes = memberOf(action, "remove") === true;
    if (target === undefined || !target.startsWith("$")) {
      throw new CommandError(
        `Failed to read ${path}: action ${index + 1} has no target. Write a JSONPath such as "target: $.info".`,
      );
    }
    if (update === undefined && !removes) {
      throw new CommandError(
        `Failed to read ${path}: action ${index + 1} (${target}) does nothing. Give it "update" or "remove: true".`,
      );
    }
    return { target, ...(update !== undefined && { update }), ...(removes && { remove: true }) };
  });
};

// A round trip through JSON drops nothing of a JSON document, and frees the result of objects that two places share.
const toJson = (data: unknown): JsonObject => {
  const copy: unknown = JSON.parse(JSON.stringify(data));
  return isJsonObject(copy) ? copy : {};
};
