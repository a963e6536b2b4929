import { isAbsent, resolvePointer } from "@genwait/lifecycle";

import type { ResponseTemplate } from "../body/response-template.ts";
import type { Draft } from "../body/draft.ts";
import { fillId, putAddresses } from "../body/fill-in.ts";
import { silence } from "../body/members.ts";
import { byMeaning } from "../body/pick-example.ts";
import { settle } from "../body/settle.ts";
import { cutSlots, fillingOf, type Slot } from "../body/slot.ts";
import { cutAtGaps, fill, gapText, toParts } from "../body/template.ts";
import { toVariant } from "../body/variant.ts";
import type { CreateModel } from "../document/api-model.ts";
import type { Operation } from "../document/operation.ts";
import { type Said, schemasAt } from "../document/schema.ts";
import { removeAt, setAt } from "../edit-pointer.ts";
import { itemId } from "../job/item-id.ts";
import type { JobRecord } from "../job/job-record.ts";
import { planOf } from "../job/plan.ts";
import type { RawResponse } from "./raw-response.ts";

/** What responding a create takes beside the job. */
export interface CreateContext {
  readonly operation: Operation;
  readonly create: CreateModel;
  readonly responseTemplate: ResponseTemplate;
  readonly seed: string | number;
  /** What addresses of calls begin with. */
  readonly base: string;
}

/** The response of the API to the call that started a job: its id, and its outputs where the response lists them. */
export const createResponse = async (
  record: JobRecord,
  { operation, create, responseTemplate, seed, base }: CreateContext,
): Promise<RawResponse> => {
  const { id, addresses } = create;
  const mustNot = create.jobs.flatMap(({ declaration }) => declaration.call ?? []);
  const sample = await responseTemplate(operation, create.code, byMeaning({ status: create.code, mustNot }));
  const draft = toVariant(sample, wordsAtStart(create));
  const idAt = id.of === "response" && id.in === "body" ? [id.at] : [];
  silence(draft, failureOf(create), idAt);
  putAddresses(draft, addresses);
  for (const at of idAt) fillId(draft, at);
  if (id.of === "response" && id.in === "header") {
    // The link's expression takes the whole header, so the whole header is the id.
    draft.headers[id.at] = gapText("id");
  }
  draft.body = atTheStart(withItems(draft, create, record, seed), create);
  settle(draft, { mustNot, pinned: [...idAt, ...addresses.map(({ from }) => from.at)] });
  const { status, mediaType } = draft;
  const [job] = create.jobs;
  const slots: Slot[] = [];
  // A create's response repeats members of the status response; files come later.
  if (job !== undefined)
    draft.body = cutSlots(
      { ...draft, within: "" },
      { declaration: job.declaration, of: "status", addresses, keepsUrls: true, slots },
    );
  for (const address of addresses) {
    const { in: place, at } = address.from;
    if (place !== "header" || (id.in === "header" && id.at === at)) continue;
    slots.push({ is: "address", address, example: draft.headers[at] ?? "" });
    draft.headers[at] = gapText(`slot${slots.length - 1}`);
  }
  const context = { record, seed, base, expires: undefined };
  const filling = fillingOf(slots, context);
  const headers = Object.entries(draft.headers).map(([name, value]) => [name, fill(cutAtGaps(value), filling)]);
  return {
    status,
    headers: Object.fromEntries(headers),
    ...(mediaType !== undefined && { mediaType, text: fill(toParts(draft.body), filling) }),
  };
};

const failureOf = ({ jobs }: CreateModel): readonly string[] =>
  jobs.flatMap(({ declaration: { failure } }) => [failure?.message, failure?.code].flatMap((at) => at ?? []));

const wordsAtStart = ({ jobs }: CreateModel): readonly Said[] => {
  const { at, values } = jobs[0]?.declaration.state ?? {};
  const value = values?.pending?.[0];
  return at === undefined || value === undefined ? [] : [{ at, value }];
};

// An example shows a job in the middle of its lifecycle; this one is at its beginning.
const atTheStart = (body: unknown, { jobs }: CreateModel): unknown => {
  const { progress, stage, expires } = jobs[0]?.declaration ?? {};
  const first = stage?.order?.[0];
  let begun =
    progress === undefined || isAbsent(resolvePointer(body, progress.at)) ? body : setAt(body, progress.at, 0);
  for (const at of [expires?.from, expires?.at]) if (at !== undefined) begun = removeAt(begun, at);
  if (stage === undefined || first === undefined || isAbsent(resolvePointer(begun, stage.at))) return begun;
  return setAt(begun, stage.at, first);
};

const withItems = (
  { body, schema }: Draft,
  { itemsAt, jobs }: CreateModel,
  record: JobRecord,
  seed: string | number,
): unknown => {
  const items = jobs.find(({ declaration }) => declaration.items !== undefined)?.declaration.items;
  const at = itemsAt ?? items?.at;
  const list = at === undefined ? undefined : resolvePointer(body, at);
  if (at === undefined || !Array.isArray(list) || list.length === 0) return body;
  const model: unknown = list[0];
  const schemas = schemasAt(schema, `${at}/0${items?.id ?? ""}`);
  const made = planOf(record, seed).items.map((_, index) => {
    const item = structuredClone(model);
    const example = items?.id === undefined ? undefined : resolvePointer(model, items.id);
    const isId = typeof example === "string" || typeof example === "number";
    return items?.id === undefined || !isId
      ? item
      : setAt(item, items.id, itemId(record, index, example, seed, schemas));
  });
  return setAt(body, at, made);
};
