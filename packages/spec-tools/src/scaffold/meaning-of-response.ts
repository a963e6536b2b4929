import {
  failureKindOf,
  isAbsent,
  type StatusKind,
  phaseOf,
  resolvePointer,
  type Scalar,
  type XFailure,
  type XJob,
  type XState,
} from "@genwait/lifecycle";

import type { JobMeaning } from "../responses/response-case.ts";

/** What a response means by the words of its status alone: no rule is run, so that the reader of responses has an opinion to differ from. */
export const meaningOfResponse = (job: XJob, body: unknown): JobMeaning | undefined => {
  const { items } = job;
  if (items === undefined) return ofStatus(job, body);
  const list = resolvePointer(body, items.at);
  const kinds = Array.isArray(list) ? list.map((item) => kindOfStatus(items.state, item)) : [];
  if (kinds.length === 0) return { phase: items.none === "failed" ? "failed" : "pending", items: [] };
  const phases = kinds.map((kind) => itemPhase(kind ?? "pending"));
  if (phases.includes("pending")) return { phase: "pending", items: phases };
  const isGood = phases.map((phase) => phase === "succeeded");
  if (isGood.every(Boolean)) return { phase: "succeeded", items: phases };
  if (isGood.some(Boolean)) return { phase: "partial", items: phases };
  const [only] = new Set(kinds.map((kind) => failureKindOf(kind ?? "failed")));
  const isOne = kinds.every((kind) => failureKindOf(kind ?? "failed") === only);
  return { phase: "failed", failure: isOne && only !== undefined ? only : "error", items: phases };
};

const ofStatus = (job: XJob, body: unknown): JobMeaning | undefined => {
  const kind = job.state === undefined ? undefined : kindOfStatus(job.state, body);
  if (kind === undefined) return undefined;
  const phase = phaseOf(kind);
  if (phase === "pending") return { phase, ...onTheWay(job, body) };
  return phase === "failed" ? { phase, failure: failureKindOf(kind), ...because(job.failure, body) } : { phase };
};

const kindOfStatus = ({ at, values = {} }: XState, body: unknown): StatusKind | undefined => {
  const word = at === undefined ? undefined : resolvePointer(body, at);
  return isScalar(word) ? kindIn(values, word) : undefined;
};

const kindIn = (values: NonNullable<XState["values"]>, word: Scalar): StatusKind | undefined => {
  for (const kind of ["pending", "succeeded", "partial", "failed", "filtered", "cancelled", "expired"] as const) {
    if (values[kind]?.includes(word) === true) return kind;
  }
  return undefined;
};

const isScalar = (value: unknown): value is string | number | boolean =>
  ["string", "number", "boolean"].includes(typeof value);

const itemPhase = (kind: StatusKind): "pending" | "succeeded" | "failed" => {
  const phase = phaseOf(kind);
  return phase === "partial" ? "succeeded" : phase;
};

const because = (failure: XFailure | undefined, body: unknown): Pick<JobMeaning, "message" | "code"> => {
  const message = failure?.message === undefined ? undefined : resolvePointer(body, failure.message);
  const code = failure?.code === undefined ? undefined : resolvePointer(body, failure.code);
  return {
    ...(typeof message === "string" && message !== "" && { message }),
    ...((typeof code === "string" || typeof code === "number") && { code }),
  };
};

const onTheWay = ({ progress, stage }: XJob, body: unknown): Pick<JobMeaning, "progress" | "stage"> => {
  const amount = progress === undefined ? undefined : resolvePointer(body, progress.at);
  const word = stage === undefined ? undefined : resolvePointer(body, stage.at);
  const share = typeof amount === "number" && !isAbsent(progress) ? amount / progress.of : undefined;
  return {
    ...(share !== undefined && share >= 0 && share <= 1 && { progress: share }),
    ...(typeof word === "string" && { stage: word }),
  };
};
