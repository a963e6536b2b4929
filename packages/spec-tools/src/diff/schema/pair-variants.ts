import { sameJson } from "../json.ts";
import { normalSchema } from "./normal-schema.ts";
import type { NormalSchema, Schema } from "./schema.ts";

/** Which variant of a union became which; a variant without a counterpart was removed or added. */
export interface VariantPairs {
  readonly pairs: readonly (readonly [Schema, Schema])[];
  readonly removed: readonly Schema[];
  readonly added: readonly Schema[];
}

/**
 * Pairs the variants of two unions: equal ones first, then those of one name, of one discriminating value, of one title, and last those
 * that look alike. Their order in the list says nothing.
 */
export const pairVariants = (
  old: readonly Schema[],
  revised: readonly Schema[],
  isSame: (old: Schema, revised: Schema) => boolean,
): VariantPairs => {
  const pairs: (readonly [Schema, Schema])[] = [];
  const normal = new Map([...old, ...revised].map((schema) => [schema, normalSchema(schema)]));
  let [removed, added] = [[...old], [...revised]];
  const byForm = (match: (left: NormalSchema, right: NormalSchema) => boolean) => (left: Schema, right: Schema) => {
    const [first, second] = [normal.get(left), normal.get(right)];
    return first !== undefined && second !== undefined && match(first, second);
  };
  for (const match of [isSame, ...[sameName, sameMark, sameTitle, alike].map(byForm)]) {
    for (const left of removed) {
      const right = added.find((candidate) => match(left, candidate));
      if (right === undefined) continue;
      pairs.push([left, right]);
      removed = removed.filter((schema) => schema !== left);
      added = added.filter((schema) => schema !== right);
    }
  }
  return { pairs, removed, added };
};

const sameName = (left: NormalSchema, right: NormalSchema): boolean =>
  left.name !== undefined && left.name === right.name;

const sameTitle = (left: NormalSchema, right: NormalSchema): boolean =>
  left.notes.has("title") && left.notes.get("title") === right.notes.get("title");

/** A property that both limit to the same single value tells variants apart. */
const sameMark = (left: NormalSchema, right: NormalSchema): boolean => {
  const marks = marksOf(left);
  return [...marksOf(right)].some(([name, value]) => marks.has(name) && sameJson(marks.get(name), value));
};

const marksOf = ({ properties }: NormalSchema): ReadonlyMap<string, unknown> => {
  const marks = new Map<string, unknown>();
  for (const [name, schema] of properties) {
    const { values } = normalSchema(schema);
    if (values?.length === 1) marks.set(name, values[0]);
  }
  return marks;
};

/** The same types, and at least half of the property names in common. */
const alike = (left: NormalSchema, right: NormalSchema): boolean => {
  if (!sameJson(left.types, right.types)) return false;
  const [first, second] = [[...left.properties.keys()], [...right.properties.keys()]];
  const common = first.filter((name) => second.includes(name)).length;
  const clash = [...marksOf(left)].some(([name]) => marksOf(right).has(name));
  return !clash && common * 2 >= Math.max(first.length, second.length);
};
