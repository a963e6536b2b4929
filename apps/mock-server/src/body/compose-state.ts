import { isAbsent, resolvePointer, type Scalar, type XJob, type XState } from "@genwait/lifecycle";

import type { JobModel } from "../document/api-model.ts";
import { isJson, successCodes } from "../document/operation.ts";
import { schemasAt } from "../document/schema.ts";
import { setAt } from "../edit-pointer.ts";
import type { ResponseTemplate, Pick } from "./response-template.ts";
import { composeItem } from "./compose-item.ts";
import type { Draft } from "./draft.ts";
import { fillFailure, fillId, phaseWith, putAddresses, unlistedWord } from "./fill-in.ts";
import { fillDetails, fillProgress } from "./fill-progress.ts";
import { byMeaning, byName, firstOf } from "./pick-example.ts";
import { applyMembers } from "./members.ts";
import type { ResponseSpec } from "./response-spec.ts";
import { settle } from "./settle.ts";
import { saidBy, toVariant, trimmed } from "./variant.ts";
import { statusOfRule, type Way, waysTo } from "./way.ts";

/**
 * A response of a status operation that says just this and nothing else: members that the phase guarantees are there, members
 * that it forbids are not, and no rule of the declaration decides otherwise.
 *
 * @throws TypeError when the declaration and the document leave no such response.
 */
export const composeState = async (
  { declaration, operation, addresses }: JobModel,
  spec: ResponseSpec,
  responseTemplate: ResponseTemplate,
): Promise<Draft> => {
  for (const way of waysTo(spec.kind, declaration.state, declaration.items)) {
    for (const code of codesFor(way, successCodes(operation))) {
      const pick = exampleFor(declaration, spec, way, code);
      const sample = await responseTemplate(operation, code, pick, mediaOf(way));
      const said = saidBy(way, declaration.state, wordFor(sample, declaration, spec, way));
      const draft = toVariant(sample, said, presentIn(declaration, spec));
      if (isJsonDraft(draft)) putAddresses(draft, addresses);
      if (say(draft, declaration, spec, way)) return draft;
    }
  }
  throw new TypeError(
    `Failed to respond for a job that is ${spec.kind}: the declaration of ${declaration.name} and its document leave no such response. Look at its rules, and at the examples of the members they read.`,
  );
};

const isJsonDraft = ({ mediaType }: Draft): boolean => mediaType !== undefined && isJson(mediaType);

const exampleFor = ({ state, call = [] }: XJob, { kind }: ResponseSpec, way: Way, status: number): Pick => {
  const isRule = way.by === "rule";
  const mustNot = [...call, ...(isRule ? way.rivals : (state?.rules ?? []))];
  const names = byName(kind, ...(way.by === "word" ? way.words : []), ...(kind === "succeeded" ? ["success"] : []));
  const spoken = { ...(state?.at !== undefined && { at: state.at }), words: way.by === "word" ? way.words : [] };
  return firstOf(names, byMeaning({ status, mustNot, ...(isRule ? { must: way.rule } : spoken) }));
};

// Where the bytes themselves are the result, their media type says so.
const mediaOf = (way: Way): string | undefined =>
  way.by === "rule" ? way.rule.when.find(({ media }) => media !== undefined)?.media : undefined;

const codesFor = (way: Way, declared: readonly number[]): readonly number[] => {
  const status = way.by === "rule" ? statusOfRule(way.rule) : undefined;
  if (status === undefined) return declared;
  if (/^\d+$/.test(String(status))) return [Number(status)];
  const first = Number(String(status)[0]);
  return [...declared.filter((code) => Math.floor(code / 100) === first), first * 100];
};

const say = (draft: Draft, declaration: XJob, spec: ResponseSpec, way: Way): boolean => {
  const { id, state, items, has, failure, call } = declaration;
  const telling = { ...failure, ...(way.by === "rule" && way.rule) };
  const pinned = [id.response, state?.at, items?.at].flatMap((pointer) => pointer ?? []);
  if (isJsonDraft(draft)) {
    const failureAt = [telling.message, telling.code].flatMap((pointer) => pointer ?? []);
    const vital = [...pinned, ...[declaration.stage?.at, declaration.progress?.at].flatMap((pointer) => pointer ?? [])];
    applyMembers(draft, has, phaseWith(spec.kind, has), {
      requested: spec.requested,
      failureAt,
      silentAt: reasonsOfOthers(state, way),
      vital,
    });
    fillWord(draft, declaration, spec, way);
    if (!fillItems(draft, declaration, spec)) return false;
    fillId(draft, id.response);
    fillProgress(draft, declaration, spec);
    fillDetails(draft, declaration, spec);
    fillFailure(draft, spec.kind, telling, spec);
  }
  const mustNot = [...(call ?? []), ...(way.by === "rule" ? way.rivals : (state?.rules ?? []))];
  const isSettled = settle(draft, { mustNot, pinned, ...(way.by === "rule" && { must: way.rule }) });
  if (draft.isVariant === true) draft.body = trimmed(draft.body, draft.schema);
  return isSettled && isKept(draft, declaration, spec);
};

// Where other rules find their reasons: what a filtered job says has no place in one that failed for another cause.
const reasonsOfOthers = (state: XState | undefined, way: Way): readonly string[] =>
  (state?.rules ?? []).flatMap((rule) =>
    way.by === "rule" && way.rule === rule ? [] : [rule.message, rule.code].flatMap((pointer) => pointer ?? []),
  );

// The word in the place of the status; nothing where a rule reads other places.
const wordFor = (draft: Draft, { state, items }: XJob, spec: ResponseSpec, way: Way): Scalar | undefined => {
  if (state?.at === undefined || way.by === "rule") return undefined;
  const isUnlisted = way.by === "default" || (spec.form === "unlisted" && items === undefined);
  return isUnlisted ? unlistedWord(draft, state.at, state.values) : (spec.word ?? way.words[0]);
};

const fillWord = (draft: Draft, declaration: XJob, spec: ResponseSpec, way: Way): void => {
  const { state } = declaration;
  if (state?.at === undefined || way.by === "rule") return;
  draft.body = setAt(draft.body, state.at, wordFor(draft, declaration, spec, way));
};

const fillItems = (draft: Draft, { items }: XJob, spec: ResponseSpec): boolean => {
  if (items === undefined || schemasAt(draft.schema, items.at).length === 0) return true;
  const isUnlisted = spec.form === "unlisted";
  const list = spec.items.map((kind) =>
    composeItem(draft, items, kind, { isUnlisted: isUnlisted && kind === "pending" }),
  );
  draft.body = setAt(draft.body, items.at, list);
  return !list.includes(undefined);
};

// A rule that wants a guaranteed field gone contradicts the declaration: another way has to be found. A variant that has no
// place for the field is what the service sends all the same.
const isKept = ({ body, schema, isVariant }: Draft, declaration: XJob, spec: ResponseSpec): boolean =>
  presentIn(declaration, spec)
    .filter((pointer) => isVariant !== true || schemasAt(schema, pointer).length > 0)
    .every((pointer) => !isAbsent(resolvePointer(body, pointer)));

const presentIn = ({ has }: XJob, { kind }: ResponseSpec): readonly string[] => {
  const phase = phaseWith(kind, has);
  return Object.entries(has ?? {}).find(([name]) => name === phase)?.[1]?.present ?? [];
};
