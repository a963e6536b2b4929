import type { Departure } from "@genwait/lifecycle";
import type { CallContext, ReceivedAnswer } from "./call-context.ts";
import { callError } from "./call-error.ts";
import { findDepartures, reportDepartures } from "./departures.ts";

/**
 * Validates an answer that the lifecycle could read. Departures are reported and cost nothing, for a paid job must not be lost to a
 * null somewhere; a strict client makes an error of them.
 */
export const checkDepartures = (context: CallContext, answer: ReceivedAnswer): readonly Departure[] => {
  const departures = findDepartures(context, answer);
  const [first] = departures;
  if (first === undefined) return departures;
  if (context.connection.options.strict) {
    throw callError(
      context,
      "contract",
      `at ${first.pointer || "its root"} the answer has ${first.found} where ${first.expected} is declared`,
      { answer },
    );
  }
  return reportDepartures(context, departures);
};
