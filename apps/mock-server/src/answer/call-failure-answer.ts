import { type CallErrorKind, matches, resolvePointer, type XCallRule } from "@genwait/lifecycle";

import type { Basis, Pick } from "../body/basis.ts";
import { fillId } from "../body/fill-in.ts";
import { byMeaning, byName, firstOf } from "../body/pick-example.ts";
import { settle } from "../body/settle.ts";
import { fill, escaped, toParts } from "../body/template.ts";
import type { JobModel } from "../document/api-model.ts";
import { successCodes } from "../document/operation.ts";
import { setAt } from "../edit-pointer.ts";
import type { RawAnswer } from "./raw-answer.ts";

/** Which refusal, and about which job. */
export interface CallFailureWish {
  readonly id: string;
  /** @default the first that the declaration knows */
  readonly kind?: CallErrorKind;
  readonly basis: Basis;
}

/** An error inside a good answer, as the declaration's `call` rules read it; undefined where the API has no such thing. */
export const callFailureAnswer = async (
  { declaration, operation }: JobModel,
  { id, kind, basis }: CallFailureWish,
): Promise<RawAnswer | undefined> => {
  const rules = declaration.call ?? [];
  for (const [index, must] of rules.entries()) {
    if (kind !== undefined && must.is !== kind) continue;
    for (const code of successCodes(operation)) {
      const mustNot = rules.slice(0, index);
      const pick = firstOf(byMeaning({ status: code, must, mustNot }), byName(must.is), refusing(rules, code));
      const draft = await basis(operation, code, pick);
      const wasSaid = matches(must, { status: code, body: draft.body });
      if (must.message !== undefined && !wasSaid) draft.body = setAt(draft.body, must.message, messageOf(must));
      const isSettled = settle(draft, { must, mustNot, pinned: [] });
      if (!isSettled) continue;
      const { answer } = declaration.id;
      if (answer !== undefined && resolvePointer(draft.body, answer) !== undefined) fillId(draft, answer);
      const { status, headers, mediaType } = draft;
      return {
        status,
        headers,
        text: fill(toParts(draft.body), { id: escaped(id) }),
        ...(mediaType !== undefined && { mediaType }),
      };
    }
  }
  return undefined;
};

// Any other refusal has the right form, and nothing in it that only good answers have.
const refusing =
  (rules: readonly XCallRule[], status: number): Pick =>
  (examples) =>
    examples.find(({ value }) => rules.some((rule) => matches(rule, { status, body: value })));

const messageOf = ({ is }: XCallRule): string =>
  `The mock was told to answer with an error inside a good answer (${is}).`;
