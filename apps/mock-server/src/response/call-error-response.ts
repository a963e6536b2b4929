import { type ErrorKind, ruleMatches, resolvePointer, type XCallRule } from "@genwait/lifecycle";

import type { ResponseTemplate, Pick } from "../body/response-template.ts";
import { fillId } from "../body/fill-in.ts";
import { byMeaning, byName, firstOf } from "../body/pick-example.ts";
import { settle } from "../body/settle.ts";
import { fill, escaped, toParts } from "../body/template.ts";
import type { JobModel } from "../document/api-model.ts";
import { successCodes } from "../document/operation.ts";
import { setAt } from "../edit-pointer.ts";
import type { RawResponse } from "./raw-response.ts";
import { withReasons } from "./reasons.ts";

/** Which refusal, and about which job. */
export interface CallErrorOptions {
  readonly id: string;
  /** @default the first that the declaration knows */
  readonly kind?: ErrorKind;
  /** What is wrong with this very request, in place of the example's message. */
  readonly reasons?: readonly string[];
  readonly responseTemplate: ResponseTemplate;
}

/** An error inside a good response, as the declaration's `call` rules read it; undefined where the API has no such thing. */
export const callErrorResponse = async (
  { declaration, operation }: JobModel,
  { id, kind, reasons = [], responseTemplate }: CallErrorOptions,
): Promise<RawResponse | undefined> => {
  const rules = declaration.call ?? [];
  for (const [index, must] of rules.entries()) {
    if (kind !== undefined && must.is !== kind) continue;
    for (const code of successCodes(operation)) {
      const mustNot = rules.slice(0, index);
      const pick = firstOf(byMeaning({ status: code, must, mustNot }), byName(must.is), refusing(rules, code));
      const draft = await responseTemplate(operation, code, pick);
      const wasSaid = ruleMatches(must, { status: code, body: draft.body });
      if (must.message !== undefined && !wasSaid) draft.body = setAt(draft.body, must.message, messageOf(must));
      const isSettled = settle(draft, { must, mustNot, pinned: [] });
      if (!isSettled) continue;
      if (reasons.length > 0) draft.body = withReasons(draft.body, reasons, [must.message]);
      const { response } = declaration.id;
      if (response !== undefined && resolvePointer(draft.body, response) !== undefined) fillId(draft, response);
      const { status, headers, mediaType } = draft;
      return {
        status,
        headers,
        text: fill(toParts(draft.body), () => escaped(id)),
        ...(mediaType !== undefined && { mediaType }),
      };
    }
  }
  return undefined;
};

// Any other refusal has the right form, and nothing in it that only good responses have.
const refusing =
  (rules: readonly XCallRule[], status: number): Pick =>
  (examples) =>
    examples.find(({ value }) => rules.some((rule) => ruleMatches(rule, { status, body: value })));

const messageOf = ({ is }: XCallRule): string =>
  `The mock was told to respond with an error inside a good response (${is}).`;
