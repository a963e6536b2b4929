import { type Kind, type XJob, type XState } from "@genwait/lifecycle";

/** Which kinds the table and the rules of a state can say. */
export const sayable = (state: XState | undefined): ReadonlySet<Kind> => {
  const listed = Object.entries(state?.values ?? {}).flatMap(([kind, values]) =>
    values.length > 0 && isKind(kind) ? [kind] : [],
  );
  return new Set<Kind>([...listed, ...(state?.rules ?? []).map(({ is }) => is)]);
};

/** Which ends a job can have, by what its declaration can express; `pending` is among them when it can be unfinished. */
export const expressible = ({ state, items }: XJob): ReadonlySet<Kind> => {
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
  const order = [kind, ...(isFailure(kind) || kind === "partial" ? failures : []), "succeeded" as const, ...failures];
  return order.find((candidate) => able.has(candidate)) ?? kind;
};

/** Whether a kind is an end without any result. */
export const isFailure = (kind: Kind): boolean => failures.includes(kind);

const failures: readonly Kind[] = ["failed", "withheld", "cancelled", "expired"];

const allKinds: readonly Kind[] = ["pending", "succeeded", "partial", ...failures];

const isKind = (value: string): value is Kind => allKinds.some((kind) => kind === value);
