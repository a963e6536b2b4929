import {
  type FailureKind,
  failureKindOf,
  type Kind,
  kinds,
  type Phase,
  phaseOf,
  type XJob,
  type XState,
} from "@genwait/lifecycle";

/** One end that a declaration can express. */
export interface EndOfJob {
  readonly kind: Kind;
  readonly phase: Exclude<Phase, "pending">;
  readonly failureKind?: FailureKind;
  /** What the CLI tells the shell. */
  readonly exitCode: 0 | 1 | 2;
}

/** Every end that the job's rules, table and items can express. */
export const endsOfJob = (job: XJob): readonly EndOfJob[] =>
  kinds
    .filter((kind) => expressibleKinds(job).has(kind))
    .flatMap((kind) => {
      const phase = phaseOf(kind);
      if (phase === "pending") return [];
      const exitCode = phase === "succeeded" ? 0 : phase === "failed" ? 1 : 2;
      return [{ kind, phase, exitCode, ...(phase === "failed" && { failureKind: failureKindOf(kind) }) } as const];
    });

const expressibleKinds = ({ state, items }: XJob): ReadonlySet<Kind> => {
  const own = kindsOfState(state);
  if (items === undefined) return new Set(own);
  const ofItems = kindsOfState(items.state);
  const isMixed = ofItems.includes("succeeded") && ofItems.some((kind) => phaseOf(kind) === "failed");
  return new Set([...own, ...ofItems, ...(isMixed ? (["partial"] as const) : [])]);
};

const kindsOfState = (state: XState | undefined): readonly Kind[] => [
  ...(state?.rules ?? []).map((rule) => rule.is),
  ...kinds.filter((kind) => (state?.values?.[kind]?.length ?? 0) > 0),
];
