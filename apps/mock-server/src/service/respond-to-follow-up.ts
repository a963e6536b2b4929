import { parseDuration, type Rule } from "@genwait/lifecycle";

import { fillId, putAddresses } from "../body/fill-in.ts";
import { byMeaning } from "../body/pick-example.ts";
import { saidKind } from "../body/response-spec.ts";
import { tellsState } from "../body/tells-state.ts";
import { cutAddresses, fillingOf, type Slot } from "../body/slot.ts";
import { cutAtGaps, fill } from "../body/template.ts";
import type { JobFollowUp, JobModel } from "../document/api-model.ts";
import { carriedIn, type FollowUp } from "../document/follow-ups.ts";
import { contentOf, isJson, type Operation, responseFor, successCodes } from "../document/operation.ts";
import { type RequestParts, valueAt } from "../document/runtime-expression.ts";
import { applyFault } from "../fault/apply-fault.ts";
import type { FaultRule } from "../fault/fault.ts";
import { pickFault } from "../fault/pick-fault.ts";
import { endOf, expiryOf, toldNow } from "../job/expiry.ts";
import type { JobRecord, NamedScenario } from "../job/job-record.ts";
import { planOf } from "../job/plan.ts";
import { isFailure } from "../job/status-kinds.ts";
import { type View, viewAt } from "../job/view.ts";
import type { LogEntry } from "../response/log-entry.ts";
import { outputResponse } from "../response/output-response.ts";
import type { RawResponse } from "../response/raw-response.ts";
import { refusal } from "../response/refusal.ts";
import { withToldAddresses } from "../response/told-addresses.ts";
import { ruleResponse } from "../response/rule-response.ts";
import type { ApiContext } from "./context.ts";
import { type FoundJob, findOrStart, foundNow } from "./find-job-record.ts";
import { factsOf, type ServiceResponse } from "./service-response.ts";

/** A call that asks for something of a job beside its status. */
export interface FollowUpRequest {
  readonly operation: Operation;
  /** What the operation is, for each job that it serves. */
  readonly followUps: readonly JobFollowUp[];
  readonly request: RequestParts;
  /** Where the caller reached the API. */
  readonly base: string;
  /** By the request's header. */
  readonly chosen?: NamedScenario;
  /** By the request's header. */
  readonly fault?: FaultRule;
}

/** Gives a job's output, cancels it or renews its results, as its declaration says; or plays the fault that hits the call. */
export const respondToFollowUp = async (asked: FollowUpRequest, context: ApiContext): Promise<ServiceResponse> => {
  const { operation, request } = asked;
  const { api, responseTemplate, shared } = context;
  const { job, followUp, found } = aboutOf(asked, context);
  const logEntry: LogEntry = { operation: operation.name };
  const id = found.record?.id ?? idIn(followUp, request) ?? "";
  if (id !== "") Object.assign(logEntry, { job: id, jobName: job.declaration.name });
  const genuine = async (): Promise<RawResponse> => {
    if (found.record === undefined) {
      Object.assign(logEntry, { kind: "unknown", hint: found.hint });
      return refusal({ api, operation, job, id, responseTemplate }, { kind: "not-found", codes: [404] });
    }
    logEntry.scenario = found.record.chosen.name;
    const about = { record: found.record, job, followUp, asked, logEntry };
    return players[followUp.part](about, context);
  };
  const fault = asked.fault ?? injected(operation, id, context);
  if (fault === undefined) return { response: await genuine(), logEntry };
  logEntry.fault = fault.is;
  const nowMs = shared.time.callersNow();
  return { ...(await applyFault(fault, { api, operation, job, id, responseTemplate, nowMs, genuine })), logEntry };
};

interface About extends JobFollowUp {
  readonly found: FoundJob;
}

// Where one operation serves several jobs, whichever has it.
const aboutOf = ({ followUps, operation, request, chosen }: FollowUpRequest, context: ApiContext): About => {
  const all = followUps.map((one): About => {
    const { job, followUp } = one;
    const id = idIn(followUp, request);
    if (id === undefined) {
      const told = context.told.find(followUp, request);
      const unknown = { hint: "no response of a job that lives has told this: poll the job first" };
      const isKnown = told !== undefined && lives(told, context) && isCarriedRight(told, followUp, request);
      return { ...one, found: isKnown ? foundNow(told, { operation, request }) : unknown };
    }
    const carried = carriedIn(carriedPlaces(followUp), request, operation.path);
    const asked = { job, id, carried, operation, request, ...(chosen && { chosen }) };
    return { ...one, found: findOrStart(asked, context) };
  });
  const [first] = all;
  const about = all.find(({ found }) => found.record !== undefined) ?? first;
  if (about === undefined) throw new TypeError(`Failed to respond to ${operation.name}: it is about no job.`);
  return about;
};

// Somebody may have removed it since.
const lives = (record: JobRecord, { shared: { store } }: ApiContext): boolean =>
  store.get(record.api, record.job.family, record.id, record.carried) === record;

const idIn = ({ request: parts, operation }: FollowUp, request: RequestParts): string | undefined => {
  const part = parts.find(({ value }) => value.is === "id");
  return part && valueAt(part.place, request, operation.path);
};

const carriedPlaces = ({ request }: FollowUp) =>
  request.flatMap(({ place, value }) => (value.is === "carried" ? [{ name: value.name, place }] : []));

const isCarriedRight = ({ carried = {} }: JobRecord, followUp: FollowUp, request: RequestParts): boolean =>
  Object.entries(carriedIn(carriedPlaces(followUp), request, followUp.operation.path)).every(
    ([name, value]) => !Object.hasOwn(carried, name) || carried[name] === value,
  );

const injected = (operation: Operation, id: string, { api, shared }: ApiContext): FaultRule | undefined => {
  const moment = { poll: "create", ageMs: 0, seeds: [shared.seed, api.name, id, shared.time.now()] } as const;
  return shared.faults.take(
    { api: api.name, operation: operation.name, ...(id !== "" && { job: id }) },
    (rule) => rule.on === undefined && pickFault([{ ...rule, on: "create" }], moment) !== undefined,
  );
};

interface Played {
  readonly record: JobRecord;
  readonly job: JobModel;
  readonly followUp: FollowUp;
  readonly asked: FollowUpRequest;
  readonly logEntry: LogEntry;
}

type Player = (about: Played, context: ApiContext) => Promise<RawResponse>;

const output: Player = async ({ record, job, followUp, asked, logEntry }, context) => {
  const { operation, step, index } = followUp;
  const { shared, responseTemplate } = context;
  const { pending = [], failed = [] } = step ?? {};
  const { scenario } = record.chosen;
  const view = viewAt(record, shared.time.now(), shared.seed);
  const refused = async (rule: Rule | undefined, kind: string, mustNot: readonly Rule[]): Promise<RawResponse> => {
    logEntry.kind = kind;
    const said = rule && (await ruleResponse(operation, rule, mustNot, responseTemplate));
    if (said !== undefined) return said;
    const nothing = { kind: "not-found", codes: [404, 410, 409, 400] } as const;
    return refusal({ api: context.api, operation, job, id: record.id, responseTemplate }, nothing);
  };
  if (view.kind === "pending") return refused(pending[0], "output not ready", []);
  const isFirst = index === 0;
  if (isFirst && scenario.output === "late" && (record.outputs ?? 0) < lateCalls) {
    record.outputs = (record.outputs ?? 0) + 1;
    return refused(pending[0], "output not ready", []);
  }
  const toldByOutput = isFailure(view.kind) ? view.kind : scenario.output === "failed" ? "failed" : undefined;
  if (toldByOutput !== undefined) {
    const rule = failed.find(({ is = "failed" }) => is === toldByOutput) ?? failed[0];
    // A status that says the failure itself has nothing further to give.
    if (rule !== undefined || saidKind(job.declaration, view.kind) !== "succeeded")
      return refused(rule, `output ${toldByOutput}`, [...pending, ...failed.filter((other) => other !== rule)]);
  }
  const told = toldNow(record, shared.time);
  const { seed } = shared;
  const expires = expiryOf(record, told, seed);
  if (expires !== undefined && expires * 1000 <= told.nowMs) return refused(undefined, "output expired", []);
  const endsAtMs = endOf(record, told, seed);
  const base = context.publicUrl ?? asked.base;
  const composed = await outputResponse(followUp, {
    slot: { record, seed, base, expires, endsAtMs, progress: 1 },
    request: asked.request,
    responseTemplate,
    keepsUrls: context.keepsUrls,
  });
  logEntry.kind = "output";
  const violations = await context.validateResponse(operation, composed);
  if (violations.length > 0) logEntry.violations = violations;
  const response = withToldAddresses(composed, { record, operation, request: asked.request, base });
  context.told.note(record, { operation, request: asked.request, response: factsOf(response) });
  return response;
};

// Enough for a wait that polls again, and again.
const lateCalls = 2;

const cancel: Player = async (about, context) => {
  const { record, job, followUp, logEntry } = about;
  const { shared, responseTemplate } = context;
  const declared = job.declaration.cancel;
  const { deletesFinished, tooLate = [] } = declared ?? {};
  const isForgotten = declared?.then === "gone";
  const nowMs = shared.time.now();
  const view = viewAt(record, nowMs, shared.seed);
  const changed = (): void => shared.changes.emit({ of: "job", record });
  const isOver = view.kind !== "pending";
  if (isOver && deletesFinished === true) {
    record.cancelled = { as: "deleted", atMs: nowMs };
    logEntry.kind = "deleted";
    logEntry.hint = "the job was over, and this call has deleted its output";
    changed();
    return good(about, view, [], context);
  }
  if (isOver || record.chosen.scenario.cancel === "too-late") {
    logEntry.kind = "too late to cancel";
    const [rule] = tooLate;
    const said = rule && (await ruleResponse(followUp.operation, rule, [], responseTemplate));
    return said ?? good(about, view, [], context);
  }
  if (record.cancelled === undefined) {
    record.cancelled = { as: isForgotten ? "gone" : "asked", atMs: nowMs };
    const { durationMs } = planOf(record, shared.seed);
    // Never later than it would have ended by itself: what was told of its progress stays true.
    const atMs = isForgotten ? nowMs : Math.min(nowMs + cancellingMs, record.startedAtMs + durationMs);
    record.result = { kind: "cancelled", atMs };
    changed();
  }
  logEntry.kind = isForgotten ? "cancelled" : "cancelling";
  return good(about, viewAt(record, nowMs, shared.seed), tooLate, context);
};

/** How long a job takes to stop. */
const cancellingMs = parseDuration("2s");

const renew: Player = async (about, context) => {
  const { record, logEntry } = about;
  const nowMs = context.shared.time.now();
  const view = viewAt(record, nowMs, context.shared.seed);
  if (view.kind !== "pending") record.renewedAtMs = nowMs;
  logEntry.kind = "renewed";
  return good(about, viewAt(record, nowMs, context.shared.seed), [], context);
};

const players: Readonly<Record<FollowUp["part"], Player>> = { output, cancel, renew };

/** The good response of an operation: the job as its status tells it where there is a place for that, else the document's own. */
const good = async (
  { record, job, followUp: { operation, addresses }, asked, logEntry }: Played,
  view: View,
  mustNot: readonly Rule[],
  context: ApiContext,
): Promise<RawResponse> => {
  const { responseTemplate, compose, shared } = context;
  const [status = 200] = successCodes(operation);
  if (tellsState(contentOf(responseFor(operation, status))?.schema, job.declaration, view.kind)) {
    const told = { base: context.publicUrl ?? asked.base, ...toldNow(record, shared.time) };
    const composed = await compose(
      record,
      { ...job, operation, addresses: [...addresses, ...job.addresses] },
      view,
      told,
    );
    const violations = await context.validateResponse(operation, composed);
    if (violations.length > 0) logEntry.violations = violations;
    return composed;
  }
  const draft = await responseTemplate(operation, status, byMeaning({ status, mustNot }));
  fillId(draft, job.declaration.id.response);
  const base = context.publicUrl ?? asked.base;
  putAddresses(draft, addresses);
  const slots: Slot[] = [];
  draft.body = cutAddresses({ ...draft, within: "" }, { addresses, slots });
  const filling = fillingOf(slots, { record, seed: shared.seed, base, expires: undefined });
  const filled = (text: string): string => fill(cutAtGaps(text), filling);
  const headers = Object.fromEntries(Object.entries(draft.headers).map(([name, value]) => [name, filled(value)]));
  const { mediaType, body } = draft;
  if (mediaType === undefined || body === undefined) return { status, headers };
  const text = filled(isJson(mediaType) ? JSON.stringify(body) : String(body));
  return { status, headers, mediaType, text };
};
