import { type Kind, type XJob, type XState } from "@genwait/lifecycle";

/** Which kinds the table and the rules of a state can say. */
export const sayable = (state: XState | undefined): ReadonlySet<Kind> => {
  if (state === undefined) return nothing;
  const known = ofStates.get(state);
  if (known !== undefined) return known;
  const able = readSayable(state);
  ofStates.set(state, able);
  return able;
};

// Asked for at every read of every job; the answer depends on nothing but the declaration.
const ofStates = new WeakMap<XState, ReadonlySet<Kind>>();
const ofJobs = new WeakMap<XJob, ReadonlySet<Kind>>();
const nothing: ReadonlySet<Kind> = new Set();

const readSayable = (state: XState): ReadonlySet<Kind> => {
  const listed = Object.entries(state.values ?? {}).flatMap(([kind, values]) =>
    values.length > 0 && isKind(kind) ? [kind] : [],
  );
  return new Set<Kind>([...listed, ...(state.rules ?? []).map(({ is }) => is)]);
};

/** Which ends a job can have, by what its declaration can express; `pending` is among them when it can be unfinished. */
export const expressible = (job: XJob): ReadonlySet<Kind> => {
  const known = ofJobs.get(job);
  if (known !== undefined) return known;
  const able = readExpressible(job);
  ofJobs.set(job, able);
  return able;
};

const readExpressible = ({ state, items }: XJob): ReadonlySet<Kind> => {
  const own = sayable(state);
  if (items === undefined) return new Set<Kind>([...own, state?.otherwise ?? "pending"]);
  const ofItems = sayable(items.state);
  const folds = state?.at === undefined || own.has("succeeded");
  const failures = [...ofItems].filter((kind) => isFailure(kind));
  const isMixed = ofItems.has("succeeded") && failures.length > 0;
  return new Set<Kind>([
    "pending",
    ...own,
    ...(folds ? [...ofItems] : []),
    ...(folds && isMixed ? (["partial"] as const) : []),
  ]);
};

/** The kind itself where the job can express it, else the one that comes nearest. */
export const nearest = (kind: Kind, able: ReadonlySet<Kind>): Kind => {
  if (able.has(kind)) return kind;
  const order = [...(isFailure(kind) || kind === "partial" ? failures : []), "succeeded" as const, ...failures];
  return order.find((candidate) => able.has(candidate)) ?? kind;
};

/** Whether a kind is an end without any result. */
export const isFailure = (kind: Kind): boolean => failures.includes(kind);

const failures: readonly Kind[] = ["failed", "withheld", "cancelled", "expired"];

const allKinds: readonly Kind[] = ["pending", "succeeded", "partial", ...failures];

const isKind = (value: string): value is Kind => allKinds.some((kind) => kind === value);
