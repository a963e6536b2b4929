import { distinctFindings, type Finding } from "../finding.ts";
import { isString, sameJson } from "../json.ts";
import { valueAt } from "../spec-node.ts";
import type { Unchanged } from "../unchanged.ts";
import { compareContents } from "./compare-contents.ts";
import { compareKeywords } from "./compare-keywords.ts";
import { compareLimits } from "./compare-limits.ts";
import { compareNested } from "./compare-nested.ts";
import { compareNotes } from "./compare-notes.ts";
import { compareProperties } from "./compare-properties.ts";
import { compareTypes } from "./compare-types.ts";
import { compareUnions, compareVariants } from "./compare-unions.ts";
import { compareValues } from "./compare-values.ts";
import { normalSchema } from "./normal-schema.ts";
import { keyOf, type NormalSchema, type Schema } from "./schema.ts";
import { type CompareAspect, type CompareSchemas, type Spot } from "./spot.ts";

/**
 * Makes a comparer of schemas that remembers what it has compared: a pair that is met again, also within itself, costs nothing and
 * gives the same findings.
 */
export const createSchemaComparer = (unchanged: Unchanged): CompareSchemas => {
  const known = new Map<string, readonly Finding[]>();
  const compare: CompareSchemas = (old, revised, spot) => {
    const reference = commonReference(old, revised);
    if (reference !== undefined && unchanged.reference(reference)) return [];
    const key = `${spot.side} ${keyOf(old)} > ${keyOf(revised)}`;
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    // A pair that contains itself is equal as far as the circle goes.
    known.set(key, []);
    const findings = distinctFindings(
      compareForms(normalSchema(old), normalSchema(revised), [old, revised], spot, compare),
    );
    known.set(key, findings);
    return findings;
  };
  return compare;
};

/** Two uses of one component, which is most of what there is to compare. */
const commonReference = (old: Schema, revised: Schema): string | undefined => {
  if (old.length !== 1 || revised.length !== 1) return undefined;
  const [reference, other] = [valueAt(old[0], "$ref"), valueAt(revised[0], "$ref")];
  const isCommon = isString(reference) && reference === other && reference.startsWith("#/components/");
  // Beside a reference of 3.1 there may be more.
  return isCommon && sameJson(old[0]?.value, revised[0]?.value) && old[0]?.document.is30 === revised[0]?.document.is30
    ? reference
    : undefined;
};

const aspects: readonly CompareAspect[] = [
  compareTypes,
  compareValues,
  compareLimits,
  compareProperties,
  compareContents,
  compareUnions,
  compareNested,
];

const compareForms = (
  old: NormalSchema,
  revised: NormalSchema,
  schemas: readonly [Schema, Schema],
  spot: Spot,
  compare: CompareSchemas,
): readonly Finding[] => {
  const notes = [...compareNotes(old, revised, spot, compare), ...compareKeywords(schemas[0], schemas[1], spot)];
  const [before, after] = [variantsOf(old), variantsOf(revised)];
  if ((before === undefined) !== (after === undefined) && (isBare(old) || isBare(revised))) {
    const lists: readonly [readonly Schema[], readonly Schema[]] = [before ?? [schemas[0]], after ?? [schemas[1]]];
    return [...notes, ...compareVariants(lists, revised.pointer, spot, compare)];
  }
  return [...notes, ...aspects.flatMap((aspect) => aspect(old, revised, spot, compare))];
};

const variantsOf = ({ unions }: NormalSchema): readonly Schema[] | undefined =>
  unions.length === 1 ? unions[0]?.variants : undefined;

/** A union and nothing beside it, so that a plain schema can be weighed against its variants. */
const isBare = (schema: NormalSchema): boolean =>
  schema.unions.length === 1 &&
  schema.values === undefined &&
  schema.properties.size === 0 &&
  schema.required.size === 0 &&
  schema.items === undefined &&
  schema.additional === "open" &&
  schema.limits.size === 0;
