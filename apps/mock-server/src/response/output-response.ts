import { resolvePointer, type Rule } from "@genwait/lifecycle";

import { type Composed, contentOf } from "../body/composer.ts";
import type { Draft } from "../body/draft.ts";
import { byMeaning } from "../body/pick-example.ts";
import type { ResponseTemplate } from "../body/response-template.ts";
import { settle } from "../body/settle.ts";
import { cutSlots, fillingOf, type Slot, type SlotContext } from "../body/slot.ts";
import { cutAtGaps, fill, toParts } from "../body/template.ts";
import { type FollowUp, isOnResponseOf, membersTold } from "../document/follow-ups.ts";
import { isJson, responseFor, successCodes } from "../document/operation.ts";
import { type RequestParts, valueAt } from "../document/runtime-expression.ts";
import { setAt } from "../edit-pointer.ts";
import { chooseMedia } from "./media-choice.ts";

/** What composing an output takes beside the job. */
export interface OutputContext {
  readonly slot: SlotContext;
  /** What asks for it; a member that is called as a parameter repeats its value. */
  readonly request: RequestParts;
  readonly responseTemplate: ResponseTemplate;
  /** Addresses of files stay the service's own. */
  readonly keepsUrls: boolean;
}

/** The good response of an operation that gives a job's output, or a step on the way to it. */
export const outputResponse = async (
  followUp: FollowUp,
  { slot: context, request, responseTemplate, keepsUrls }: OutputContext,
): Promise<Composed> => {
  const { operation, step } = followUp;
  const { job, id } = context.record;
  const [status = 200] = successCodes(operation);
  const mustNot: readonly Rule[] = [...(job.declaration.call ?? []), ...(step?.pending ?? []), ...(step?.failed ?? [])];
  const media = chooseMedia(responseFor(operation, status)?.contents ?? [], request.headers.accept);
  const draft = await responseTemplate(operation, status, byMeaning({ status, mustNot }), media);
  const slots: Slot[] = [];
  const refused = new Set<string>();
  if (draft.mediaType !== undefined && isJson(draft.mediaType)) {
    repeatParameters(draft, followUp, request);
    settle(draft, { mustNot, pinned: [] });
    const next = job.followUps.filter((other) => isOnResponseOf(other, operation));
    // Those of a next step carry what the steps before it have told.
    const addresses = [
      ...next.flatMap(({ link, operation: target, request: parts }) =>
        link.address === undefined ? [] : [{ from: link.address, operation: target, request: parts, isStatus: false }],
      ),
      ...followUp.addresses,
    ];
    const tells = next.flatMap(membersTold);
    const { declaration } = job;
    draft.body = cutSlots(
      { ...draft, within: "" },
      { declaration, of: "output", addresses, tells, keepsUrls, slots, refused },
    );
  }
  const filling = fillingOf(slots, context);
  const { mediaType } = draft;
  const parts =
    mediaType === undefined || isJson(mediaType) ? toParts(draft.body ?? null) : cutAtGaps(String(draft.body ?? ""));
  const headers = Object.entries(draft.headers).map(([name, value]) => [name, fill(cutAtGaps(value), filling)]);
  return {
    status,
    headers: Object.fromEntries(headers),
    shape: `output ${operation.method} ${operation.path} ${media ?? ""}`,
    refused,
    ...(mediaType !== undefined && { mediaType, ...contentOf(mediaType, fill(parts, filling), id) }),
  };
};

const repeatParameters = (draft: Draft, { operation, request: parts }: FollowUp, request: RequestParts): void => {
  for (const { place } of parts) {
    const at = `/${place.at.replace(/^\//, "")}`;
    const value = valueAt(place, request, operation.path);
    const example = resolvePointer(draft.body, at);
    if (value === undefined || example === undefined) continue;
    if (typeof example === "string") draft.body = setAt(draft.body, at, value);
    else if (typeof example === "number" && Number.isFinite(Number(value)))
      draft.body = setAt(draft.body, at, Number(value));
  }
};
