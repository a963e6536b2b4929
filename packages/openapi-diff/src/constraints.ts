import type { Constraint } from "./change.ts";
import { type SpecNode, valueAt } from "./document.ts";
import { isNumber } from "./json.ts";

/** What bounds the values of a schema; a bound that everything keeps is left out. */
export type Constraints = ReadonlyMap<Constraint, unknown>;

/** A JSON type as schemas name it, null aside. */
export type SchemaType = "boolean" | "integer" | "number" | "string" | "array" | "object";

/** What a change does to the set of values that are allowed. */
export type Effect = "narrowed" | "widened" | "replaced";

/** How two statements of a constraint fold, and the types whose values it bounds. */
interface ConstraintRule {
  readonly fold: "largest" | "smallest" | "all";
  readonly types: readonly SchemaType[];
}

const rules: Readonly<Record<Constraint, ConstraintRule>> = {
  minLength: { fold: "largest", types: ["string"] },
  maxLength: { fold: "smallest", types: ["string"] },
  pattern: { fold: "all", types: ["string"] },
  format: { fold: "all", types: ["string", "number", "integer"] },
  contentEncoding: { fold: "all", types: ["string"] },
  contentMediaType: { fold: "all", types: ["string"] },
  minimum: { fold: "largest", types: ["number", "integer"] },
  maximum: { fold: "smallest", types: ["number", "integer"] },
  multipleOf: { fold: "all", types: ["number", "integer"] },
  minItems: { fold: "largest", types: ["array"] },
  maxItems: { fold: "smallest", types: ["array"] },
  minContains: { fold: "largest", types: ["array"] },
  maxContains: { fold: "smallest", types: ["array"] },
  uniqueItems: { fold: "all", types: ["array"] },
  minProperties: { fold: "largest", types: ["object"] },
  maxProperties: { fold: "smallest", types: ["object"] },
};

export const constraintNames: readonly Constraint[] = Object.keys(rules).filter(
  (name): name is Constraint => name in rules,
);

/** A bound on a number; `exclusive` leaves the number itself out. */
export interface Bound {
  readonly value: number;
  readonly exclusive: boolean;
}

/** The constraints of all parts of a schema together: the tightest of each, or the list where none is tighter. */
export const foldConstraints = (
  nodes: readonly SpecNode[],
  types: readonly SchemaType[] | undefined,
  has: (keyword: string) => boolean,
): Constraints => {
  const folded = new Map<Constraint, unknown>();
  for (const name of constraintNames) {
    if (!has(name) && !has(exclusiveNames.get(name) ?? name)) continue;
    const { fold, types: bounded } = rules[name];
    if (types !== undefined && !types.some((type) => bounded.includes(type))) continue;
    const value = name === "minimum" || name === "maximum" ? foldBound(nodes, name) : foldOne(nodes, name, fold, types);
    if (value !== undefined) folded.set(name, value);
  }
  return folded;
};

const exclusiveNames: ReadonlyMap<Constraint, string> = new Map([
  ["minimum", "exclusiveMinimum"],
  ["maximum", "exclusiveMaximum"],
]);

const foldOne = (
  nodes: readonly SpecNode[],
  name: Constraint,
  fold: ConstraintRule["fold"],
  types: readonly SchemaType[] | undefined,
): unknown => {
  const said = nodes
    .map((node) => valueAt(node, name))
    .filter((value) => value !== undefined && !acceptsEverything(name, value, types));
  if (fold === "all") {
    const distinct = [...new Set(said)];
    return distinct.length > 1 ? distinct.map(String).sort() : distinct[0];
  }
  const numbers = said.filter(isNumber);
  if (numbers.length === 0) return undefined;
  // Not spread into an argument list: a document may say it a hundred thousand times.
  return numbers.reduce((left, right) => (fold === "largest" ? Math.max(left, right) : Math.min(left, right)));
};

const acceptsEverything = (name: Constraint, value: unknown, types: readonly SchemaType[] | undefined): boolean => {
  if (value === false || value === "" || value === null) return true;
  if (name === "pattern") return typeof value === "string" && matchesEverything(value);
  if (name === "multipleOf") return value === 1 && types?.length === 1 && types[0] === "integer";
  if (name === "minContains" || !isNumber(value)) return false;
  return rules[name].fold === "largest" ? value <= 0 : value >= Number.MAX_SAFE_INTEGER;
};

/** The ways of writing "any text" that documents have; a pattern is searched for, not matched as a whole. */
const matchesEverything = (pattern: string): boolean =>
  ["^", "$", "(?:)", ".*", "^.*", ".*$", "^.*$", "^(.*)$", "[\\s\\S]*", "^[\\s\\S]*$"].includes(pattern);

/** The tightest lower or upper bound: 3.0 says "exclusive" with a boolean, 3.1 with a number. */
const foldBound = (nodes: readonly SpecNode[], end: "minimum" | "maximum"): Bound | undefined => {
  const exclusiveName = exclusiveNames.get(end) ?? end;
  let tightest: Bound | undefined;
  for (const node of nodes) {
    const [limit, strict] = [valueAt(node, end), valueAt(node, exclusiveName)];
    const bounds: Bound[] = [];
    if (isNumber(limit)) bounds.push({ value: limit, exclusive: strict === true });
    if (isNumber(strict)) bounds.push({ value: strict, exclusive: true });
    for (const bound of bounds) {
      const isNone = end === "minimum" ? bound.value <= -Number.MAX_VALUE : bound.value >= Number.MAX_VALUE;
      if (!isNone && (tightest === undefined || isTighter(bound, tightest, end))) tightest = bound;
    }
  }
  return tightest;
};

/** Whether `bound` leaves out values that `other` lets in. */
const isTighter = (bound: Bound, other: Bound, end: "minimum" | "maximum"): boolean => {
  if (bound.value !== other.value) return end === "minimum" ? bound.value > other.value : bound.value < other.value;
  return bound.exclusive && !other.exclusive;
};

/** What the change of a constraint does; undefined where it does nothing. */
export const effectOfConstraint = (name: Constraint, old: unknown, revised: unknown): Effect | undefined => {
  if (JSON.stringify(old) === JSON.stringify(revised)) return undefined;
  if (old === undefined) return "narrowed";
  if (revised === undefined) return "widened";
  if (isBound(old) && isBound(revised)) {
    return isTighter(revised, old, name === "minimum" ? "minimum" : "maximum") ? "narrowed" : "widened";
  }
  if (name === "format") return effectOfFormat(String(old), String(revised));
  if (!isNumber(old) || !isNumber(revised)) return "replaced";
  if (name === "multipleOf") {
    if (isMultiple(revised, old)) return "narrowed";
    return isMultiple(old, revised) ? "widened" : "replaced";
  }
  return (rules[name].fold === "largest") === revised > old ? "narrowed" : "widened";
};

const isBound = (value: unknown): value is Bound => typeof value === "object" && value !== null && "exclusive" in value;

/** A wider number holds every value of a narrower one. */
const effectOfFormat = (old: string, revised: string): Effect => {
  if (wider.has(`${old} ${revised}`)) return "widened";
  return wider.has(`${revised} ${old}`) ? "narrowed" : "replaced";
};

const wider = new Set(["int32 int64", "float double"]);

// A quotient of decimal fractions misses the whole number by a rounding error.
const isMultiple = (value: number, step: number): boolean => Math.abs(value / step - Math.round(value / step)) < 1e-9;

/** Whether constraints refuse a value. Patterns and formats are not asked: a document's pattern is never run. */
export const constraintsRefuse = (constraints: Constraints, value: unknown): boolean => {
  const limit = (name: Constraint, missing: number): number => {
    const found = constraints.get(name);
    return isNumber(found) ? found : missing;
  };
  const outside = (size: number, least: Constraint, most: Constraint): boolean =>
    size < limit(least, 0) || size > limit(most, Infinity);
  if (typeof value === "string") return outside([...value].length, "minLength", "maxLength");
  if (Array.isArray(value)) return outside(value.length, "minItems", "maxItems");
  if (isNumber(value)) {
    const [lower, upper] = [constraints.get("minimum"), constraints.get("maximum")];
    return (
      (isBound(lower) && (value < lower.value || (lower.exclusive && value === lower.value))) ||
      (isBound(upper) && (value > upper.value || (upper.exclusive && value === upper.value)))
    );
  }
  return false;
};
