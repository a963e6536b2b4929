import { isCallFailure, pointerTokens, type XError } from "@genwait/lifecycle";

import type { Resolve } from "../codegen/references.ts";
import { isJsonObject, type Json, type JsonObject, listAt } from "../merge/json.ts";
import { answersOf } from "./answers-of-job.ts";
import { declaredOperations } from "./declared-operations.ts";
import type { Fault } from "./problem.ts";
import { placesAt } from "./schema-places.ts";
import { whereabouts } from "./whereabouts.ts";

/** Each entry of `x-errors` is about a code that some operation declares, and looks at a member that its body has. */
export const checkErrors = (document: JsonObject, resolve: Resolve): readonly Fault[] => {
  const answers = declaredOperations(document).flatMap(({ operation }) => answersOf(operation, resolve));
  const codes = [...new Set(answers.map(({ code }) => code))].filter((code) => /^[45]/.test(code)).sort();
  return listAt(document, "x-errors").flatMap((entry, index) => {
    if (!isError(entry)) return [];
    const tokens = ["x-errors", `${index}`];
    const said = answers.filter(
      ({ code }) => code === String(entry.status) || code.toUpperCase() === `${String(entry.status)[0]}XX`,
    );
    if (said.length === 0) {
      const fix = `Declare the answer in the overlay, or use one of: ${codes.join(", ")}.`;
      return [{ tokens: [...tokens, "status"], message: `no operation answers with ${entry.status}`, fix }];
    }
    if (entry.at === undefined) return [];
    const places = placesAt(
      said.flatMap(({ schemas }) => schemas),
      pointerTokens(entry.at),
      resolve,
    );
    if (places.is === "found") return [];
    return [
      {
        tokens: [...tokens, "at"],
        message: `nothing in an answer with ${entry.status} is at ${entry.at}`,
        fix: whereabouts(places),
      },
    ];
  });
};

const isError = (entry: Json): entry is Json & XError =>
  isJsonObject(entry) && typeof entry["status"] === "number" && isCallFailure(entry);
