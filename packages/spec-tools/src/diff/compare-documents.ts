import { diffDocuments, DocumentError } from "@genwait/openapi-diff";

import { GenerateError } from "../codegen/generate-error.ts";
import { CommandError } from "../command.ts";
import type { JsonObject } from "../openapi/json.ts";
import { silent, type Tell } from "../progress.ts";
import { type ApiDiff, apiDiffOf, type OwnChange } from "./spec-change.ts";
import { compareTypes, type DocumentPair, untoldOf } from "./types/compare-types.ts";

/**
 * What the change from one document of an API to another means for its package: on the wire, for jobs, and for code that was compiled
 * against the old one.
 *
 * @throws CommandError for a document that cannot be compared
 */
export const compareDocuments = async (
  api: string,
  { old, revised, more = [], tell = silent }: ComparedDocuments,
): Promise<ApiDiff> => {
  try {
    tell("comparing the documents");
    const changes = diffDocuments(old, revised);
    const own = await typeChanges({ name: api, old, revised, changes }, tell);
    return apiDiffOf(api, changes, [...own, ...more]);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    throw new CommandError(`${api}: ${error.message}`, { cause: error });
  }
};

/** Two documents of an API, and what else is known of the change. */
export interface ComparedDocuments {
  readonly old: JsonObject;
  readonly revised: JsonObject;
  /** Changes that the documents do not show. @default none */
  readonly more?: readonly OwnChange[];
  /** Hears what is being done. @default nobody does */
  readonly tell?: Tell;
}

/** What the types of the packages break that no other change tells. */
const typeChanges = async (pair: DocumentPair, tell: Tell): Promise<readonly OwnChange[]> => {
  try {
    const broken = untoldOf(await compareTypes(pair, tell), pair.changes);
    return broken.map(({ operations, component, pointer, side, problem }) => ({
      code: "types-broken",
      bump: "major",
      subject: { operations, pointer },
      ...(component !== undefined && { component }),
      side,
      problem,
    }));
  } catch (error) {
    if (!(error instanceof GenerateError)) throw error;
    return [{ code: "types-unknown", bump: "patch", subject: { operations: [], pointer: "" }, reason: error.message }];
  }
};
