import { type Rule, ruleMatches } from "@genwait/lifecycle";

import type { ResponseTemplate } from "../body/response-template.ts";
import { asResponse, putIn } from "../body/draft.ts";
import { byMeaning, firstOf } from "../body/pick-example.ts";
import { settle } from "../body/settle.ts";
import { statusOfRule } from "../body/way.ts";
import { type Operation, successCodes } from "../document/operation.ts";
import { setAt } from "../edit-pointer.ts";
import { declares } from "./declares.ts";
import { jsonResponse, type RawResponse } from "./raw-response.ts";

/** What a rule tells beside that it matches. */
type TellingRule = Rule & { readonly message?: string; readonly code?: string };

/** A response of an operation that one rule matches, and the others do not; undefined where the document allows none. */
export const ruleResponse = async (
  operation: Operation,
  rule: TellingRule,
  mustNot: readonly Rule[],
  responseTemplate: ResponseTemplate,
): Promise<RawResponse | undefined> => {
  for (const status of codesOf(operation, rule)) {
    const pick = firstOf(byMeaning({ status, must: rule, mustNot }), byMeaning({ status, mustNot }));
    const draft = await responseTemplate(operation, status, pick);
    if (draft.mediaType === undefined) draft.body = setAt({}, rule.message ?? "/message", "The mock says so.");
    for (const at of [rule.message, rule.code]) if (at !== undefined) putIn(draft, at);
    if (!settle(draft, { must: rule, mustNot, pinned: [] }) || !ruleMatches(rule, asResponse(draft))) continue;
    const { headers, mediaType = "application/json" } = draft;
    return { ...jsonResponse(status, draft.body, headers), mediaType };
  }
  return undefined;
};

// Of a class of codes, those that speak of a job and not of the call.
const codesOf = (operation: Operation, rule: Rule): readonly number[] => {
  const status = statusOfRule(rule);
  if (typeof status === "number") return [status];
  if (status === undefined)
    return [...successCodes(operation), ...refusals.filter((code) => declares(operation, code))];
  const ofClass = refusals.filter((code) => String(code)[0] === status[0]);
  return [...ofClass.filter((code) => declares(operation, code)), ...ofClass];
};

const refusals: readonly number[] = [422, 400, 409, 500];
