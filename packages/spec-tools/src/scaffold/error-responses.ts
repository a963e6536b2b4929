import type { Resolve } from "../openapi/references.ts";
import { type Json, objectAt } from "../openapi/json.ts";
import type { ErrorBody } from "./error-body.ts";
import { examplesOf, type FoundOperation } from "./found-operations.ts";
import { refusals } from "./refusals.ts";

/** The refusals that every job API knows, each with the body that the document shows for it, else with one made up. */
export const errorResponses = (
  job: string,
  { source }: FoundOperation,
  { errorBody, resolve }: { readonly errorBody: ErrorBody; readonly resolve: Resolve },
): readonly Json[] =>
  refusals.map(({ status, kind, title, reason }) => {
    const [shown] = examplesOf(resolve(objectAt(source, "responses")[String(status)]), resolve);
    return {
      name: title,
      job,
      mark: shown === undefined ? "assumed" : "documented",
      ...(shown !== undefined && { source: "an example of the document" }),
      response: { status, body: shown?.value ?? errorBody.bodyFor(status, reason) },
      means: { error: kind },
    };
  });
