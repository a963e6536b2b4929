import type { CallErrorKind } from "@genwait/lifecycle";

import type { Resolve } from "../generate/references.ts";
import { type Json, objectAt } from "../merge/json.ts";
import { examplesOf, type FoundOperation } from "./found-operations.ts";

/** The refusals that every job API knows, each with the body that the document shows for it, else with one made up. */
export const errorAnswers = (job: string, { source }: FoundOperation, resolve: Resolve): readonly Json[] =>
  refusals.map(({ status, title, error }) => {
    const [shown] = examplesOf(resolve(objectAt(source, "responses")[status]), resolve);
    return {
      name: title,
      job,
      mark: shown === undefined ? "assumed" : "documented",
      ...(shown !== undefined && { source: "an example of the document" }),
      answer: { status: Number(status), body: shown?.value ?? { message: title } },
      means: { error },
    };
  });

const refusals: readonly { readonly status: string; readonly title: string; readonly error: CallErrorKind }[] = [
  { status: "401", title: "an invalid key", error: "unauthorized" },
  { status: "404", title: "an id that nobody knows", error: "not-found" },
  { status: "429", title: "too many requests", error: "rate-limited" },
  { status: "500", title: "the service failed", error: "unavailable" },
];
