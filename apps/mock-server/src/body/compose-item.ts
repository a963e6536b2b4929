import type { StatusKind, XItems } from "@genwait/lifecycle";
import { resolvePointer } from "@genwait/lifecycle";

import { writtenAt } from "../document/schema.ts";
import { setAt } from "../edit-pointer.ts";
import type { Draft } from "./draft.ts";
import { fillFailure, fillId, phaseWith, unlistedWord } from "./fill-in.ts";
import { applyMembers } from "./members.ts";
import { settle } from "./settle.ts";
import { saidBy, toVariant, trimmed } from "./variant.ts";
import { type Way, waysTo } from "./way.ts";

/** One output of a kind, with a gap for its id; undefined where the declaration has no such output. */
export const composeItem = (
  of: Draft,
  items: XItems,
  kind: StatusKind,
  { isUnlisted = false }: { readonly isUnlisted?: boolean } = {},
): unknown => {
  const at = `${items.at}/0`;
  for (const way of isUnlisted ? [{ by: "default" } as const] : waysTo(kind, items.state)) {
    const schema = writtenAt(of.schema, at);
    const full = resolvePointer(of.full, at) ?? {};
    const sample: Draft = {
      status: 200,
      headers: {},
      body: structuredClone(resolvePointer(of.body, at) ?? full),
      schema,
      full,
    };
    const word = way.by === "word" ? way.words[0] : undefined;
    const draft = toVariant(sample, saidBy(way, items.state, word));
    if (say(draft, items, kind, way)) return draft.body;
  }
  return undefined;
};

const say = (draft: Draft, items: XItems, kind: StatusKind, way: Way): boolean => {
  const { state, has, id, failure } = items;
  const pinned = [id, state.at].flatMap((pointer) => pointer ?? []);
  const telling = { ...failure, ...(way.by === "rule" && way.rule) };
  const failureAt = [telling.message, telling.code].flatMap((pointer) => pointer ?? []);
  applyMembers(draft, has, phaseWith(kind, has), { requested: [], failureAt, vital: pinned });
  fillId(draft, id, "item");
  if (state.at !== undefined && way.by === "word") draft.body = setAt(draft.body, state.at, way.words[0]);
  if (state.at !== undefined && way.by === "default")
    draft.body = setAt(draft.body, state.at, unlistedWord(draft, state.at, state.values));
  fillFailure(draft, kind, telling, {});
  const mustNot = way.by === "rule" ? way.rivals : (state.rules ?? []);
  const isSettled = settle(draft, { mustNot, pinned, ...(way.by === "rule" && { must: way.rule }) });
  if (draft.isVariant === true) draft.body = trimmed(draft.body, draft.schema);
  return isSettled;
};
