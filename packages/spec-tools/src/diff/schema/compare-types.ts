import type { Finding } from "../finding.ts";
import type { JsonType, NormalSchema } from "./schema.ts";
import { bumpOfEffect, type CompareAspect, type Effect, shown, subjectOf } from "./spot.ts";

/** The types a value may have, and whether it may be null. */
export const compareTypes: CompareAspect = (old, revised, spot) => {
  const findings: Finding[] = [];
  const subject = subjectOf(spot);
  const effect = old.never === revised.never ? effectOfTypes(old.types, revised.types) : old.never ? "more" : "fewer";
  if (effect !== undefined) {
    findings.push({
      bump: bumpOfEffect(effect, spot.side, { request: "minor", response: "minor" }),
      change: "type",
      pointer: revised.pointer,
      message: `${subject} is now ${typeText(revised)}; it was ${typeText(old)}.`,
      old: typeValue(old),
      new: typeValue(revised),
    });
  }
  if (old.nullable !== revised.nullable && !isAny(old) && !isAny(revised)) {
    findings.push({
      bump: bumpOfEffect(revised.nullable ? "more" : "fewer", spot.side, { request: "minor", response: "minor" }),
      change: "null",
      pointer: revised.pointer,
      message: revised.nullable ? `${subject} may now be null.` : `${subject} may no longer be null.`,
      old: old.nullable,
      new: revised.nullable,
    });
  }
  return findings;
};

/** Whether every type of `inner` is one of `outer`; an integer is a number. */
export const coversTypes = (
  outer: readonly JsonType[] | undefined,
  inner: readonly JsonType[] | undefined,
): boolean => {
  if (outer === undefined) return true;
  return (
    inner !== undefined &&
    inner.every((type) => outer.includes(type) || (type === "integer" && outer.includes("number")))
  );
};

const effectOfTypes = (
  old: readonly JsonType[] | undefined,
  revised: readonly JsonType[] | undefined,
): Effect | undefined => {
  const wider = coversTypes(revised, old);
  const narrower = coversTypes(old, revised);
  if (wider && narrower) return undefined;
  if (wider) return "more";
  return narrower ? "fewer" : "unknown";
};

/** A schema without a type allows null as it allows anything: the type says it all. */
const isAny = ({ types, values }: NormalSchema): boolean => types === undefined && values === undefined;

const typeText = ({ never, types, unions }: NormalSchema): string => {
  if (never) return "allowed no more";
  if (types === undefined) return unions.length > 0 ? "one of several shapes" : "of any type";
  return types.length === 0 ? "null" : types.map((type) => shown(type)).join(" or ");
};

const typeValue = ({ never, types }: NormalSchema): unknown => {
  if (never) return false;
  return types?.length === 1 ? types[0] : (types ?? "any");
};
