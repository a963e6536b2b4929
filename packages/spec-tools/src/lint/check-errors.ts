import { isErrorKind, pointerTokens, type XError } from "@genwait/lifecycle";

import type { Fault } from "./problem.ts";
import type { Resolve } from "../openapi/references.ts";
import { operationsOf } from "../openapi/operations.ts";
import { isJsonObject, type Json, type JsonObject, listAt } from "../openapi/json.ts";
import { placesAt } from "../openapi/schema-places.ts";
import { responsesOf } from "../openapi/jobs.ts";
import { pointerFault } from "./nearest.ts";

/** Each entry of `x-errors` is about a code that some operation declares, and looks at a member that its body has. */
export const checkErrors = (document: JsonObject, resolve: Resolve): readonly Fault[] => {
  const responses = operationsOf(document).flatMap(({ operation }) => responsesOf(operation, resolve));
  const codes = [...new Set(responses.map(({ code }) => code))].filter((code) => /^[45]/.test(code)).sort();
  return listAt(document, "x-errors").flatMap((entry, index) => {
    if (!isError(entry)) return [];
    const tokens = ["x-errors", `${index}`];
    const said = responses.filter(
      ({ code }) => code === String(entry.status) || code.toUpperCase() === `${String(entry.status)[0]}XX`,
    );
    if (said.length === 0) {
      const fix = `Declare the response in the overlay, or use one of: ${codes.join(", ")}.`;
      return [{ tokens: [...tokens, "status"], message: `no operation responds with ${entry.status}`, fix }];
    }
    if (entry.at === undefined) return [];
    const places = placesAt(
      said.flatMap(({ schemas }) => schemas),
      pointerTokens(entry.at),
      resolve,
    );
    const fault = pointerFault(places, { pointer: entry.at, where: `a response with ${entry.status}` });
    return fault === undefined ? [] : [{ tokens: [...tokens, "at"], ...fault }];
  });
};

const isError = (entry: Json): entry is Json & XError =>
  isJsonObject(entry) && typeof entry["status"] === "number" && isErrorKind(entry["kind"]);
