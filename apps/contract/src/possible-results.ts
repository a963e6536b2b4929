import {
  type FailureKind,
  failureKindOf,
  type Phase,
  phaseOf,
  type StatusKind,
  statusKinds,
  type XJob,
  type XState,
} from "@genwait/lifecycle";
import type { Scenario } from "@genwait/mock-server";

/** One result that a declaration can express. */
export interface PossibleResult {
  readonly kind: StatusKind;
  readonly phase: Exclude<Phase, "pending">;
  readonly failureKind?: FailureKind;
  /** What the CLI tells the shell. */
  readonly exitCode: 0 | 1 | 2;
}

/** Every result that the job's rules, table and items can express. */
export const possibleResults = (job: XJob): readonly PossibleResult[] =>
  statusKinds
    .filter((kind) => expressibleKinds(job).has(kind))
    .flatMap((kind) => {
      const phase = phaseOf(kind);
      if (phase === "pending") return [];
      const exitCode = phase === "succeeded" ? 0 : phase === "failed" ? 1 : 2;
      return [{ kind, phase, exitCode, ...(phase === "failed" && { failureKind: failureKindOf(kind) }) } as const];
    });

const expressibleKinds = ({ state, items }: XJob): ReadonlySet<StatusKind> => {
  const own = kindsOfState(state);
  if (items === undefined) return new Set(own);
  const ofItems = kindsOfState(items.state);
  const isMixed = ofItems.includes("succeeded") && ofItems.some((kind) => phaseOf(kind) === "failed");
  return new Set([...own, ...ofItems, ...(isMixed ? (["partial"] as const) : [])]);
};

const kindsOfState = (state: XState | undefined): readonly StatusKind[] => [
  ...(state?.rules ?? []).map((rule) => rule.is),
  ...statusKinds.filter((kind) => (state?.values?.[kind]?.length ?? 0) > 0),
];

/** Every result as a scenario of its own, `result-<kind>`, chosen by ids such as `mock-result-failed-1`. */
export const resultScenarios: Readonly<Record<string, Scenario>> = Object.fromEntries(
  statusKinds.filter((kind) => kind !== "pending").map((kind) => [`result-${kind}`, { result: kind, duration: "30s" }]),
);
