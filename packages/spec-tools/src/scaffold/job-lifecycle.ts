import type { XItems, XJob, XState } from "@genwait/lifecycle";

import type { Resolve } from "../openapi/references.ts";
import { type ResponseMember, membersOfResponse } from "./response-members.ts";
import { foldSchema } from "./fold-schema.ts";
import type { FoundResponse } from "./found-operations.ts";
import { guessFailure } from "./guess-failure.ts";
import { guessGuarantees, isOutcome } from "./guess-guaranteed-fields.ts";
import type { GuessedState } from "./guess-state.ts";
import { guessFilteredRule } from "./guess-filtered-rule.ts";
import type { Gap } from "./guessed-action.ts";

/** How a response tells the phases of a job, without its id and its times. */
export interface JobLife {
  readonly declaration: Pick<XJob, "state" | "has" | "failure" | "items">;
  readonly sources: readonly string[];
  readonly gaps: readonly Gap[];
}

export interface LifeClues {
  readonly near: string;
  readonly state: GuessedState | undefined;
  readonly flag: XState | undefined;
  readonly response: FoundResponse;
  readonly resolve: Resolve;
}

/** The lifecycle of a job whose response has one status. */
export const lifeOfResponse = (
  members: readonly ResponseMember[],
  { near, state, flag, response, resolve }: LifeClues,
): JobLife => {
  const failure = guessFailure(members, near);
  if (state === undefined) {
    return {
      declaration: { ...(flag !== undefined && { state: flag }), ...(failure !== undefined && { failure }) },
      sources: ["the flag that says done"],
      gaps: [],
    };
  }
  const guarantees = guessGuarantees({
    members,
    state,
    examples: response.examples,
    root: foldSchema(response.schema, resolve),
  });
  const filtered = guessFilteredRule(members, failure);
  return {
    declaration: {
      state: { ...(filtered !== undefined && { rules: [filtered] }), ...tableOf(state) },
      ...(Object.keys(guarantees.has).length > 0 && { has: guarantees.has }),
      ...(failure !== undefined && { failure }),
    },
    sources: [state.source, ...guarantees.sources],
    gaps: [
      ...unclearGap(state, ["state"]),
      ...outcomeGap(members, state),
      ...candidateGap(guarantees.candidates, guarantees.has.succeeded?.present === undefined),
    ],
  };
};

/** The lifecycle of a job whose outputs have a status each. */
export const lifeOfItems = (state: GuessedState, resolve: Resolve): JobLife => {
  const { list } = state;
  if (list === undefined) throw new TypeError("Failed to guess items: the status is in no list. Report this.");
  const members = membersOfResponse(list.schema.entry, resolve);
  const failure = guessFailure(members, "");
  const guarantees = guessGuarantees({ members, state, examples: [], root: foldSchema(list.schema.entry, resolve) });
  const id = members.find(({ name, depth }) => depth === 1 && /^(?:[a-z]*_?id|[a-z]+Id|uuid)$/.test(name));
  const { pending, succeeded, failed } = guarantees.has;
  const items: XItems = {
    at: list.pointer,
    ...(id !== undefined && { id: id.pointer }),
    state: tableOf(state),
    ...(Object.keys(guarantees.has).length > 0 && {
      has: {
        ...(pending !== undefined && { pending }),
        ...(succeeded !== undefined && { succeeded }),
        ...(failed !== undefined && { failed }),
      },
    }),
    ...(failure !== undefined && { failure }),
    none: "pending",
  };
  return {
    declaration: { items },
    sources: [`${state.source} in the entries of ${list.pointer}`, ...guarantees.sources],
    gaps: [
      ...unclearGap(state, ["items", "state"]),
      ...candidateGap(guarantees.candidates, succeeded?.present === undefined, ["items"]),
    ],
  };
};

const tableOf = ({ status, values }: GuessedState): XState => ({
  at: status.pointer,
  values: Object.fromEntries(values),
  otherwise: "pending",
});

const unclearGap = ({ unclear, values }: GuessedState, path: readonly string[]): readonly Gap[] => {
  if (unclear.length === 0) return [];
  const placed = unclear.map(
    (word) => `${JSON.stringify(word)} (${[...values].find(([, words]) => words.includes(word))?.[0]})`,
  );
  return [{ path: [...path, "values"], note: `Fill in: what do these mean? Guessed: ${placed.join(", ")}` }];
};

/** Two members that tell the end between them: whether it is over, and how it went. */
const outcomeGap = (members: readonly ResponseMember[], { status, values }: GuessedState): readonly Gap[] => {
  const outcome = members.find(
    (member) => member.parent === status.parent && member.pointer !== status.pointer && isOutcome(member),
  );
  if (outcome === undefined || values.has("failed")) return [];
  const words = outcome.schema.words.map((word) => JSON.stringify(word)).join(", ");
  return [
    {
      path: ["state"],
      note: `Fill in: ${outcome.pointer} (${words}) seems to tell how it ended. Then write rules over both: { when: [{ at: ${status.pointer}, is: … }, { at: ${outcome.pointer}, is: … }], is: failed }`,
    },
  ];
};

const candidateGap = (
  candidates: readonly string[],
  isMissing: boolean,
  path: readonly string[] = [],
): readonly Gap[] => {
  if (!isMissing && candidates.length === 0) return [];
  const perhaps = candidates.length === 0 ? "" : `; perhaps ${candidates.join(", ")}`;
  return [
    {
      path: [...path, "has"],
      note: `Fill in: has: { succeeded: { present: [] } }, what every good result carries${perhaps}`,
    },
  ];
};
