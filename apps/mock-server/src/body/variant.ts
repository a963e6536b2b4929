import { isRecord, type Predicate, type Scalar, type XState } from "@genwait/lifecycle";

import {
  knownNames,
  leastOf,
  mostOf,
  type Said,
  type Schema,
  schemasAt,
  takesAt,
  withVariant,
} from "../document/schema.ts";
import type { Draft } from "./draft.ts";
import { layOver, prune } from "./sample.ts";
import type { Way } from "./way.ts";

/** What a way to say a kind writes into a response: the word in the place of the status, or what its rule compares with. */
export const saidBy = (way: Way, state: XState | undefined, word: Scalar | undefined): readonly Said[] => {
  if (way.by === "rule") return way.rule.when.flatMap(comparedWith);
  return state?.at === undefined || word === undefined ? [] : [{ at: state.at, value: word }];
};

const comparedWith = ({ at, is, in: among }: Predicate): readonly Said[] => {
  const value = is ?? among?.[0];
  return at === undefined || !at.startsWith("/") || value === undefined ? [] : [{ at, value }];
};

/**
 * The draft by the one alternative of its schema that lets it say what it has to: a response that a schema describes by a
 * variant for each status has the members of its status's, and of no other. A draft without such variants stays as it is.
 */
export const toVariant = (draft: Draft, said: readonly Said[], wanted: readonly string[] = []): Draft => {
  const chosen = draft.schema && withVariant(draft.schema, said, wanted);
  if (chosen === undefined || chosen === draft.schema) return draft;
  const full = trimmed(layOver(mostOf(chosen), fitting(draft.full, chosen)), chosen);
  // A named example is the response, but for what this variant demands.
  const under = draft.isExample === true ? leastOf(chosen) : prune(full, chosen);
  const body = trimmed(layOver(under, fitting(draft.body, chosen)), chosen);
  return { ...draft, schema: chosen, full, body, isVariant: true };
};

/** The value without members that closed objects do not know. */
export const trimmed = (value: unknown, schema: Schema | undefined, pointer: string = ""): unknown => {
  if (Array.isArray(value)) return value.map((item, index) => trimmed(item, schema, `${pointer}/${index}`));
  if (!isRecord(value)) return value;
  const known = knownNames(schemasAt(schema, pointer));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      known === undefined || known.has(name) ? [[name, trimmed(member, schema, below(pointer, name))]] : [],
    ),
  );
};

// Without values that only another variant has.
const fitting = (value: unknown, schema: Schema, pointer: string = ""): unknown =>
  isRecord(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([name, member]) => {
          const at = below(pointer, name);
          return takesAt(schema, at, member) ? [[name, fitting(member, schema, at)]] : [];
        }),
      )
    : value;

const below = (pointer: string, name: string): string =>
  `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
