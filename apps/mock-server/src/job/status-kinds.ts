import { type StatusKind, type XJob, type XState } from "@genwait/lifecycle";

/** Which kinds the table and the rules of a state can say. */
export const statedKinds = (state: XState | undefined): ReadonlySet<StatusKind> => {
  if (state === undefined) return nothing;
  const known = ofStates.get(state);
  if (known !== undefined) return known;
  const able = readStatedKinds(state);
  ofStates.set(state, able);
  return able;
};

// Asked for at every poll of every job; the response depends on nothing but the declaration.
const ofStates = new WeakMap<XState, ReadonlySet<StatusKind>>();
const ofWholeJobs = new WeakMap<XJob, ReadonlySet<StatusKind>>();
const ofJobs = new WeakMap<XJob, ReadonlySet<StatusKind>>();
const nothing: ReadonlySet<StatusKind> = new Set();

const readStatedKinds = (state: XState): ReadonlySet<StatusKind> => {
  const listed = Object.entries(state.values ?? {}).flatMap(([kind, values]) =>
    values.length > 0 && isKind(kind) ? [kind] : [],
  );
  return new Set<StatusKind>([...listed, ...(state.rules ?? []).map(({ is }) => is)]);
};

/** Which ends a job's output can say that its status cannot. */
const outputKinds = ({ output = [] }: XJob): readonly StatusKind[] =>
  ("link" in output ? [output] : output).flatMap(({ failed = [] }) => failed.map(({ is = "failed" }) => is));

/** Which ends a job can have, by what its declaration can express; `pending` is among them when it can be unfinished. */
export const possibleKinds = (job: XJob): ReadonlySet<StatusKind> => {
  const known = ofWholeJobs.get(job);
  if (known !== undefined) return known;
  const able = new Set([...toldKinds(job), ...outputKinds(job)]);
  ofWholeJobs.set(job, able);
  return able;
};

/** Which of them its status can say. */
export const toldKinds = (job: XJob): ReadonlySet<StatusKind> => {
  const known = ofJobs.get(job);
  if (known !== undefined) return known;
  const able = readToldKinds(job);
  ofJobs.set(job, able);
  return able;
};

const readToldKinds = ({ state, items }: XJob): ReadonlySet<StatusKind> => {
  const own = statedKinds(state);
  if (items === undefined) return new Set<StatusKind>([...own, state?.otherwise ?? "pending"]);
  const ofItems = statedKinds(items.state);
  const folds = state?.at === undefined || own.has("succeeded");
  const failures = [...ofItems].filter((kind) => isFailure(kind));
  const isMixed = ofItems.has("succeeded") && failures.length > 0;
  return new Set<StatusKind>([
    "pending",
    ...own,
    ...(folds ? [...ofItems] : []),
    ...(folds && isMixed ? (["partial"] as const) : []),
  ]);
};

/** The kind itself where the job can express it, else the one that comes nearest. */
export const nearest = (kind: StatusKind, able: ReadonlySet<StatusKind>): StatusKind => {
  if (able.has(kind)) return kind;
  const order = [...(isFailure(kind) || kind === "partial" ? failures : []), "succeeded" as const, ...failures];
  return order.find((candidate) => able.has(candidate)) ?? kind;
};

/** Whether a kind is a result without outputs. */
export const isFailure = (kind: StatusKind): boolean => failures.includes(kind);

const failures: readonly StatusKind[] = ["failed", "filtered", "cancelled", "expired"];

const allKinds: readonly StatusKind[] = ["pending", "succeeded", "partial", ...failures];

const isKind = (value: string): value is StatusKind => allKinds.some((kind) => kind === value);
