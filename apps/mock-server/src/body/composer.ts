import type { StatusKind, PendingForm, XJob } from "@genwait/lifecycle";

import type { JobModel } from "../document/api-model.ts";
import { isOnResponseOf, membersTold } from "../document/follow-ups.ts";
import { isJson } from "../document/operation.ts";
import { makeMedia } from "../file/make-file.ts";
import { endOf, expiryOf, type ToldAt } from "../job/expiry.ts";
import { itemId } from "../job/item-id.ts";
import type { JobRecord } from "../job/job-record.ts";
import type { View } from "../job/view.ts";
import type { ResponseTemplate } from "./response-template.ts";
import { composeState } from "./compose-state.ts";
import { type ResponseSpec, responseSpecOf } from "./response-spec.ts";
import { type StateTemplate, toTemplate } from "./state-template.ts";
import { fillSlot, type SlotContext } from "./slot.ts";
import { escaped, fill, type Filling, type Gap } from "./template.ts";

/** A response about a job, as text. */
export interface Composed {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly mediaType?: string;
  readonly text?: string;
  /** In place of a text, where the result is bytes. */
  readonly bytes?: Uint8Array;
  /** Equal for responses that differ in nothing a schema can see. */
  readonly shape: string;
  /** Members that keep the service's address because their schema refuses the mock's. */
  readonly refused: ReadonlySet<string>;
  /** The form that is an assumption about the service. */
  readonly assumed?: PendingForm;
}

/** Composes what a view of a job says, as a response of the job's status operation. */
export type Composer = (record: JobRecord, job: JobModel, view: View, told: Told) => Promise<Composed>;

/** To whom a response is told, and when. */
export interface Told extends ToldAt {
  /** Where the caller reached the API: what addresses of files begin with. */
  readonly base: string;
}

/** What composing takes beside the document. */
export interface ComposerOptions {
  readonly seed: string | number;
  /** Addresses of files stay the service's own. */
  readonly keepsUrls: boolean;
}

/** Composes responses about jobs; what can be prepared is prepared once for each thing there is to say. */
export const createComposer = (responseTemplate: ResponseTemplate, { seed, keepsUrls }: ComposerOptions): Composer => {
  const templates = new Map<string, Promise<StateTemplate>>();
  const templateOf = (job: JobModel, spec: ResponseSpec): Promise<StateTemplate> => {
    const distinct = { ...spec, items: [...new Set(spec.items)].toSorted() };
    const shape = JSON.stringify([job.operation.method, job.operation.path, distinct]);
    const known = templates.get(shape);
    if (known !== undefined) return known;
    // Messages come from callers; without a bound they would stay for ever.
    if (templates.size >= mostTemplates) templates.clear();
    const made = composeState(job, distinct, responseTemplate).then((draft) =>
      toTemplate(draft, {
        declaration: job.declaration,
        spec: distinct,
        shape,
        keepsUrls,
        addresses: job.addresses,
        tells: toldMembers(job, job.declaration.id.response),
      }),
    );
    templates.set(shape, made);
    return made;
  };
  return async (record, job, view, { base, ...toldAt }) => {
    const spec = responseSpecOf(job.declaration, view, record.requested?.members ?? []);
    const template = await templateOf(job, spec);
    const { status, shape, mediaType, parts } = template;
    const context: SlotContext = {
      record,
      seed,
      base,
      expires: expiryOf(record, toldAt, seed),
      ...(job.declaration.expires?.from !== undefined && { endsAtMs: endOf(record, toldAt, seed) }),
      progress: view.progress,
    };
    const filling: Filling = (gap) => {
      if (gap === "id") return escaped(record.id);
      if (gap === "progress") return String(progressOf(job.declaration, view));
      return gap === "items" ? itemsText(template, spec.items, context) : slotText(template, gap, context);
    };
    const headers = Object.fromEntries(
      Object.entries(template.headers).map(([name, value]) => [name, fill(value, filling)]),
    );
    const text = parts && fill(parts, filling);
    return {
      status,
      headers,
      shape,
      refused: template.refused,
      ...(mediaType !== undefined && { mediaType }),
      ...contentOf(mediaType, text, record.id),
      ...(view.pendingAs !== undefined && spec.form !== undefined && { assumed: spec.form }),
    };
  };
};

/** A body as text, or as the bytes of a small valid file where the media type wants them and the document shows none. */
export const contentOf = (
  mediaType: string | undefined,
  text: string | undefined,
  id: string,
): Pick<Composed, "text" | "bytes"> => {
  if (mediaType === undefined || isJson(mediaType)) return text === undefined ? {} : { text };
  // What generates bodies writes "string" where the document shows none.
  const isShown = text !== undefined && text !== "" && text !== "string";
  return isShown ? { text } : { bytes: makeMedia(mediaType, { text: id, width: 64, height: 64 }).bytes };
};

/** The members of a job's response that lead to further operations, and are not its id. */
const toldMembers = ({ followUps, operation }: JobModel, id: string | undefined): readonly string[] =>
  followUps
    .flatMap((followUp) => (isOnResponseOf(followUp, operation) ? membersTold(followUp) : []))
    .filter((at) => at !== id);

const mostTemplates = 2000;

const progressOf = ({ progress }: XJob, view: View): number => {
  const share = view.progress * (progress?.of ?? 1);
  return progress?.of === 100 ? Math.floor(share) : Math.round(share * 100) / 100;
};

const itemsText = (
  template: StateTemplate,
  kinds: readonly StatusKind[],
  context: Omit<SlotContext, "item">,
): string => {
  const { items, itemId: example, itemIdSchemas } = template;
  const { record, seed } = context;
  if (items.size === 0) return "[]";
  const texts = kinds.map((kind, index) => {
    const filling: Filling = (gap) => {
      if (gap === "id") return escaped(record.id);
      if (gap !== "item") return slotText(template, gap, { ...context, item: index });
      const id = itemId(record, index, example, seed, itemIdSchemas);
      return typeof id === "number" ? String(id) : escaped(id);
    };
    return fill(items.get(kind) ?? [], filling);
  });
  return `[${texts.join(",")}]`;
};

const slotText = ({ slots }: StateTemplate, gap: Gap, context: SlotContext): string => {
  const slot = slots[Number(gap.slice("slot".length))];
  return slot === undefined ? "null" : fillSlot(slot, context);
};
