import { pointerTokens, type Scalar } from "@genwait/lifecycle";

import { isJsonObject, type Json, listAt, memberOf, objectAt } from "../merge/json.ts";
import type { Schema } from "./api-model.ts";
import { withoutNull } from "./nullable.ts";
import { memberSchema, prunedBranches } from "./prune-branches.ts";
import type { Resolve } from "./references.ts";

/** Changes one member of an object's schema. */
export type Change = (parent: Schema, member: string) => Schema;

/**
 * The schema with one member changed, wherever composition and references hide it. What is changed is written out in
 * place of its reference; what stays as it was keeps its reference, and with it its name.
 */
export const changeAt = (schema: Schema, pointer: string, change: Change, resolve: Resolve): Schema =>
  changed(schema, pointerTokens(pointer), change, resolve);

/** The member is there, and not null; so is everything on the way to it. */
export const withPresent = (schema: Schema, pointer: string, resolve: Resolve): Schema => {
  const tokens = pointerTokens(pointer);
  const possible = prunedBranches(schema, (branch) => memberSchema(branch, tokens, resolve) !== undefined, resolve);
  return tokens.reduce(
    (whole, _, index) => changed(whole, tokens.slice(0, index + 1), requiring(resolve), resolve),
    possible,
  );
};

/** The member does not exist. */
export const withAbsent = (schema: Schema, pointer: string, resolve: Resolve): Schema =>
  changeAt(schema, pointer, omitting, resolve);

/** The member is there and holds one of these words. */
export const withWords = (schema: Schema, pointer: string, words: readonly Scalar[], resolve: Resolve): Schema => {
  const narrow: Change = (parent, member) => {
    const {
      enum: _words,
      const: _word,
      nullable: _null,
      oneOf: _one,
      anyOf: _any,
      allOf: _all,
      ...rest
    } = resolve(objectAt(parent, "properties")[member]);
    return withMember(parent, member, { ...rest, enum: words, "x-closed": true });
  };
  const possible = prunedBranches(
    schema,
    (branch) => admits(memberSchema(branch, pointerTokens(pointer), resolve), words),
    resolve,
  );
  return changeAt(withPresent(possible, pointer, resolve), pointer, narrow, resolve);
};

const admits = (schema: Schema | undefined, words: readonly Scalar[]): boolean => {
  const listed = schema?.["const"] === undefined ? listAt(schema, "enum") : [schema["const"]];
  return listed.length === 0 || listed.some((word) => words.some((other) => other === word));
};

/** The list is there, and its entries are of another schema. */
export const withEntries = (schema: Schema, pointer: string, entry: Schema, resolve: Resolve): Schema => {
  const replace: Change = (parent, member) =>
    withMember(parent, member, { ...resolve(objectAt(parent, "properties")[member]), items: entry });
  return changeAt(withPresent(schema, pointer, resolve), pointer, replace, resolve);
};

const requiring =
  (resolve: Resolve): Change =>
  (parent, member) => {
    const before = objectAt(parent, "properties")[member];
    const after = isJsonObject(before) ? withoutNull(before, resolve) : before;
    const required = listAt(parent, "required");
    if (required.includes(member) && after === before) return parent;
    return {
      ...withMember(parent, member, after),
      required: required.includes(member) ? required : [...required, member],
    };
  };

const omitting: Change = (parent, member) => {
  const { [member]: _gone, ...properties } = objectAt(parent, "properties");
  return { ...parent, properties, required: listAt(parent, "required").filter((name) => name !== member) };
};

const withMember = (parent: Schema, member: string, schema: Json | undefined): Schema => ({
  ...parent,
  properties: { ...objectAt(parent, "properties"), ...(schema !== undefined && { [member]: schema }) },
});

const changed = (schema: Schema, tokens: readonly string[], change: Change, resolve: Resolve): Schema => {
  const [member, ...deeper] = tokens;
  if (member === undefined) return schema;
  const whole = resolve(schema);
  const before = memberOf(memberOf(whole, "properties"), member);
  if (before === undefined) return inBranches(schema, whole, (branch) => changed(branch, tokens, change, resolve));
  if (deeper.length === 0) {
    const after = change(whole, member);
    return after === whole ? schema : after;
  }
  if (!isJsonObject(before)) return schema;
  const after = changed(before, deeper, change, resolve);
  return after === before ? schema : withMember(whole, member, after);
};

const inBranches = (schema: Schema, whole: Schema, change: (branch: Schema) => Schema): Schema => {
  for (const composition of ["allOf", "anyOf", "oneOf"]) {
    const branches = listAt(whole, composition);
    const after = branches.map((branch) => (isJsonObject(branch) ? change(branch) : branch));
    if (after.some((branch, index) => branch !== branches[index])) return { ...whole, [composition]: after };
  }
  return schema;
};
