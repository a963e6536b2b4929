import type { StatusKind, PendingForm, XJob } from "@genwait/lifecycle";

import type { JobModel } from "../document/api-model.ts";
import { itemId } from "../job/item-id.ts";
import type { JobRecord } from "../job/job-record.ts";
import type { View } from "../job/view.ts";
import type { ResponseTemplate } from "./response-template.ts";
import { composeState } from "./compose-state.ts";
import { type ResponseSpec, responseSpecOf } from "./response-spec.ts";
import { type StateTemplate, toTemplate } from "./state-template.ts";
import { escaped, fill } from "./template.ts";

/** A response about a job, as text. */
export interface Composed {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly mediaType?: string;
  readonly text?: string;
  /** Equal for responses that differ in nothing a schema can see. */
  readonly shape: string;
  /** The form that is an assumption about the service. */
  readonly assumed?: PendingForm;
}

/** Composes what a view of a job says, as a response of the job's status operation. */
export type Composer = (record: JobRecord, job: JobModel, view: View) => Promise<Composed>;

/** Composes responses about jobs; what can be prepared is prepared once for each thing there is to say. */
export const createComposer = (responseTemplate: ResponseTemplate, seed: string | number): Composer => {
  const templates = new Map<string, Promise<StateTemplate>>();
  const templateOf = (job: JobModel, spec: ResponseSpec): Promise<StateTemplate> => {
    const distinct = { ...spec, items: [...new Set(spec.items)].toSorted() };
    const shape = JSON.stringify([job.operation.method, job.operation.path, distinct]);
    const known = templates.get(shape);
    if (known !== undefined) return known;
    // Messages come from callers; without a bound they would stay for ever.
    if (templates.size >= mostTemplates) templates.clear();
    const made = composeState(job, distinct, responseTemplate).then((draft) =>
      toTemplate(draft, job.declaration, distinct, shape),
    );
    templates.set(shape, made);
    return made;
  };
  return async (record, job, view) => {
    const spec = responseSpecOf(job.declaration, view, record.requested?.members ?? []);
    const template = await templateOf(job, spec);
    const { status, shape, mediaType, parts } = template;
    const id = escaped(record.id);
    const fillings = {
      id,
      progress: String(progressOf(job.declaration, view)),
      items: itemsText(template, spec.items, record, seed),
    };
    const headers = Object.fromEntries(
      Object.entries(template.headers).map(([name, value]) => [name, fill(value, fillings)]),
    );
    return {
      status,
      headers,
      shape,
      ...(mediaType !== undefined && { mediaType }),
      ...(parts !== undefined && { text: fill(parts, fillings) }),
      ...(view.pendingAs !== undefined && spec.form !== undefined && { assumed: spec.form }),
    };
  };
};

const mostTemplates = 2000;

const progressOf = ({ progress }: XJob, view: View): number => {
  const share = view.progress * (progress?.of ?? 1);
  return progress?.of === 100 ? Math.floor(share) : Math.round(share * 100) / 100;
};

const itemsText = (
  { items, itemId: example }: StateTemplate,
  kinds: readonly StatusKind[],
  record: JobRecord,
  seed: string | number,
): string => {
  if (items.size === 0) return "[]";
  const id = escaped(record.id);
  const texts = kinds.map((kind, index) => {
    const item = itemId(record, index, example, seed);
    return fill(items.get(kind) ?? [], { id, item: typeof item === "number" ? String(item) : escaped(item) });
  });
  return `[${texts.join(",")}]`;
};
