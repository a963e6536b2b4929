import { isNumber, sameJson } from "../json.ts";
import { type SpecNode, valueAt } from "../spec-node.ts";
import type { Bound } from "./schema.ts";

/** What bounds a value and holds no schema, of all parts together: the tightest of each, or the list where none is tighter. */
export const foldLimits = (nodes: readonly SpecNode[]): ReadonlyMap<string, unknown> => {
  const limits = new Map<string, unknown>();
  for (const keyword of Object.keys(limitKeywords)) {
    const said = nodes
      .map((node) => valueAt(node, keyword))
      .filter((value) => value !== undefined && !isIdle(keyword, value));
    const value = foldOne(keyword, said);
    if (value !== undefined) limits.set(keyword, value);
  }
  return limits;
};

/** The tightest lower or upper bound: 3.0 says "exclusive" with a boolean, 3.1 with a number. */
export const foldBound = (nodes: readonly SpecNode[], end: "lower" | "upper"): Bound | undefined => {
  const [inclusive, exclusive] = end === "lower" ? ["minimum", "exclusiveMinimum"] : ["maximum", "exclusiveMaximum"];
  const bounds = nodes.flatMap((node): readonly Bound[] => {
    const limit = valueAt(node, inclusive);
    const strict = valueAt(node, exclusive);
    return [
      ...(isNumber(limit) ? [{ value: limit, exclusive: strict === true }] : []),
      ...(isNumber(strict) ? [{ value: strict, exclusive: true }] : []),
    ];
  });
  return bounds.reduce<Bound | undefined>(
    (tightest, bound) => (tightest === undefined || isTighter(bound, tightest, end) ? bound : tightest),
    undefined,
  );
};

/** Whether `bound` leaves out values that `other` lets in. */
export const isTighter = (bound: Bound, other: Bound, end: "lower" | "upper"): boolean => {
  if (bound.value !== other.value) return end === "lower" ? bound.value > other.value : bound.value < other.value;
  return bound.exclusive && !other.exclusive;
};

/** How two statements of a keyword fold: the larger, the smaller, either, or both side by side. */
export const limitKeywords: Readonly<Record<string, "largest" | "smallest" | "either" | "all">> = {
  minLength: "largest",
  minItems: "largest",
  minProperties: "largest",
  minContains: "largest",
  maxLength: "smallest",
  maxItems: "smallest",
  maxProperties: "smallest",
  maxContains: "smallest",
  uniqueItems: "either",
  multipleOf: "all",
  pattern: "all",
  format: "all",
  contentEncoding: "all",
  contentMediaType: "all",
};

const isIdle = (keyword: string, value: unknown): boolean =>
  (value === 0 && limitKeywords[keyword] === "largest" && keyword !== "minContains") || value === false;

const foldOne = (keyword: string, said: readonly unknown[]): unknown => {
  const numbers = said.filter(isNumber);
  if (limitKeywords[keyword] === "largest") return numbers.length === 0 ? undefined : Math.max(...numbers);
  if (limitKeywords[keyword] === "smallest") return numbers.length === 0 ? undefined : Math.min(...numbers);
  const distinct = said.filter((value, index) => said.findIndex((other) => sameJson(other, value)) === index);
  return distinct.length > 1 ? distinct.map(String).sort() : distinct[0];
};
