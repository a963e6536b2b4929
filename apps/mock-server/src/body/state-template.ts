import { isAbsent, isRecord, type StatusKind, resolvePointer, type XJob } from "@genwait/lifecycle";

import type { AddressModel } from "../document/follow-ups.ts";
import { isJson } from "../document/operation.ts";
import { type Schema, schemasAt } from "../document/schema.ts";
import { removeAt, setAt } from "../edit-pointer.ts";
import type { Draft } from "./draft.ts";
import type { ResponseSpec } from "./response-spec.ts";
import { type Cut, cutSlots, type Slot } from "./slot.ts";
import { cutAtGaps, gapValue, type Part, toParts } from "./template.ts";

/** A response about a job, ready but for what differs from job to job. */
export interface StateTemplate {
  readonly status: number;
  readonly headers: Readonly<Record<string, readonly Part[]>>;
  readonly mediaType?: string;
  /** Absent where the response has no body. */
  readonly parts?: readonly Part[];
  /** One output of each kind; empty where the response has no list of them. */
  readonly items: ReadonlyMap<StatusKind, readonly Part[]>;
  /** An output's id as the document shows it. */
  readonly itemId?: string | number;
  /** What describes the place of an output's id. */
  readonly itemIdSchemas: readonly Schema[];
  readonly shape: string;
  /** What the numbered gaps stand for. */
  readonly slots: readonly Slot[];
  /** Members that keep the service's address because their schema refuses the mock's. */
  readonly refused: ReadonlySet<string>;
}

/** What decides about a template beside the draft. */
export interface StateTemplateOptions {
  readonly declaration: XJob;
  readonly spec: ResponseSpec;
  readonly shape: string;
  readonly keepsUrls: boolean;
  /** The addresses of calls that the response gives. */
  readonly addresses?: readonly AddressModel[];
  /** Members that lead to further operations. */
  readonly tells?: readonly string[];
}

/** Cuts a finished draft at what differs: the id, the progress, the list of outputs, and what the declaration names. */
export const toTemplate = (draft: Draft, options: StateTemplateOptions): StateTemplate => {
  const { declaration, spec, shape } = options;
  const { items } = declaration;
  const slots: Slot[] = [];
  const refused = new Set<string>();
  const cut = { ...options, of: "status", slots, refused } as const;
  const { status, mediaType } = draft;
  const list = items === undefined ? undefined : resolvePointer(draft.body, items.at);
  const isListed = Array.isArray(list) && list.length === spec.items.length && list.length > 0;
  if (items !== undefined && isListed) draft.body = setAt(draft.body, items.at, gapValue("items"));
  cutProgress(draft, declaration, spec);
  draft.body = cutSlots({ ...draft, within: "" }, cut);
  applyForm(draft, declaration, spec);
  if (spec.body !== undefined) draft.body = merged(draft.body, spec.body);
  const itemId = items?.id === undefined ? undefined : resolvePointer(draft.full, `${items.at}/0${items.id}`);
  return {
    status,
    shape,
    slots,
    refused,
    itemIdSchemas: items?.id === undefined ? [] : schemasAt(draft.schema, `${items.at}/0${items.id}`),
    headers: Object.fromEntries(Object.entries(draft.headers).map(([name, value]) => [name, cutAtGaps(value)])),
    items: new Map(
      isListed && items !== undefined
        ? spec.items.map((kind, index) => [kind, toParts(cutSlots(outputOf(draft, items.at, list[index]), cut))])
        : [],
    ),
    ...((typeof itemId === "string" || typeof itemId === "number") && { itemId }),
    ...(mediaType !== undefined && {
      mediaType,
      parts: isJson(mediaType) ? toParts(draft.body) : cutAtGaps(String(draft.body ?? "")),
    }),
  };
};

// Lists and plain values are taken as they are, null included.
const merged = (under: unknown, over: unknown): unknown => {
  if (!isRecord(under) || !isRecord(over)) return over;
  const names = new Set([...Object.keys(under), ...Object.keys(over)]);
  return Object.fromEntries(
    [...names].map((name) => [name, Object.hasOwn(over, name) ? merged(under[name], over[name]) : under[name]]),
  );
};

const outputOf = ({ schema, full }: Draft, at: string, body: unknown): Cut => ({
  body,
  within: `${at}/*`,
  schema: { allOf: schemasAt(schema, `${at}/0`) },
  full: resolvePointer(full, `${at}/0`),
});

const cutProgress = (draft: Draft, { progress }: XJob, { kind }: ResponseSpec): void => {
  if (progress === undefined || kind !== "pending" || isAbsent(resolvePointer(draft.body, progress.at))) return;
  draft.body = setAt(draft.body, progress.at, gapValue("progress"));
};

const applyForm = (draft: Draft, { items, state }: XJob, { form }: ResponseSpec): void => {
  const at = items?.at ?? state?.at;
  if (at === undefined) return;
  if (form === "missing") draft.body = removeAt(draft.body, at);
  if (form === "null") draft.body = setAt(draft.body, at, null);
};
