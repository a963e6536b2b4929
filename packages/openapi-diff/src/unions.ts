import type { UnionKind, Variant } from "./change.ts";
import { type Comparison, weigh } from "./comparison.ts";
import type { Bound } from "./constraints.ts";
import { memberOf, membersOf, textAt } from "./document.ts";
import { sameJson } from "./json.ts";
import {
  intersection,
  type NormalSchema,
  type NormalSchemas,
  type Schema,
  type Union,
  without,
} from "./normal-schema.ts";

/** `oneOf` and `anyOf`: the variants there are, what each may be, and how they are told apart. */
export const compareUnions = (at: Comparison): void => {
  const { old, revised, direction } = at;
  for (let index = 0; index < Math.max(old.unions.length, revised.unions.length); index += 1) {
    const [before, after] = [old.unions[index], revised.unions[index]];
    if (before !== undefined && after !== undefined) compareUnion(at, before, after);
    else if (after !== undefined) {
      at.add({ code: "union-added", bump: weigh("narrowed", direction), ...unionFacts(after, at) }, after);
    } else if (before !== undefined) {
      at.add({ code: "union-removed", bump: weigh("widened", direction), ...unionFacts(before, at) }, before);
    }
  }
  compareDiscriminators(at);
};

const unionFacts = (
  { kind, variants }: Union,
  { forms }: Comparison,
): { readonly kind: UnionKind; readonly variants: readonly Variant[] } => ({
  kind,
  variants: variants.map((variant) => variantOf(variant, variants, forms)),
});

/** A union against a plain schema, which counts as a list of one; false where something stands beside the union. */
export const compareWithPlain = (at: Comparison): boolean => {
  const { old, revised, schemas } = at;
  const [before, after] = [onlyUnion(old), onlyUnion(revised)];
  if ((before === undefined) === (after === undefined) || !(isBare(old) || isBare(revised))) return false;
  compareVariants(at, [before?.variants ?? [schemas[0]], after?.variants ?? [schemas[1]]], after?.kind ?? "anyOf");
  return true;
};

const onlyUnion = ({ unions }: NormalSchema): Union | undefined => (unions.length === 1 ? unions[0] : undefined);

/** A union and nothing beside it, so that a plain schema can be weighed against its variants. */
const isBare = (form: NormalSchema): boolean =>
  form.unions.length === 1 &&
  form.values === undefined &&
  form.properties.size === 0 &&
  form.required.size === 0 &&
  form.items === undefined &&
  form.additional === "open" &&
  form.constraints.size === 0;

const compareUnion = (at: Comparison, old: Union, revised: Union): void => {
  compareVariants(at, [old.variants, revised.variants], revised.kind);
  if (old.kind === revised.kind) return;
  // One value may satisfy several variants of `anyOf`, and only one of `oneOf`.
  const effect = revised.kind === "oneOf" ? "narrowed" : "widened";
  at.add(
    { code: "union-kind-changed", bump: weigh(effect, at.direction), old: old.kind, new: revised.kind },
    { pointer: revised.pointer },
  );
};

const compareVariants = (
  at: Comparison,
  [old, revised]: readonly [readonly Schema[], readonly Schema[]],
  kind: UnionKind,
): void => {
  const { pairs, removed, added } = pairVariants(at, old, revised);
  for (const [before, after] of pairs) at.enter(before, after, [], { ignoresNull: true });
  for (const variant of removed) {
    at.add(
      { code: "variant-removed", bump: weigh("narrowed", at.direction), variant: variantOf(variant, old, at.forms) },
      whereOf(variant),
    );
  }
  for (const variant of added) {
    const overlaps =
      kind === "oneOf" &&
      at.revised.discriminator === undefined &&
      old.some((other) => !excludes(variant, other, at.forms));
    // A strict server refuses a value that two variants of `oneOf` take.
    const bump = overlaps ? "major" : weigh("widened", at.direction);
    at.add({ code: "variant-added", bump, variant: variantOf(variant, revised, at.forms), overlaps }, whereOf(variant));
  }
};

const whereOf = (variant: Schema): { readonly pointer?: string } => {
  const pointer = variant[0]?.pointer;
  return pointer === undefined ? {} : { pointer };
};

/** Which variant of a union became which; a variant without a counterpart was removed or added. */
interface VariantPairs {
  readonly pairs: readonly (readonly [Schema, Schema])[];
  readonly removed: readonly Schema[];
  readonly added: readonly Schema[];
}

/**
 * Pairs the variants of two unions: those of one name, of one discriminating value, of one title, equal ones, and last those that look
 * alike. Their order in the list says nothing.
 */
const pairVariants = (at: Comparison, old: readonly Schema[], revised: readonly Schema[]): VariantPairs => {
  const { forms } = at;
  const pairs: (readonly [Schema, Schema])[] = [];
  let [removed, added] = [[...old], [...revised]];
  const pairBy = (matches: (left: Schema, right: Schema) => boolean): void => {
    const free = new Set(added);
    removed = removed.filter((left) => {
      const right = [...free].find((candidate) => matches(left, candidate));
      if (right === undefined) return true;
      free.delete(right);
      pairs.push([left, right]);
      return false;
    });
    added = added.filter((schema) => free.has(schema));
  };
  pairBy((left, right) => hasSameName(forms.of(left), forms.of(right)));
  pairBy((left, right) => hasSameMark(forms.of(left), forms.of(right), forms));
  pairBy((left, right) => hasSameTitle(forms.of(left), forms.of(right)));
  pairBy((left, right) => hasSameMembers(forms.of(left), forms.of(right)) && at.bumpBetween(left, right) === "none");
  pairBy((left, right) => isAlike(forms.of(left), forms.of(right), forms));
  return { pairs, removed, added };
};

const hasSameName = (left: NormalSchema, right: NormalSchema): boolean =>
  left.name !== undefined && left.name === right.name;

const hasSameTitle = (left: NormalSchema, right: NormalSchema): boolean =>
  left.notes.has("title") && left.notes.get("title") === right.notes.get("title");

const hasSameMembers = (left: NormalSchema, right: NormalSchema): boolean =>
  left.properties.size === right.properties.size &&
  [...left.properties.keys()].every((name) => right.properties.has(name));

/** A property that both limit to the same single value tells variants apart. */
const hasSameMark = (left: NormalSchema, right: NormalSchema, forms: NormalSchemas): boolean => {
  const marks = marksOf(left, forms);
  return [...marksOf(right, forms)].some(([name, value]) => marks.has(name) && sameJson(marks.get(name), value));
};

const marksOf = ({ properties }: NormalSchema, forms: NormalSchemas): ReadonlyMap<string, unknown> => {
  const marks = new Map<string, unknown>();
  for (const [name, schema] of properties) {
    const { values } = forms.of(schema);
    if (values?.length === 1) marks.set(name, values[0]);
  }
  return marks;
};

/** The same types, and at least half of the property names in common. */
const isAlike = (left: NormalSchema, right: NormalSchema, forms: NormalSchemas): boolean => {
  if (left.types?.join() !== right.types?.join()) return false;
  const common = [...left.properties.keys()].filter((name) => right.properties.has(name)).length;
  const clash = [...marksOf(left, forms).keys()].some((name) => marksOf(right, forms).has(name));
  return !clash && common * 2 >= Math.max(left.properties.size, right.properties.size);
};

/** Whatever names a variant for a reader. */
const variantOf = (variant: Schema, all: readonly Schema[], forms: NormalSchemas): Variant => {
  const form = forms.of(variant);
  const title = form.notes.get("title");
  const [mark] = marksOf(form, forms);
  return {
    ...(form.name !== undefined && { name: form.name }),
    ...(typeof title === "string" && { title }),
    ...(mark !== undefined && { property: mark[0], value: mark[1] }),
    types: form.types ?? [],
    members: [...form.properties.keys()],
    index: all.indexOf(variant),
  };
};

/**
 * Whether no value that is written by one schema's own members satisfies the other: their types or constants differ, or one requires a
 * member that the other does not have.
 */
const excludes = (left: Schema, right: Schema, forms: NormalSchemas, depth = 0): boolean => {
  // A schema may contain itself; what tells variants apart stands near their top.
  if (depth > deepestMark) return false;
  const [first, second] = [forms.of(left), forms.of(right)];
  if (first.never || second.never) return true;
  if (first.types !== undefined && second.types !== undefined && intersection(first.types, second.types).length === 0) {
    return true;
  }
  if (first.values !== undefined && second.values !== undefined) {
    if (without(first.values, second.values).length === first.values.length) return true;
  }
  if (areApart(first, second) || areApart(second, first)) return true;
  if (lacksRequired(first, second) || lacksRequired(second, first)) return true;
  const inner = [first, second].flatMap(({ unions }, index) =>
    unions.map(({ variants }) =>
      variants.every((variant) => excludes(variant, index === 0 ? right : left, forms, depth + 1)),
    ),
  );
  if (inner.includes(true)) return true;
  return [...first.required].some((name) => {
    const [own, other] = [first.properties.get(name), second.properties.get(name)];
    return (
      second.required.has(name) && own !== undefined && other !== undefined && excludes(own, other, forms, depth + 1)
    );
  });
};

const deepestMark = 3;

const areApart = ({ constraints: low }: NormalSchema, { constraints: high }: NormalSchema): boolean => {
  const [most, least] = [low.get("maximum"), high.get("minimum")];
  return isBound(most) && isBound(least) && most.value < least.value;
};

const isBound = (value: unknown): value is Bound => typeof value === "object" && value !== null && "value" in value;

/** Nobody who writes values of `one` gives a member that it does not have. */
const lacksRequired = (one: NormalSchema, other: NormalSchema): boolean =>
  one.types?.join() === "object" &&
  typeof one.additional === "string" &&
  one.unions.length === 0 &&
  one.properties.size > 0 &&
  [...other.required].some((name) => !one.properties.has(name));

const compareDiscriminators = (at: Comparison): void => {
  const [before, after] = [at.old.discriminator, at.revised.discriminator];
  if (before === undefined && after === undefined) return;
  const pointer = (after ?? before)?.pointer ?? "";
  if (before === undefined || after === undefined) {
    at.add(
      { code: "discriminator-mapping-changed", bump: "patch", old: before?.value, new: after?.value },
      { pointer },
    );
    return;
  }
  const [old, revised] = [textAt(before, "propertyName") ?? "", textAt(after, "propertyName") ?? ""];
  if (old !== revised) {
    at.add({ code: "discriminator-changed", bump: "major", old, new: revised }, { pointer });
    return;
  }
  const [was, is] = [memberOf(before, "mapping"), memberOf(after, "mapping")];
  if (sameJson(was?.value, is?.value)) return;
  const kept = membersOf(is);
  const lost = [...membersOf(was).keys()].some((key) => !kept.has(key));
  at.add(
    {
      code: "discriminator-mapping-changed",
      bump: lost && at.direction === "request" ? "major" : "patch",
      old: was?.value,
      new: is?.value,
    },
    { pointer },
  );
};
