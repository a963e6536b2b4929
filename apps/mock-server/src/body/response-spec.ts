import type { StatusKind, PendingForm, Scalar, XJob } from "@genwait/lifecycle";

import { isFailure, nearest, statedKinds, toldKinds } from "../job/status-kinds.ts";
import { isQueued } from "./slot.ts";
import type { View } from "../job/view.ts";

/** What one response has to say: a view without what fills the gaps later. Equal ones have one template. */
export interface ResponseSpec {
  readonly kind: StatusKind;
  /** The outputs in the list. */
  readonly items: readonly StatusKind[];
  readonly requested: readonly string[];
  readonly word?: Scalar;
  readonly stage?: string;
  readonly message?: string;
  readonly code?: string | number;
  /** What is laid over the composed body. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Waits in a queue, and says where. */
  readonly queued?: true;
  /** The form of an unfinished response, where it is not the regular one. */
  readonly form?: PendingForm;
}

/** Chooses the words for a view: the stage by progress, the list by what the declaration can say of unfinished outputs. */
export const responseSpecOf = (declaration: XJob, view: View, requested: readonly string[]): ResponseSpec => {
  const { message, code } = view;
  const kind = saidKind(declaration, view.kind);
  const form = kind === "pending" ? formOf(declaration, view) : undefined;
  const stage = kind === "pending" ? stageOf(declaration, view) : undefined;
  const isInQueue = kind === "pending" && declaration.queue !== undefined && isQueued(view.progress);
  const word = kind === "pending" ? wordOf(declaration, view, stage) : undefined;
  return {
    kind,
    items: itemsOf(declaration, view, form),
    requested,
    ...(word !== undefined && { word }),
    ...(stage !== undefined && { stage }),
    ...(message !== undefined && { message }),
    ...(code !== undefined && { code }),
    ...(view.body !== undefined && { body: view.body }),
    ...(form !== undefined && { form }),
    ...(isInQueue && { queued: true as const }),
  };
};

/** The kind that a status says of a job: success where only the output tells of its failure. */
export const saidKind = (declaration: XJob, kind: StatusKind): StatusKind => {
  const able = toldKinds(declaration);
  const { output } = declaration;
  return output !== undefined && isFailure(kind) && !able.has(kind) && able.has("succeeded")
    ? "succeeded"
    : nearestStated(kind, able);
};

// Where no word says "unfinished", the list stays empty: a short one would read as the whole.
const formOf = ({ items }: XJob, { pendingAs }: View): PendingForm | undefined => {
  if (pendingAs !== undefined || items === undefined) return pendingAs;
  return statedKinds(items.state).has("pending") ? undefined : "empty";
};

const itemsOf = ({ items }: XJob, view: View, form: PendingForm | undefined): readonly StatusKind[] => {
  if (items === undefined || form === "empty" || form === "missing" || form === "null") return [];
  if (view.isEmpty) return [];
  const able = statedKinds(items.state);
  // A job that began as another view's may have no outputs of its own.
  const kinds = view.items.length === 0 ? [view.kind] : view.items;
  const said = kinds.map((kind) => nearestStated(kind, able));
  return form === "short" ? said.filter((kind) => kind !== "pending") : said;
};

// Two operations on one job need not have the same words.
const nearestStated = (kind: StatusKind, able: ReadonlySet<StatusKind>): StatusKind =>
  kind === "pending" ? kind : nearest(kind, able);

const stageOf = ({ stage }: XJob, view: View): string | undefined =>
  view.stage ?? inOrder(stage?.order ?? [], view.progress);

const wordOf = ({ state, stage }: XJob, view: View, current: string | undefined): Scalar | undefined => {
  if (view.status !== undefined) return view.status;
  const words = state?.values?.pending ?? [];
  const isStage = stage?.at === state?.at && current !== undefined && words.includes(current);
  return isStage ? current : inOrder(words, view.progress);
};

const inOrder = <T>(values: readonly T[], progress: number): T | undefined =>
  values[Math.min(values.length - 1, Math.floor(progress * values.length))];
