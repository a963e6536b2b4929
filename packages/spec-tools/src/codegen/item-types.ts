import { type ItemPhase, phaseOf, pointerTokens, type Scalar, type XItems, type XState } from "@genwait/lifecycle";

import { isJsonObject, memberOf } from "../merge/json.ts";
import type { JobModel, Schema } from "./api-model.ts";
import { pascalCase } from "./names.ts";
import type { PhaseTypes } from "./phase-types.ts";
import { memberSchema } from "./prune-branches.ts";
import type { Resolve } from "./references.ts";
import { withAbsent, withPresent, withWords } from "./shape-schema.ts";
import { kindsOfItem } from "./ways-of-job.ts";

/** A schema for each phase of a job's items. */
export const itemTypesOf = (
  { declaration, operation }: JobModel,
  prefix: string,
  resolve: Resolve,
): PhaseTypes["items"] => {
  const { items } = declaration;
  if (items === undefined) return [];
  const answer = operation.answers.find(({ code, schema }) => code.startsWith("2") && schema !== undefined);
  const entry = entryAt(answer?.schema ?? {}, items.at, resolve);
  if (entry === undefined) return [];
  const phases = new Set([...kindsOfItem(items)].map(phaseOfItem));
  return (["pending", "succeeded", "failed"] as const)
    .filter((phase) => phases.has(phase))
    .map((phase) => {
      const promise = items.has?.[phase] ?? {};
      const present = promisedBy(items, phase);
      const schema = shapedItem(entry, { items, phase, present, resolve });
      return { phase, name: `${prefix}Item${pascalCase(phase)}`, schema, present, promise };
    });
};

// The reader counts an item that calls itself partial as succeeded.
const phaseOfItem = (kind: Parameters<typeof phaseOf>[0]): ItemPhase => {
  const phase = phaseOf(kind);
  return phase === "partial" ? "succeeded" : phase;
};

// An item that was withheld, say, is let through without what a plain failure has.
const promisedBy = (items: XItems, phase: ItemPhase): readonly string[] => {
  const kinds = [...kindsOfItem(items)].filter((kind) => phaseOfItem(kind) === phase);
  return phase === "pending" || kinds.every((kind) => kind === phase) ? (items.has?.[phase]?.present ?? []) : [];
};

interface ItemShape {
  readonly items: XItems;
  readonly phase: ItemPhase;
  readonly present: readonly string[];
  readonly resolve: Resolve;
}

const shapedItem = (entry: Schema, { items, phase, present, resolve }: ItemShape): Schema => {
  let item = entry;
  for (const pointer of items.has?.[phase]?.absent ?? []) item = withAbsent(item, pointer, resolve);
  for (const pointer of present) item = withPresent(item, pointer, resolve);
  return withStatus(item, items, phase, resolve);
};

// Without rules the table is what decides, and it reads nothing into an item that has no status.
const withStatus = (item: Schema, { state }: XItems, phase: ItemPhase, resolve: Resolve): Schema => {
  if (state.at === undefined || (state.rules ?? []).length > 0) return item;
  return (state.otherwise ?? "pending") === phase
    ? withPresent(item, state.at, resolve)
    : withWords(item, state.at, wordsOf(state, phase), resolve);
};

const wordsOf = (state: XState, phase: ItemPhase): readonly Scalar[] =>
  Object.entries(state.values ?? {}).flatMap(([kind, words]) =>
    isKind(kind) && phaseOfItem(kind) === phase ? words : [],
  );

const isKind = (kind: string): kind is Parameters<typeof phaseOf>[0] => kind !== "";

const entryAt = (schema: Schema, at: string, resolve: Resolve): Schema | undefined => {
  const entry = memberOf(memberSchema(schema, pointerTokens(at), resolve), "items");
  return isJsonObject(entry) ? entry : undefined;
};
