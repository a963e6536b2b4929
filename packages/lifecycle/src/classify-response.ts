import type { ErrorKind, IncompleteResult } from "./error-kinds.ts";
import {
  type Failure,
  failureKindOf,
  type ItemState,
  type JobState,
  phaseOf,
  type StatusKind,
  statusKinds,
} from "./job-state.ts";
import { describeValue, isAbsent, isRecord, jsonTypeOf, resolvePointer, withArticle } from "./json-pointer.ts";
import type { GuaranteedFields, ItemsLifecycle, Lifecycle } from "./lifecycle.ts";
import { findRule, isSuccessStatus, type ResponseFacts, type Scalar } from "./rules.ts";
import type { XFailure, XState, XStateRule } from "./x-job.ts";

export interface ClassifyOptions {
  /** The id that was asked for; a response about another one is invalid. */
  readonly id?: string | undefined;
  /** Fewer items than this are still pending. @default the items that the response lists */
  readonly expectedItems?: number | undefined;
}

/** What a response says. */
export type Classification<State = JobState> =
  | { readonly is: "state"; readonly state: State }
  /** The call failed inside a response that HTTP calls successful; nothing is known of the job. */
  | {
      readonly is: "call-error";
      readonly kind: ErrorKind;
      readonly message?: string;
      readonly code?: string | number;
    }
  | InvalidResponse
  /** Outside 2xx, and no rule names its code: an error of the call, told by HTTP. */
  | { readonly is: "unclassified" };

/** A response without what must be read to know the job's state. */
export interface InvalidResponse {
  readonly is: "invalid-response";
  readonly pointer: string;
  readonly expected: string;
  readonly found: string;
  /** The job has succeeded by its own word; only a guaranteed field is missing. */
  readonly incomplete?: IncompleteResult;
}

/** Whether a value can be the id of a job. A number that JavaScript rounds is none: the id would be another job's. */
export const isId = (value: unknown): value is string | number =>
  (typeof value === "string" && value !== "") ||
  (typeof value === "number" && (Number.isSafeInteger(value) || (!Number.isInteger(value) && Number.isFinite(value))));

/**
 * Classifies one response of a status operation by its declaration. Pure: no time, no memory of earlier responses.
 * Never throws.
 *
 * @example
 * ```ts
 * classifyResponse(lifecycle, { status: 200, body: { id: "a", status: "done" } }, { id: "a" });
 * ```
 */
export const classifyResponse = (
  lifecycle: Lifecycle,
  response: ResponseFacts,
  { id, expectedItems }: ClassifyOptions = {},
): Classification => {
  const { body } = response;
  const callRule = findRule(lifecycle.call, response);
  if (callRule) return { is: "call-error", kind: callRule.is, ...reasonAt(callRule, body) };
  const own = statusOf(lifecycle.state, response, "");
  if (!isSuccessStatus(response.status) && ("is" in own || !own.rule)) return { is: "unclassified" };
  if ("is" in own) return own;
  const list = lifecycle.items && itemsOf(lifecycle.items, response);
  if (list && "is" in list) return list;
  // Items say how well it went; whether it is over is the job's own word, where it has one.
  const isToldByItems = own.kind === "succeeded" || (lifecycle.state?.at === undefined && !own.rule);
  const status =
    lifecycle.items && list && isToldByItems ? { ...own, ...foldItems(lifecycle.items, list, expectedItems) } : own;
  const anotherJob = wrongId(lifecycle.id.response, body, id, own.rule !== undefined || list?.items.length === 0);
  if (anotherJob) return anotherJob;
  const phase = phaseOf(status.kind);
  // A rule or a special way to fail speaks for itself: only the regular failure has the regular fields.
  const missing = phase === "failed" && status.rule ? [] : missingFields(lifecycle.guaranteed, status.kind, body);
  const [first] = [...missing, ...(list?.incomplete.values() ?? [])];
  if (first && (phase === "succeeded" || phase === "partial")) return incompleteResponse(first, phase, body);
  const state = stateOf(lifecycle, body, status, missing);
  return { is: "state", state: list ? { ...state, items: shownItems(list) } : state };
};

/** What rules and table of a declaration say of a response, or of one item in it. */
interface Status {
  readonly kind: StatusKind;
  /** The value that decided: the service's word, or the HTTP code. */
  readonly status: Scalar;
  /** A status that the table does not list. */
  readonly unknownStatus?: Scalar | undefined;
  /** The rule that decided; without one it was the table, or the items. */
  readonly rule?: XStateRule;
  /** Drawn from the items, where all of them failed. */
  readonly failure?: Failure | undefined;
}

/** Ordered rules first, then the table, then `otherwise`. `place` is where what is looked at stands in the response. */
const statusOf = (
  { at, rules, values = {}, otherwise = "pending" }: XState = {},
  response: ResponseFacts,
  place: string,
): Status | InvalidResponse => {
  const value = resolvePointer(response.body, at);
  const status = isScalar(value) ? value : response.status;
  const rule = findRule(rules, response);
  if (rule) return { kind: rule.is, status, rule };
  if (at === undefined) return { kind: otherwise, status };
  if (isScalar(value)) {
    const kind = statusKinds.find((candidate) => values[candidate]?.includes(value));
    if (kind !== undefined) return { kind, status };
    // A word that is not listed is news; a number where words are declared is another document.
    if (statusKinds.some((listed) => values[listed]?.some((word) => typeof word === typeof value)))
      return { kind: otherwise, status, unknownStatus: value };
  }
  return invalidResponse(place + at, "a status", value);
};

const isScalar = (value: unknown): value is Scalar =>
  value === null || (value !== undefined && typeof value !== "object");

/** The outputs that a response lists. */
interface ItemList {
  readonly items: readonly ItemState[];
  readonly unknownStatus: Scalar | undefined;
  /** The items, by index, that have succeeded without a guaranteed field, and what each lacks. */
  readonly incomplete: ReadonlyMap<number, MissingField>;
}

const itemsOf = (lifecycle: ItemsLifecycle, response: ResponseFacts): ItemList | InvalidResponse => {
  const { at } = lifecycle;
  const found = resolvePointer(response.body, at);
  // An envelope that is missing or null on the way to the list is "nothing yet"; text or a number there is another document.
  const isNothingYet = !isSuccessStatus(response.status) || (isAbsent(found) && isRecord(response.body));
  const bodies = isNothingYet ? [] : found;
  if (!Array.isArray(bodies)) return invalidResponse(at, "a list of items", found ?? response.body);
  const items: ItemState[] = [];
  const incomplete = new Map<number, MissingField>();
  let unknownStatus: Scalar | undefined;
  for (const [index, body] of bodies.entries()) {
    const place = `${at}/${index}`;
    const status = statusOf(lifecycle.state, { status: 200, body }, place);
    if ("is" in status) return status;
    unknownStatus ??= status.unknownStatus;
    const id = resolvePointer(body, lifecycle.id);
    const phase = phaseOf(status.kind);
    const missing = phase === "pending" ? [] : missingFields(lifecycle.guaranteed, status.kind, body);
    const [first] = missing;
    if (first && phase !== "failed") incomplete.set(index, { ...first, pointer: place + first.pointer });
    items.push({
      ...(isId(id) && { id: `${id}` }),
      phase: phase === "partial" ? "succeeded" : phase,
      status: status.status,
      ...(phase === "failed" && { failure: failureOf(status, lifecycle.failure, body, missing) }),
      body,
    });
  }
  return { items, unknownStatus, incomplete };
};

/** What the items make of the whole job: any pending → pending; too few → pending; all succeeded → succeeded; some → partial; none → failed. */
const foldItems = (
  { none }: ItemsLifecycle,
  { items, unknownStatus }: ItemList,
  expectedItems: number = 0,
): Pick<Status, "kind" | "unknownStatus" | "failure"> => {
  if (items.length === 0) return { kind: none, unknownStatus };
  if (items.length < expectedItems || items.some(({ phase }) => phase === "pending"))
    return { kind: "pending", unknownStatus };
  const failures = items.flatMap(({ failure }) => failure ?? []);
  const [first] = failures;
  if (!first) return { kind: "succeeded" };
  if (failures.length < items.length) return { kind: "partial" };
  return {
    kind: "failed",
    failure: failures.every(({ kind }) => kind === first.kind) ? first : { ...first, kind: "error" },
  };
};

/** The items as they are shown: one that lacks a guaranteed field is not there yet. */
const shownItems = ({ items, incomplete }: ItemList): readonly ItemState[] =>
  incomplete.size === 0
    ? items
    : items.map((item, index) => (incomplete.has(index) ? { ...item, phase: "pending" } : item));

const wrongId = (
  pointer: string | undefined,
  body: unknown,
  wanted: string | undefined,
  mayBeAbsent: boolean,
): InvalidResponse | undefined => {
  if (pointer === undefined) return undefined;
  const id = resolvePointer(body, pointer);
  if (isAbsent(id) && mayBeAbsent) return undefined;
  // JavaScript has rounded a long number: as far as it can tell, it is the one that was asked for.
  if (typeof id === "number" && !isId(id) && id === Number(wanted)) return undefined;
  if (!isId(id)) return invalidResponse(pointer, "the job's id", id);
  if (wanted === undefined || `${id}` === wanted) return undefined;
  return { is: "invalid-response", pointer, expected: `the id ${shown(wanted)}`, found: shown(`${id}`) };
};

// An id is a stranger's text of any length.
const shown = (id: string): string => JSON.stringify(id.length > 80 ? `${id.slice(0, 80)}…` : id);

/** The guaranteed fields of a terminal status that are not there, or of another type than their schema says. */
const missingFields = (
  guaranteed: GuaranteedFields | undefined,
  kind: StatusKind,
  body: unknown,
): readonly MissingField[] =>
  Object.entries(guaranteed?.[kind] ?? {}).flatMap(([pointer, type]) => {
    const value = resolvePointer(body, pointer);
    if (!isAbsent(value) && (type === "any" || type === jsonTypeOf(value))) return [];
    return [{ pointer, expected: type === "any" ? "a value" : withArticle(type), value }];
  });

interface MissingField {
  readonly pointer: string;
  readonly expected: string;
  readonly value: unknown;
}

const incompleteResponse = (
  { pointer, expected, value }: MissingField,
  phase: IncompleteResult["phase"],
  body: unknown,
): InvalidResponse => ({
  ...invalidResponse(pointer, `${expected} once ${phase}`, value),
  incomplete: { phase, pointer, body },
});

const invalidResponse = (pointer: string, expected: string, value: unknown): InvalidResponse => ({
  is: "invalid-response",
  pointer,
  expected,
  found: describeValue(value),
});

const stateOf = (lifecycle: Lifecycle, body: unknown, status: Status, missing: readonly MissingField[]): JobState => {
  const phase = phaseOf(status.kind);
  if (phase === "failed") return { phase, body, failure: failureOf(status, lifecycle.failure, body, missing) };
  if (phase !== "pending") return { phase, body };
  const { unknownStatus } = status;
  return { phase, body, ...stageOf(lifecycle, body), ...(unknownStatus !== undefined && { unknownStatus }) };
};

/** How far a pending job is, by its own account. */
const stageOf = (
  { stage, progress }: Lifecycle,
  body: unknown,
): { readonly stage?: string; readonly progress?: number } => {
  const word = resolvePointer(body, stage?.at);
  const amount = resolvePointer(body, progress?.at);
  // Services report -1 for "not yet known", and 101 now and then: neither is a share.
  const share = typeof amount === "number" && progress ? amount / progress.of : -1;
  return {
    ...(typeof word === "string" && { stage: word }),
    ...(share >= 0 && share <= 1 && { progress: share }),
  };
};

/** Why there is no result; a rule that decided knows better than the declaration where the service says so. */
const failureOf = (
  { kind, status, failure, rule }: Status,
  pointers: XFailure | undefined,
  body: unknown,
  missing: readonly MissingField[],
): Failure => ({
  kind: failureKindOf(kind),
  status,
  ...failure,
  ...reasonAt({ ...pointers, ...rule }, body),
  ...(missing.length > 0 && { missing: missing.map(({ pointer }) => pointer) }),
});

/** What the service says about a failure, where the declaration says it stands. */
export const reasonAt = (pointers: XFailure, body: unknown): Pick<Failure, "message" | "code"> => {
  const message = textAt(pointers.message, body);
  const code = resolvePointer(body, pointers.code);
  return { ...(message && { message }), ...(isId(code) && { code }) };
};

/** The text at a pointer; a service that writes `error: "why"` in place of `error: { message: "why" }` means the same. */
const textAt = (pointer: string | undefined, body: unknown): string | undefined => {
  if (pointer === undefined) return undefined;
  const value = resolvePointer(body, pointer);
  if (typeof value === "string") return value;
  const parent = pointer.slice(0, Math.max(0, pointer.lastIndexOf("/")));
  return parent === "" || !isAbsent(value) ? undefined : textAt(parent, body);
};
