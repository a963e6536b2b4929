import { diffDocuments, DocumentError } from "@genwait/openapi-diff";

import { CommandError } from "../command.ts";
import type { JsonObject } from "../openapi/json.ts";
import { type ApiDiff, apiDiffOf, type OwnChange } from "./spec-change.ts";
import { compareTypes } from "./types/compare-types.ts";

/**
 * What the change from one document of an API to another means for its package: on the wire, for jobs, and for code that was compiled
 * against the old one.
 *
 * @param more changes that the documents do not show
 *
 * @throws CommandError for a document that cannot be compared
 */
export const compareDocuments = async (
  api: string,
  {
    old,
    revised,
    more = [],
  }: { readonly old: JsonObject; readonly revised: JsonObject; readonly more?: readonly OwnChange[] },
): Promise<ApiDiff> => {
  try {
    const changes = diffDocuments(old, revised);
    const broken = await compareTypes(old, revised, changes);
    const own = broken.map(({ operation, pointer, side, problem }): OwnChange => ({
      code: "types-broken",
      bump: "major",
      subject: { operations: [operation], pointer },
      side,
      problem,
    }));
    return apiDiffOf(api, changes, [...own, ...more]);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    throw new CommandError(`${api}: ${error.message}`, { cause: error });
  }
};
