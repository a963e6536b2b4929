import type { Bump, Direction, Fact, SoftCode, Step, TextMember } from "./change.ts";
import { atLeast } from "./change.ts";
import { type Comparison, type EnterOptions, weigh } from "./comparison.ts";
import { constraintNames, effectOfConstraint, type Effect, type SchemaType } from "./constraints.ts";
import { follow, referenceOf, resolved, type SpecNode } from "./document.ts";
import { sameJson } from "./json.ts";
import {
  type Additional,
  coversTypes,
  intersection,
  nestedKeywords,
  type NormalSchema,
  NormalSchemas,
  noteKeywords,
  refuses,
  type Schema,
  without,
} from "./normal-schema.ts";
import { isNearName } from "./near-name.ts";
import type { Unchanged } from "./unchanged.ts";
import { compareUnions, compareWithPlain } from "./unions.ts";

/** Two schemas that are compared once, however many places have them: what differs in them, and the pairs below. */
export interface SchemaPair {
  readonly facts: readonly SchemaFact[];
  readonly below: readonly { readonly steps: readonly Step[]; readonly pair: SchemaPair }[];
  /** Where the old schema is written; what is in a component schema is part of an exported type. */
  readonly oldPointer: string;
}

/** A change in a schema, and where it is seen from the schema. */
export interface SchemaFact {
  readonly fact: Fact<SoftCode>;
  readonly steps: readonly Step[];
  readonly pointer: string;
}

interface OpenPair extends SchemaPair {
  readonly facts: SchemaFact[];
  readonly below: { readonly steps: readonly Step[]; readonly pair: OpenPair }[];
  readonly old: Schema;
  readonly revised: Schema;
  readonly direction: Direction;
  readonly options: EnterOptions;
  /** Where it stands if the new schema stands nowhere. */
  readonly pointer: string;
  state: "waiting" | "open" | "compared";
}

/**
 * Compares schemas in pairs. A pair that is met again, also within itself, is the same pair: a document costs what it holds, however
 * often it refers to it, and depth costs no stack.
 */
export class SchemaPairs {
  readonly forms: NormalSchemas = new NormalSchemas();
  readonly #unchanged: Unchanged;
  readonly #types: boolean;
  readonly #pairs = new Map<string, OpenPair>();
  readonly #waiting: OpenPair[] = [];
  readonly #numbers = new WeakMap<object, number>();
  #count = 0;
  #depth = 0;

  constructor(unchanged: Unchanged, options: { readonly types: boolean }) {
    this.#unchanged = unchanged;
    this.#types = options.types;
  }

  /** The pair of two schemas; undefined where nothing of them changed. It is filled in by {@link settle}. */
  pairOf(old: SpecNode | undefined, revised: SpecNode | undefined, direction: Direction): SchemaPair | undefined {
    return this.#pair([old === undefined ? [] : [old], revised === undefined ? [] : [revised]], direction, {});
  }

  /** Compares every pair that was asked for, and those below. */
  settle(): void {
    for (let pair = this.#waiting.pop(); pair !== undefined; pair = this.#waiting.pop()) this.#compare(pair);
  }

  /** The strongest change between two schemas. */
  bumpBetween(old: SpecNode | undefined, revised: SpecNode | undefined, direction: Direction): Bump | "none" {
    return this.#bumpOf(
      this.#pair([old === undefined ? [] : [old], revised === undefined ? [] : [revised]], direction, {}),
    );
  }

  #pair(
    written: readonly [Schema, Schema],
    direction: Direction,
    options: EnterOptions,
    pointer = "",
  ): OpenPair | undefined {
    const [old, revised] = [written[0].map(resolved), written[1].map(resolved)];
    if (this.#isUnchanged(old, revised)) return undefined;
    const null_ = options.ignoresNull === true ? "!" : "";
    const key = `${direction}${null_} ${this.#keyOf(old)} > ${this.#keyOf(revised)}`;
    const known = this.#pairs.get(key);
    if (known !== undefined) return known;
    const place = [revised, old].map((schema) => this.forms.of(schema).pointer).find((found) => found !== "");
    const pair: OpenPair = {
      facts: [],
      below: [],
      oldPointer: this.forms.of(old).pointer,
      old,
      revised,
      direction,
      options,
      pointer: place ?? pointer,
      state: "waiting",
    };
    this.#pairs.set(key, pair);
    this.#waiting.push(pair);
    return pair;
  }

  #isUnchanged(old: Schema, revised: Schema): boolean {
    if (old.length !== revised.length) return false;
    return old.every((node, index) => this.#unchanged.same(node.value, revised[index]?.value));
  }

  #keyOf(schema: Schema): string {
    return schema.map(({ value }) => this.#numberOf(value)).join("+");
  }

  /** Objects by what they are: a part that is written once and used by many is one. */
  #numberOf(value: unknown): string {
    if (typeof value !== "object" || value === null) return String(value);
    const known = this.#numbers.get(value);
    if (known !== undefined) return `${known}`;
    this.#count += 1;
    this.#numbers.set(value, this.#count);
    return `${this.#count}`;
  }

  #compare(pair: OpenPair): void {
    if (pair.state !== "waiting") return;
    pair.state = "open";
    compareSchemas(this.#comparisonOf(pair), pair.options);
    pair.state = "compared";
  }

  #comparisonOf(pair: OpenPair): Comparison {
    const { old, revised, direction, pointer } = pair;
    return {
      schemas: [old, revised],
      old: this.forms.of(old),
      revised: this.forms.of(revised),
      direction,
      types: this.#types,
      forms: this.forms,
      pointer,
      isUnchanged: (before, after) => this.#isUnchanged(before, after),
      add: (fact, at) => pair.facts.push({ fact, steps: at?.steps ?? [], pointer: at?.pointer ?? pointer }),
      enter: (before, after, steps, options) => {
        const below = this.#pair([before, after], direction, options ?? {}, pointer);
        if (below !== undefined) pair.below.push({ steps, pair: below });
      },
      bumpBetween: (before, after, options) => {
        const directions: readonly Direction[] = options?.both === true ? ["request", "response"] : [direction];
        const found = directions.map((each) => this.#bumpOf(this.#pair([before, after], each, {})));
        return found.reduce((left, right) => (atLeast(left, right) ? left : right));
      },
    };
  }

  /** A pair that is being compared itself counts as equal as far as the circle goes. */
  #bumpOf(pair: OpenPair | undefined): Bump | "none" {
    let strongest: Bump | "none" = "none";
    // Unions in unions in unions: each level asks the one below, which costs stack.
    if (pair !== undefined && this.#depth >= deepest) return "major";
    this.#depth += 1;
    const visited = new Set<OpenPair>();
    const open = pair === undefined ? [] : [pair];
    for (let next = open.pop(); next !== undefined && strongest !== "major"; next = open.pop()) {
      if (visited.has(next)) continue;
      visited.add(next);
      this.#compare(next);
      for (const { fact } of next.facts) if (atLeast(fact.bump, strongest)) strongest = fact.bump;
      for (const { pair: below } of next.below) open.push(below);
    }
    this.#depth -= 1;
    return strongest;
  }
}

const deepest = 20;

const compareSchemas = (at: Comparison, { ignoresNull = false }: EnterOptions): void => {
  compareNotes(at);
  compareKeywords(at);
  if (!ignoresNull) compareNull(at);
  if (compareWithPlain(at)) return;
  // Another type altogether: that its members are others, too, says nothing more.
  if (compareTypes(at)) return;
  compareValues(at);
  compareConstraints(at);
  compareProperties(at);
  compareContents(at);
  compareUnions(at);
  compareNested(at);
};

/** Texts, examples and defaults, and the mark that something is going away. */
const compareNotes = (at: Comparison): void => {
  const { old, revised, pointer } = at;
  for (const keyword of noteKeywords) {
    const [before, after] = [old.notes.get(keyword), revised.notes.get(keyword)];
    // A schema that stands nowhere has no words that could have changed.
    if (sameJson(before, after) || at.schemas.some((schema) => schema.length === 0)) continue;
    const where = { pointer: `${pointer}/${keyword}` };
    if (keyword === "deprecated") {
      if ((before === true) !== (after === true)) at.add(deprecationFact(after === true), where);
    } else if (keyword === "default") compareDefaults(at, before, after);
    else if (isText(keyword)) {
      at.add({ code: "text-changed", bump: "patch", member: keyword, old: before, new: after }, where);
    }
  }
};

/** That something is going away, which callers should hear of, or no longer is. */
export const deprecationFact = (isDeprecated: boolean): Fact<SoftCode> =>
  isDeprecated ? { code: "deprecated", bump: "minor" } : { code: "deprecation-withdrawn", bump: "patch" };

/** `readOnly` and `writeOnly` are compared as members that come and go. */
const isText = (keyword: (typeof noteKeywords)[number]): keyword is TextMember & typeof keyword =>
  !["default", "deprecated", "readOnly", "writeOnly", "$comment"].includes(keyword);

/**
 * What the service does with a call that leaves something out is part of what the call means, so another default breaks callers (so
 * says AIP-180, too); one that is only told or no longer told is news. A default that its own schema refuses was never one.
 */
const compareDefaults = (at: Comparison, old: unknown, revised: unknown): void => {
  const where = { pointer: `${at.pointer}/default` };
  const wrong = [old, revised].map(
    (value, index) => value !== undefined && refuses(at.schemas[index] ?? [], value, at.forms),
  );
  const isRequest = at.direction === "request";
  if (wrong[0] === true || wrong[1] === true) {
    const refused = wrong[0] === true && wrong[1] === true ? "both" : wrong[0] === true ? "old" : "new";
    at.add({ code: "default-ill-typed", bump: "patch", old, new: revised, refused }, where);
  } else if (old === undefined) {
    at.add({ code: "default-added", bump: isRequest ? "minor" : "patch", value: revised }, where);
  } else if (revised === undefined) {
    at.add({ code: "default-removed", bump: isRequest ? "minor" : "patch", value: old }, where);
  } else at.add({ code: "default-changed", bump: isRequest ? "major" : "patch", old, new: revised }, where);
};

/** Keywords that nothing else compares; only of single schemas, since parts that fold have no counterpart. */
const compareKeywords = (at: Comparison): void => {
  const [before, after] = [at.schemas[0][0], at.schemas[1][0]];
  if (before === undefined || after === undefined || at.schemas.some((schema) => schema.length > 1)) return;
  for (const { keyword, old, new: revised } of unknownMembers(follow(before).value, follow(after).value, known)) {
    at.add({ code: "keyword-changed", bump: "patch", keyword, old, new: revised });
  }
};

/**
 * Members that a newer specification, or somebody's own dialect, put where every member is known: what their change means cannot be
 * told. Extensions (`x-…`) mean nothing to a client.
 */
export const unknownMembers = (
  old: unknown,
  revised: unknown,
  known: ReadonlySet<string>,
): readonly { readonly keyword: string; readonly old: unknown; readonly new: unknown }[] => {
  const [before, after] = [membersIn(old), membersIn(revised)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((keyword) => !known.has(keyword) && !keyword.startsWith("x-"))
    .map((keyword) => ({ keyword, old: before[keyword], new: after[keyword] }))
    .filter(({ old: was, new: is }) => !sameJson(was, is));
};

const membersIn = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? { ...value } : {};

const known: ReadonlySet<string> = new Set([
  ...constraintNames,
  ...nestedKeywords,
  ...noteKeywords,
  ..."type nullable enum const properties required additionalProperties unevaluatedProperties patternProperties".split(
    " ",
  ),
  ..."items prefixItems allOf oneOf anyOf discriminator exclusiveMinimum exclusiveMaximum".split(" "),
  // They name things or give them a place; what refers to them is followed.
  ..."$ref $id $schema $anchor $defs definitions $vocabulary".split(" "),
]);

/** A schema without a type allows null as it allows anything: the type says it all. */
const isAny = ({ types, values, unions }: NormalSchema): boolean =>
  types === undefined && values === undefined && unions.length === 0;

const compareNull = (at: Comparison): void => {
  const { old, revised, direction } = at;
  if (old.nullable === revised.nullable || isAny(old) || isAny(revised)) return;
  if (revised.nullable) at.add({ code: "null-allowed", bump: weigh("widened", direction) });
  else at.add({ code: "null-disallowed", bump: weigh("narrowed", direction) });
};

/** The types a value may have; true where it has another type altogether. */
const compareTypes = (at: Comparison): boolean => {
  const { old, revised, direction } = at;
  const effect = effectOfTypes(old, revised);
  if (effect === undefined) return false;
  at.add({
    code: "type-changed",
    bump: weigh(effect, direction),
    old: shownTypes(old, at.forms),
    new: shownTypes(revised, at.forms),
    effect,
  });
  if (old.never || revised.never || old.types === undefined || revised.types === undefined) return true;
  return intersection(old.types, revised.types).length === 0;
};

const effectOfTypes = (old: NormalSchema, revised: NormalSchema): Effect | undefined => {
  if (old.never !== revised.never) return old.never ? "widened" : "narrowed";
  const [wider, narrower] = [coversTypes(revised.types, old.types), coversTypes(old.types, revised.types)];
  if (wider && narrower) return undefined;
  if (wider) return "widened";
  return narrower ? "narrowed" : "replaced";
};

/** Undefined is any; a union without a type has those of its variants. */
const shownTypes = (form: NormalSchema, forms: NormalSchemas): readonly string[] | undefined => {
  if (form.never) return ["never"];
  if (form.types !== undefined) return form.types.length === 0 ? ["null"] : form.types;
  const inner = form.unions.flatMap(({ variants }) => variants.map((variant) => forms.of(variant).types));
  const types = inner.flatMap((each): readonly SchemaType[] => each ?? []);
  return inner.length === 0 || inner.includes(undefined) ? undefined : [...new Set(types)];
};

/**
 * The values that `enum` and `const` list. A value added to a response is minor, as everywhere in this ecosystem: code goes on
 * working. One that is gone, and a list that came or went, is another type to a typed client.
 */
const compareValues = (at: Comparison): void => {
  const { old, revised, direction, types } = at;
  const [before, after] = [old.values, revised.values];
  const shown: Bump = types ? "major" : "minor";
  const isRequest = direction === "request";
  if (before === undefined && after === undefined) return;
  if (before === undefined) {
    at.add({ code: "enum-added", bump: isRequest ? "major" : shown, values: after ?? [] });
  } else if (after === undefined) {
    at.add({
      code: "enum-removed",
      bump: isRequest ? "minor" : old.isConst ? "major" : shown,
      values: before,
    });
  } else {
    const [removed, added] = [without(before, after), without(after, before)];
    if (removed.length === 1 && before.length === 1 && after.length === 1) {
      at.add({ code: "value-changed", bump: "major", old: before[0], new: after[0] });
      return;
    }
    if (removed.length > 0) {
      const isReplaced = added.length > 0;
      at.add({ code: "enum-values-removed", bump: isRequest || isReplaced ? "major" : shown, values: removed });
    }
    if (added.length > 0) {
      const bump = !isRequest && old.isConst ? "major" : "minor";
      at.add({ code: "enum-values-added", bump, values: added });
    }
  }
};

/** Lengths, ranges, patterns, formats: a bound that became tighter breaks who sends, one that became looser who reads. */
const compareConstraints = (at: Comparison): void => {
  const { old, revised, direction } = at;
  for (const keyword of constraintNames) {
    const [before, after] = [old.constraints.get(keyword), revised.constraints.get(keyword)];
    const effect = effectOfConstraint(keyword, before, after);
    if (effect === undefined) continue;
    const bump = weigh(effect, direction, { request: "minor", response: "patch" });
    at.add(
      { code: "constraint-changed", bump, keyword, old: before, new: after, effect },
      { pointer: `${at.pointer}/${keyword}` },
    );
  }
};

/** The named members of an object: which there are, which must be there, and what each may be. */
const compareProperties = (at: Comparison): void => {
  const { old, revised, direction } = at;
  const [removed, added] = [new Map<string, Schema>(), new Map<string, Schema>()];
  const names = new Set([...old.properties.keys(), ...revised.properties.keys(), ...old.required, ...revised.required]);
  const hidden = direction === "request" ? "readOnly" : "writeOnly";
  for (const name of names) {
    const [was, is] = [old.properties.get(name), revised.properties.get(name)];
    const isRequiredAsBefore = old.required.has(name) === revised.required.has(name);
    if (isRequiredAsBefore && was !== undefined && is !== undefined && at.isUnchanged(was, is)) continue;
    // Nobody sends what is `readOnly`, nobody receives what is `writeOnly`.
    const [before, after] = [was, is].map((schema) =>
      schema === undefined || at.forms.of(schema).notes.get(hidden) === true ? undefined : schema,
    );
    const where = { steps: [name], pointer: (is ?? was)?.[0]?.pointer ?? `${at.pointer}/required` };
    const required = revised.required.has(name);
    if (before === undefined && after === undefined) {
      // A name that is only required, and described nowhere.
      if (was === undefined && is === undefined) compareRequired(at, name, where);
    } else if (before === undefined && after !== undefined) {
      if (was === undefined) added.set(name, after);
      else {
        const bump = direction === "request" && required ? "major" : "minor";
        at.add({ code: "property-shown", bump, by: hidden, required }, where);
      }
    } else if (before !== undefined && after === undefined) {
      if (is === undefined) removed.set(name, before);
      else at.add({ code: "property-hidden", bump: "major", by: hidden }, where);
    } else if (before !== undefined && after !== undefined) {
      if (isLeftover(at, before, after)) removed.set(name, before);
      else {
        compareRequired(at, name, where);
        at.enter(before, after, [name]);
      }
    }
  }
  compareMembership(at, removed, added);
};

/** Words about a member whose type is gone: what a document's examples and descriptions leave behind when the member goes. */
const isLeftover = (at: Comparison, old: Schema, revised: Schema): boolean => {
  const [before, after] = [at.forms.of(old), at.forms.of(revised)];
  return after.isBlank && before.types !== undefined && wordsOf(after).length > 0;
};

const wordsOf = ({ notes }: NormalSchema): readonly string[] =>
  ["description", "example", "examples", "default"].filter((keyword) => notes.has(keyword));

/** Members that are gone and members that are new, of which some may be the same under another name. */
const compareMembership = (at: Comparison, removed: ReadonlyMap<string, Schema>, added: Map<string, Schema>): void => {
  const { old, revised, direction } = at;
  // Where hundreds came and went, it is another object, and no name of it is another's new spelling.
  const isComparable = removed.size * added.size <= mostCandidates;
  for (const [name, schema] of removed) {
    const candidates = isComparable ? [...added] : [];
    const newName = candidates.find(([other, candidate]) => isRenamed(at, [name, schema], [other, candidate]))?.[0];
    const pointer = schema[0]?.pointer ?? at.pointer;
    const where = { steps: [name], pointer };
    const left = revised.properties.get(name);
    if (newName !== undefined) {
      added.delete(newName);
      at.add({ code: "property-renamed", bump: "major", old: name, new: newName }, where);
    } else if (left !== undefined) {
      const words = wordsOf(at.forms.of(left));
      const types = at.forms.of(schema).types ?? [];
      at.add({ code: "property-untyped", bump: "major", old: types, left: words }, where);
    } else {
      at.add({ code: "property-removed", bump: "major", name, required: old.required.has(name) }, where);
    }
  }
  for (const [name, schema] of added) {
    const required = revised.required.has(name);
    const bump = direction === "request" && required && !old.required.has(name) ? "major" : "minor";
    at.add(
      { code: "property-added", bump, name, required },
      { steps: [name], pointer: schema[0]?.pointer ?? at.pointer },
    );
  }
};

const mostCandidates = 2500;

/** The same schema under a name that is near, or with the same words. */
const isRenamed = (
  at: Comparison,
  [name, schema]: readonly [string, Schema],
  [other, candidate]: readonly [string, Schema],
): boolean => {
  const [before, after] = [at.forms.of(schema), at.forms.of(candidate)];
  const hasSameWords = ["description", "example"].some(
    (keyword) => before.notes.has(keyword) && sameJson(before.notes.get(keyword), after.notes.get(keyword)),
  );
  if (!hasSameWords && !isNearName(name, other)) return false;
  return !atLeast(at.bumpBetween(schema, candidate, { both: true }), "minor");
};

const compareRequired = (
  at: Comparison,
  name: string,
  where: { readonly steps: readonly Step[]; readonly pointer: string },
): void => {
  const [before, after] = [at.old.required.has(name), at.revised.required.has(name)];
  if (before === after) return;
  const isRequest = at.direction === "request";
  if (after) at.add({ code: "property-required", bump: isRequest ? "major" : "minor" }, where);
  else at.add({ code: "property-optional", bump: isRequest ? "minor" : "major" }, where);
};

/** What has no name: the items of a list and the further members of an object. */
const compareContents = (at: Comparison): void => {
  const { old, revised } = at;
  const both = (type: SchemaType): boolean =>
    old.types?.includes(type) === true && revised.types?.includes(type) === true;
  if (both("array")) {
    if (old.items !== undefined || revised.items !== undefined) {
      at.enter(old.items ?? [], revised.items ?? [], [{ each: "item" }]);
    }
    comparePrefixItems(at);
  }
  if (!both("object")) return;
  compareAdditional(at, old.additional, revised.additional);
  for (const pattern of new Set([...old.patternProperties.keys(), ...revised.patternProperties.keys()])) {
    const [before, after] = [old.patternProperties.get(pattern), revised.patternProperties.get(pattern)];
    at.enter(before ?? [], after ?? [], [{ matching: pattern }]);
  }
};

const comparePrefixItems = (at: Comparison): void => {
  const [before, after] = [at.old.prefixItems, at.revised.prefixItems];
  before.forEach((schema, index) => {
    const other = after[index];
    if (other !== undefined) at.enter(schema, other, [{ item: index }]);
  });
  if (before.length === after.length) return;
  at.add({
    code: "tuple-length-changed",
    bump: weigh(after.length > before.length ? "narrowed" : "widened", at.direction),
    old: before.length,
    new: after.length,
  });
};

const compareAdditional = (at: Comparison, old: Additional, revised: Additional): void => {
  if (old === revised) return;
  if (revised === "closed") {
    at.add({ code: "additional-members-closed", bump: weigh("narrowed", at.direction) });
  } else if (old === "closed") {
    at.add({ code: "additional-members-opened", bump: weigh("widened", at.direction) });
  } else at.enter(old === "open" ? [] : old, revised === "open" ? [] : revised, [{ each: "value" }]);
};

/**
 * Keywords that hold schemas in ways that say little about a single value. Which way a change of them goes can be told for a few; for
 * the others it cannot, and then it counts as breaking.
 */
const compareNested = (at: Comparison): void => {
  const { old, revised, direction } = at;
  const harmless = { request: "minor", response: "patch" } as const;
  for (const rule of nestedKeywords) {
    const [before, after] = [old.nested.get(rule), revised.nested.get(rule)];
    if (before === undefined && after === undefined) continue;
    // What a condition comes to depends on the values it meets.
    const isConditional = rule === "if" || rule === "then" || rule === "else";
    if (before !== undefined && after !== undefined) compareRule(at, rule, [before, after]);
    else if (after !== undefined) {
      const bump = weigh(isConditional ? "replaced" : "narrowed", direction, harmless);
      at.add({ code: "rule-added", bump, rule, value: shownSchema(after) }, { pointer: after.pointer });
    } else if (before !== undefined) {
      const bump = weigh(isConditional ? "replaced" : "widened", direction, harmless);
      at.add({ code: "rule-removed", bump, rule, value: shownSchema(before) }, { pointer: before.pointer });
    }
  }
};

const compareRule = (at: Comparison, rule: string, [before, after]: readonly [SpecNode, SpecNode]): void => {
  if (rule === "propertyNames") at.enter([before], [after], [{ each: "name" }]);
  else if (rule === "contains" || rule === "unevaluatedItems" || rule === "contentSchema") {
    at.enter([before], [after], [{ rule }]);
  } else {
    const isMap = rule === "dependentRequired" || rule === "dependentSchemas";
    const isSame = isMap
      ? sameJson(before.value, after.value)
      : !atLeast(at.bumpBetween([before], [after], { both: true }), "minor");
    if (isSame) return;
    at.add(
      { code: "rule-changed", bump: "major", rule, old: shownSchema(before), new: shownSchema(after) },
      { pointer: after.pointer },
    );
  }
};

/** A reference is small and says more than what it stands for. */
const shownSchema = (node: SpecNode): unknown => referenceOf(node) ?? node.value;
