import type { XJob } from "@genwait/lifecycle";

import type { Resolve } from "../openapi/references.ts";
import { type Json, textAt } from "../openapi/json.ts";
import { membersOfResponse, type ResponseMember } from "./response-members.ts";
import { type FoundOperation, textsOf } from "./found-operations.ts";
import { guessCallRule } from "./guess-call-rule.ts";
import { guessDoneFlag } from "./guess-done-flag.ts";
import { guessIdMember, guessIdParameter, isPaging } from "./guess-id.ts";
import { guessPoll } from "./guess-poll.ts";
import { guessProgress, guessStage } from "./guess-progress.ts";
import { guessState, type GuessedState } from "./guess-state.ts";
import type { Gap } from "./guessed-action.ts";
import { lifeOfResponse, lifeOfItems } from "./job-lifecycle.ts";
import { freeJobName, nameOfJob } from "./name-of-job.ts";

/** A job that an operation seems to report on. */
export interface GuessedJob {
  readonly operation: FoundOperation;
  readonly declaration: XJob;
  /** Absent for a job that only says whether it is done. */
  readonly state: GuessedState | undefined;
  readonly sources: readonly string[];
  /** Times that no text tells, made up. */
  readonly unsaid: Json;
  /** Places in the declaration for a person to look at. */
  readonly gaps: readonly Gap[];
}

/** The lifecycle of a job as an operation's response seems to tell it; undefined for an operation that reports on none. */
export const guessJob = (
  operation: FoundOperation,
  { resolve, texts }: { readonly resolve: Resolve; readonly texts: readonly string[] },
): GuessedJob | undefined => {
  const { response } = operation;
  const parameter = guessIdParameter(operation);
  if (response === undefined || parameter === undefined || operation.method !== "get") return undefined;
  const members = membersOfResponse(response.schema, resolve);
  const state = guessState(response, resolve);
  if (state?.list !== undefined && isListing(operation, members)) return undefined;
  const flag = state === undefined ? guessDoneFlag(members) : undefined;
  if (state === undefined && flag === undefined) return undefined;
  const near = state?.list?.parent ?? state?.status.parent ?? flag?.near ?? "";
  const name = freeJobName(nameOfJob(operation.path));
  const id = guessIdMember(members, { parameter: parameter.name, resource: nameOfJob(operation.path), near });
  const times = guessPoll([...textsOf(operation), ...texts]);
  const lifecycle =
    state?.list === undefined
      ? lifeOfResponse(members, { near, state, flag: flag?.state, response, resolve })
      : lifeOfItems(state, resolve);
  const rule = guessCallRule(members, { near, examples: response.examples });
  const progress = guessProgress(members, near);
  const stage = guessStage(members, near);
  return {
    operation,
    state,
    declaration: {
      name,
      id: { request: `$request.${parameter.in}.${parameter.name}`, ...(id !== undefined && { response: id.pointer }) },
      ...(rule !== undefined && { call: [rule] }),
      ...lifecycle.declaration,
      ...(progress !== undefined && { progress }),
      ...(stage !== undefined && { stage }),
      ...timesOf(times),
    },
    sources: [...lifecycle.sources, ...times.sources.map((sentence) => `"${sentence}"`)],
    gaps: lifecycle.gaps,
    unsaid: {
      ...(times.every === undefined && { poll: { every: "5s" } }),
      ...(times.typical === undefined && { typicalDuration: { p50: "30s", p95: "90s" } }),
    },
  };
};

/** A page of old work, and no job's outputs: no id says which job is meant, or the page has a next one. */
const isListing = ({ path, parameters }: FoundOperation, members: readonly ResponseMember[]): boolean => {
  const last = path
    .split("/")
    .findLast((segment) => !/^(?:status|state|results?|outputs?|details?|info)$/i.test(segment));
  if (last?.startsWith("{") === true) return false;
  const names = [
    ...members.filter(({ depth }) => depth <= 2).map(({ name }) => name),
    ...parameters.flatMap((parameter) =>
      textAt(parameter, "in") === "query" ? (textAt(parameter, "name") ?? []) : [],
    ),
  ];
  return path.includes("{") || names.some((name) => isPaging(name));
};

type Times = ReturnType<typeof guessPoll>;

const timesOf = ({ every, typical }: Times): Pick<XJob, "poll" | "typicalDuration"> =>
  JSON.parse(
    JSON.stringify({
      ...(every !== undefined && { poll: { every } }),
      ...(typical !== undefined && { typicalDuration: typical }),
    }),
  );
