import {
  phaseOf,
  type Phase,
  type Predicate,
  type Scalar,
  type StatusKind,
  statusKinds,
  type XItems,
  type XJob,
  type XState,
  type XStateRule,
} from "@genwait/lifecycle";

import { isJsonMedia } from "../openapi/operations.ts";

/** One way in which a response can say that a job is in a phase. */
export interface Way {
  readonly phase: Phase;
  readonly kind: StatusKind;
  /** The guaranteed fields of the phase are checked before it takes the response for that. */
  readonly isChecked: boolean;
  /** The response's id has been compared, so it is there. */
  readonly hasId: boolean;
  /** What the status member holds then: these words, `any` word, or it was not looked at. */
  readonly words?: readonly Scalar[] | "any";
  /** All items have been read, and this is what they came to. */
  readonly fromItems: boolean;
}

/**
 * Every way in which a response with this code (`200`, `2XX`) can tell a state; none for a code that no rule reads.
 *
 * @param media the media type of its body; of one that is no JSON only rules can tell a state
 */
export const waysOfJob = (job: XJob, code: string, media?: string): readonly Way[] => {
  const isGood = code.startsWith("2");
  const isJson = media === undefined || isJsonMedia(media);
  const { ways, isDecided } = waysByRule(job.state, { code, isGood, media });
  const all = isDecided || !isGood || !isJson ? ways : [...ways, ...waysByTable(job.state)];
  const { items } = job;
  if (items === undefined || !isGood || !isJson) return all;
  return all.flatMap((way) => (itemsDecide(job.state, way) ? waysByItems(items, way) : [way]));
};

/** The phases that a response can tell, in the order of a job's life. */
export const phasesOf = (ways: readonly Way[]): readonly Phase[] =>
  (["pending", "succeeded", "partial", "failed"] as const).filter((phase) => ways.some((way) => way.phase === phase));

/** The kinds that one item can be. */
export const kindsOfItem = ({ state }: XItems): ReadonlySet<StatusKind> => {
  const { ways, isDecided } = waysByRule(state, { code: "200", isGood: true, media: undefined });
  return new Set([...ways, ...(isDecided ? [] : waysByTable(state))].map((way) => way.kind));
};

interface Told {
  readonly code: string;
  readonly isGood: boolean;
  readonly media: string | undefined;
}

const waysByRule = (
  state: XState | undefined,
  { code, isGood, media }: Told,
): { readonly ways: readonly Way[]; readonly isDecided: boolean } => {
  const ways: Way[] = [];
  for (const rule of state?.rules ?? []) {
    const codes = rule.when.flatMap((predicate) => predicate.status ?? []);
    if ((codes.length === 0 && !isGood) || !codes.every((wanted) => canMatch(wanted, code))) continue;
    if (media !== undefined && rule.when.some((predicate) => !canBe(predicate, media))) continue;
    const phase = phaseOf(rule.is);
    const words = wordsOfRule(rule, state?.at);
    ways.push({
      phase,
      kind: rule.is,
      isChecked: rule.is === "succeeded" || rule.is === "partial",
      hasId: false,
      fromItems: false,
      ...(words !== undefined && { words }),
    });
    if (rule.when.every((predicate) => isSure(predicate, media))) return { ways, isDecided: true };
  }
  return { ways, isDecided: false };
};

/** Whether a predicate holds of every response with the code, and with the media type where that is known. */
const isSure = ({ at, media: wanted }: Predicate, media: string | undefined): boolean =>
  at === undefined && (wanted === undefined || media !== undefined);

/** Whether a predicate can hold of a response with this media type: bytes have no members. */
const canBe = ({ at, media: wanted, absent, empty }: Predicate, media: string): boolean => {
  if (wanted !== undefined && wanted.toLowerCase() !== media.split(";")[0]?.trim().toLowerCase()) return false;
  const isMember = at !== undefined && !at.startsWith("$");
  return isJsonMedia(media) || !isMember || absent === true || empty === true;
};

const canMatch = (wanted: number | string, code: string): boolean => {
  const [left, right] = [String(wanted).toUpperCase(), code.toUpperCase()];
  return (
    left === right || (left.endsWith("XX") && left[0] === right[0]) || (right.endsWith("XX") && left[0] === right[0])
  );
};

const wordsOfRule = ({ when }: XStateRule, at: string | undefined): readonly Scalar[] | undefined => {
  const test =
    at === undefined
      ? undefined
      : when.find((predicate) => predicate.at === at && (predicate.is !== undefined || predicate.in !== undefined));
  return test?.is === undefined ? test?.in : [test.is];
};

const waysByTable = (state: XState | undefined): readonly Way[] => {
  const otherwise = wayOf(state?.otherwise ?? "pending", state?.at === undefined ? undefined : "any");
  if (state?.at === undefined) return [otherwise];
  const listed = statusKinds.flatMap((kind) => {
    const words = state.values?.[kind] ?? [];
    return words.length === 0 ? [] : [wayOf(kind, words)];
  });
  return [...listed, otherwise];
};

const wayOf = (kind: StatusKind, words: Way["words"]): Way => ({
  phase: phaseOf(kind),
  kind,
  isChecked: kind === phaseOf(kind),
  hasId: true,
  fromItems: false,
  ...(words !== undefined && { words }),
});

const itemsDecide = (state: XState | undefined, way: Way): boolean =>
  way.kind === "succeeded" || (state?.at === undefined && way.hasId);

const waysByItems = (items: XItems, way: Way): readonly Way[] => {
  const kinds = kindsOfItem(items);
  const canSucceed = kinds.has("succeeded") || kinds.has("partial");
  const canFail = [...kinds].some((kind) => phaseOf(kind) === "failed");
  const phases: readonly Phase[] = [
    "pending",
    ...(canSucceed ? (["succeeded"] as const) : []),
    ...(canSucceed && canFail ? (["partial"] as const) : []),
    ...(canFail || items.none === "failed" ? (["failed"] as const) : []),
  ];
  return phases.map((phase) => {
    const hasItems = phase !== "pending" && !(phase === "failed" && items.none === "failed");
    const isByRule = !way.hasId;
    return {
      ...way,
      phase,
      kind: phase,
      isChecked: phase !== "failed" || !isByRule,
      hasId: way.hasId && hasItems,
      fromItems: hasItems,
    };
  });
};
