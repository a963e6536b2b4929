import { type Breach, breach, describe } from "./breach.ts";
import type { ItemsReader } from "./lifecycle.ts";
import type { Kind } from "./phase.ts";
import { isAbsent, resolvePointer } from "./pointer.ts";

/** The first member that an end promises, and that is not there, or of another type than its schema says. */
export const breachOfPromise = (
  { promised, types }: Pick<ItemsReader, "promised" | "types">,
  kind: Kind,
  body: unknown,
  place: string = "",
): Breach | undefined => {
  for (const pointer of promised?.[kind] ?? []) {
    const value = resolvePointer(body, pointer);
    const type = types?.[pointer];
    if (isAbsent(value) || (type && type !== describe(value)))
      return breach(place + pointer, `${type ?? "a value"} once ${kind}`, value);
  }
  return undefined;
};
