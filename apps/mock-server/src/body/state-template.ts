import { isAbsent, type StatusKind, resolvePointer, type XJob } from "@genwait/lifecycle";

import { isJson } from "../document/operation.ts";
import { removeAt, setAt } from "../edit-pointer.ts";
import type { Draft } from "./draft.ts";
import type { ResponseSpec } from "./response-spec.ts";
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
  readonly shape: string;
}

/** Cuts a finished draft at what differs: the id, the progress, the list of outputs. */
export const toTemplate = (draft: Draft, declaration: XJob, spec: ResponseSpec, shape: string): StateTemplate => {
  const { items } = declaration;
  const { status, mediaType } = draft;
  const list = items === undefined ? undefined : resolvePointer(draft.body, items.at);
  const isListed = Array.isArray(list) && list.length === spec.items.length && list.length > 0;
  if (items !== undefined && isListed) draft.body = setAt(draft.body, items.at, gapValue("items"));
  cutProgress(draft, declaration, spec);
  applyForm(draft, declaration, spec);
  const itemId = items?.id === undefined ? undefined : resolvePointer(draft.full, `${items.at}/0${items.id}`);
  return {
    status,
    shape,
    headers: Object.fromEntries(Object.entries(draft.headers).map(([name, value]) => [name, cutAtGaps(value)])),
    items: new Map(isListed ? spec.items.map((kind, index) => [kind, toParts(list[index])]) : []),
    ...((typeof itemId === "string" || typeof itemId === "number") && { itemId }),
    ...(mediaType !== undefined && {
      mediaType,
      parts: isJson(mediaType) ? toParts(draft.body) : cutAtGaps(String(draft.body ?? "")),
    }),
  };
};

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
