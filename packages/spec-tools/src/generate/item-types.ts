import { type ItemPhase, phaseOf, pointerTokens, type Scalar, type XItems, type XState } from "@genwait/lifecycle";

import { isJsonObject, type Json, listAt, memberOf } from "../merge/json.ts";
import type { JobModel, Schema } from "./api-model.ts";
import { pascalCase } from "./names.ts";
import type { PhaseTypes } from "./phase-types.ts";
import type { Resolve } from "./references.ts";
import { withAbsent, withPresent, withWords } from "./shape-schema.ts";
import { kindsOfItem } from "./ways-of-job.ts";

/** A schema for each phase of a job's items. */
export const itemTypesOf = ({ declaration, operation }: JobModel, prefix: string, resolve: Resolve): PhaseTypes["items"] => {
  const { items } = declaration;
  if (items === undefined) return [];
  const answer = operation.answers.find(({ code, schema }) => code.startsWith("2") && schema !== undefined);
  const entry = entryAt(answer?.schema, items.at, resolve);
  if (entry === undefined) return [];
  const phases = new Set([...kindsOfItem(items)].map(phaseOfItem));
  return (["pending", "succeeded", "failed"] as const)
    .filter((phase) => phases.has(phase))
    .map((phase) => ({ phase, name: `${prefix}Item${pascalCase(phase)}`, schema: shapedItem(entry, items, phase, resolve) }));
};

// The reader counts an item that calls itself partial as succeeded.
const phaseOfItem = (kind: Parameters<typeof phaseOf>[0]): ItemPhase => {
  const phase = phaseOf(kind);
  return phase === "partial" ? "succeeded" : phase;
};

const shapedItem = (entry: Schema, items: XItems, phase: ItemPhase, resolve: Resolve): Schema => {
  const promise = items.has?.[phase];
  const kinds = [...kindsOfItem(items)].filter((kind) => phaseOfItem(kind) === phase);
  const isPromised = phase === "pending" || kinds.every((kind) => kind === phase);
  let item = entry;
  for (const pointer of promise?.absent ?? []) item = withAbsent(item, pointer, resolve);
  for (const pointer of isPromised ? (promise?.present ?? []) : []) item = withPresent(item, pointer, resolve);
  return withStatus(item, items, phase, resolve);
};

// Without rules the table is what decides, and it reads nothing into an item that has no status.
const withStatus = (item: Schema, { state }: XItems, phase: ItemPhase, resolve: Resolve): Schema => {
  if (state.at === undefined || (state.rules ?? []).length > 0) return item;
  return (state.otherwise ?? "pending") === phase ? withPresent(item, state.at, resolve) : withWords(item, state.at, wordsOf(state, phase), resolve);
};

const wordsOf = (state: XState, phase: ItemPhase): readonly Scalar[] =>
  Object.entries(state.values ?? {}).flatMap(([kind, words]) => (isKind(kind) && phaseOfItem(kind) === phase ? words : []));

const isKind = (kind: string): kind is Parameters<typeof phaseOf>[0] => kind !== "";

const entryAt = (schema: Schema | undefined, at: string, resolve: Resolve): Schema | undefined => {
  let current: Json | undefined = schema;
  for (const token of pointerTokens(at)) current = memberIn(current, token, resolve);
  const entry = memberOf(resolve(current), "items");
  return isJsonObject(entry) ? entry : undefined;
};

const memberIn = (schema: Json | undefined, token: string, resolve: Resolve): Json | undefined => {
  const whole = resolve(schema);
  const own = memberOf(memberOf(whole, "properties"), token);
  if (own !== undefined) return own;
  return [...listAt(whole, "allOf"), ...listAt(whole, "anyOf"), ...listAt(whole, "oneOf")]
    .map((branch) => memberIn(branch, token, resolve))
    .find((found) => found !== undefined);
};
