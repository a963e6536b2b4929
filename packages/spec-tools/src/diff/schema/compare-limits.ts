import type { Finding } from "../finding.ts";
import { isNumber, sameJson } from "../json.ts";
import { isTighter, limitKeywords } from "./fold-limits.ts";
import type { Bound } from "./schema.ts";
import { bumpOfEffect, type CompareAspect, type Effect, type Spot, shown, subjectOf } from "./spot.ts";

/** Lengths, ranges, patterns, formats: a limit that became tighter breaks who sends, one that became looser who reads. */
export const compareLimits: CompareAspect = (old, revised, spot) => {
  const findings: Finding[] = [];
  const add = (keyword: string, before: unknown, after: unknown, effect: Effect | undefined): void => {
    if (effect !== undefined) findings.push(finding(keyword, [before, after], effect, revised.pointer, spot));
  };
  for (const keyword of new Set([...old.limits.keys(), ...revised.limits.keys()])) {
    const [before, after] = [old.limits.get(keyword), revised.limits.get(keyword)];
    if (!sameJson(before, after)) add(keyword, before, after, effectOfLimit(keyword, before, after));
  }
  add(
    "minimum",
    textOfBound(old.lower, ">"),
    textOfBound(revised.lower, ">"),
    effectOfBound(old.lower, revised.lower, "lower"),
  );
  add(
    "maximum",
    textOfBound(old.upper, "<"),
    textOfBound(revised.upper, "<"),
    effectOfBound(old.upper, revised.upper, "upper"),
  );
  return findings;
};

const finding = (
  keyword: string,
  [before, after]: readonly [unknown, unknown],
  effect: Effect,
  pointer: string,
  spot: Spot,
): Finding => ({
  bump: bumpOfEffect(effect, spot.side, { request: "minor", response: "patch" }),
  change: keyword,
  pointer: `${pointer}/${keyword}`,
  message: `${subjectOf(spot)} ${sentence(keyword, before, after)}`,
  old: before,
  new: after,
});

const sentence = (keyword: string, before: unknown, after: unknown): string => {
  if (before === undefined) return `now has the ${words[keyword] ?? keyword} ${shown(after)}.`;
  if (after === undefined) return `no longer has the ${words[keyword] ?? keyword} ${shown(before)}.`;
  return `has the ${words[keyword] ?? keyword} ${shown(after)} in place of ${shown(before)}.`;
};

const words: Readonly<Record<string, string>> = {
  minLength: "shortest length",
  maxLength: "longest length",
  minItems: "smallest number of items",
  maxItems: "largest number of items",
  minProperties: "smallest number of members",
  maxProperties: "largest number of members",
  minimum: "lower bound",
  maximum: "upper bound",
  multipleOf: "step",
  uniqueItems: "rule that items differ:",
};

const effectOfLimit = (keyword: string, before: unknown, after: unknown): Effect => {
  if (keyword === "format") return effectOfFormat(before, after);
  if (before === undefined) return "fewer";
  if (after === undefined) return "more";
  if (keyword === "multipleOf" && isNumber(before) && isNumber(after)) {
    if (isMultiple(after, before)) return "fewer";
    return isMultiple(before, after) ? "more" : "unknown";
  }
  const fold = limitKeywords[keyword];
  if (!isNumber(before) || !isNumber(after) || fold === "all") return "unknown";
  return (fold === "largest") === after > before ? "fewer" : "more";
};

/** A wider number holds every value of a narrower one. */
const effectOfFormat = (before: unknown, after: unknown): Effect => {
  if (before === undefined) return "fewer";
  if (after === undefined) return "more";
  const widening = [`${String(before)} ${String(after)}`, `${String(after)} ${String(before)}`].map((pair) =>
    wider.has(pair),
  );
  if (widening[0] === true) return "more";
  return widening[1] === true ? "fewer" : "unknown";
};

const wider = new Set(["int32 int64", "float double"]);

// A quotient of decimal fractions misses the whole number by a rounding error.
const isMultiple = (value: number, step: number): boolean => Math.abs(value / step - Math.round(value / step)) < 1e-9;

const effectOfBound = (
  before: Bound | undefined,
  after: Bound | undefined,
  end: "lower" | "upper",
): Effect | undefined => {
  if (before === undefined || after === undefined) {
    if (before === after) return undefined;
    return before === undefined ? "fewer" : "more";
  }
  if (isTighter(after, before, end)) return "fewer";
  return isTighter(before, after, end) ? "more" : undefined;
};

const textOfBound = (bound: Bound | undefined, sign: ">" | "<"): string | undefined =>
  bound === undefined ? undefined : `${sign}${bound.exclusive ? "" : "="} ${bound.value}`;
