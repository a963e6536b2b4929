import { type Breach, breach, describe } from "./breach.ts";
import type { Promises } from "./lifecycle.ts";
import type { Kind } from "./phase.ts";
import { isAbsent, resolvePointer } from "./pointer.ts";

/** The first member that an end promises, and that is not there, or of another type than its schema says. */
export const breachOfPromise = (
  promises: Promises | undefined,
  kind: Kind,
  body: unknown,
  place: string = "",
): Breach | undefined => {
  const promised = promises?.[kind];
  for (const pointer in promised) {
    const value = resolvePointer(body, pointer);
    const type = promised[pointer];
    if (isAbsent(value) || (type && type !== describe(value)))
      return breach(place + pointer, `${type || "a value"} once ${kind}`, value);
  }
  return undefined;
};
