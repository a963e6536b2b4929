import type { Bump } from "../bump.ts";
import type { Finding } from "../finding.ts";
import { sameJson } from "../json.ts";
import type { NormalSchema } from "./schema.ts";
import { type CompareAspect, type Side, type Spot, shown, subjectOf } from "./spot.ts";

/**
 * The values that `enum` and `const` list.
 *
 * Enums in responses are open in our clients: a value nobody has heard of is read like any other, so a new one breaks nothing. A value
 * that took another's place does: the code that waits for the old one waits for ever.
 */
export const compareValues: CompareAspect = (old, revised, spot) => {
  if (old.values === undefined && revised.values === undefined) return [];
  if (old.values === undefined)
    return [finding("values-listed", spot.side === "request" ? "major" : "minor", old, revised, spot)];
  if (revised.values === undefined) {
    const closed = spot.side === "response" && old.isConst;
    return [finding("values-freed", closed ? "major" : "minor", old, revised, spot)];
  }
  const removed = without(old.values, revised.values);
  const added = without(revised.values, old.values);
  if (removed.length === 0 && added.length === 0) return [];
  return [finding("values", bumpOfValues(removed, added, old, spot.side), old, revised, spot)];
};

const bumpOfValues = (removed: readonly unknown[], added: readonly unknown[], old: NormalSchema, side: Side): Bump => {
  if (side === "request") return removed.length > 0 ? "major" : "minor";
  const replaced = removed.length > 0 && added.length > 0;
  return replaced || (old.isConst && added.length > 0) ? "major" : "minor";
};

const finding = (change: string, bump: Bump, old: NormalSchema, revised: NormalSchema, spot: Spot): Finding => ({
  bump,
  change,
  pointer: revised.pointer,
  message: `${subjectOf(spot)} ${sentence(old.values, revised.values, spot.side)}`,
  old: old.values,
  new: revised.values,
});

const sentence = (old: readonly unknown[] | undefined, revised: readonly unknown[] | undefined, side: Side): string => {
  if (revised === undefined) return "is no longer limited to a list of values.";
  if (old === undefined) return `is now limited to ${listed(revised)}.`;
  const removed = without(old, revised);
  const added = without(revised, old);
  const [gain, loss] = side === "request" ? ["now accepts", "no longer accepts"] : ["may now be", "is no longer"];
  return [added.length > 0 ? `${gain} ${listed(added)}` : "", removed.length > 0 ? `${loss} ${listed(removed)}` : ""]
    .filter((part) => part !== "")
    .join(" and ")
    .concat(".");
};

const without = (values: readonly unknown[], others: readonly unknown[]): readonly unknown[] =>
  values.filter((value) => !others.some((other) => sameJson(value, other)));

const listed = (values: readonly unknown[]): string => values.map(shown).join(", ");
