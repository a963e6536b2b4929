import {
  resolvePointer,
  type XCallRule,
  type XFailure,
  type XItems,
  type XJob,
  type XState,
  type XStateRule,
} from "@genwait/lifecycle";

import type { Gap } from "./guessed-action.ts";
import type { Resolve } from "../openapi/references.ts";
import {
  foldSchema,
  type FoundExample,
  type FoundOperation,
  type FoundResponse,
  membersOfResponse,
  plainName,
  type ResponseMember,
  textsOf,
} from "./found-operations.ts";
import { freeJobName, nameOfJob } from "./name-of-job.ts";
import { guessGuarantees, isOutcome } from "./guess-guaranteed-fields.ts";
import { guessIdMember, guessIdParameter, isPaging } from "./guess-id.ts";
import { guessPoll } from "./guess-poll.ts";
import { kindOfWord } from "./status-words.ts";
import { type GuessedState, guessState } from "./guess-state.ts";
import { type Json, textAt } from "../openapi/json.ts";

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

/** The state of a job that says `done: true` and then holds either an error or a result, as Google's operations do. */
export const guessDoneFlag = (
  members: readonly ResponseMember[],
): { readonly state: XState; readonly near: string } | undefined => {
  const done = members.find(
    ({ name, schema }) =>
      /^(?:done|isdone|finished|completed|iscompleted|isfinished)$/.test(plainName(name)) &&
      schema.types.includes("boolean"),
  );
  if (done === undefined) return undefined;
  const error = members.find(
    ({ parent, name }) => parent === done.parent && /^(?:error|failure|err)$/.test(plainName(name)),
  );
  const isDone = { at: done.pointer, is: true } as const;
  return {
    near: done.parent,
    state: {
      rules: [
        ...(error === undefined
          ? []
          : [{ when: [isDone, { at: error.pointer, present: true }] as const, is: "failed" } as const]),
        { when: [isDone], is: "succeeded" },
      ],
      otherwise: "pending",
    },
  };
};

/** The rule by which an envelope says that the call failed inside a 2xx: a code beside `data`, a `success: false`, a filled error. */
export const guessCallRule = (
  members: readonly ResponseMember[],
  { near, examples }: { readonly near: string; readonly examples: readonly FoundExample[] },
): XCallRule | undefined => {
  // Without an envelope, what stands beside the status is about the job.
  if (near === "") return undefined;
  const outside = members.filter(({ parent }) => parent === "");
  const message = outside.find(({ name }) =>
    /^(?:message|msg|errormessage|errmsg|detail|statusmsg)$/.test(plainName(name)),
  )?.pointer;
  const code = outside.find(
    ({ name, schema }) =>
      /^(?:code|errorcode|errcode|statuscode|ret|retcode)$/.test(plainName(name)) && isNumber(schema.types),
  );
  const because = message === undefined ? {} : { message };
  if (code !== undefined) {
    return {
      when: [{ at: code.pointer, not: goodCode(code, examples) }],
      is: "rejected",
      ...because,
      code: code.pointer,
    };
  }
  const flag = outside.find(
    ({ name, schema }) => /^(?:success|ok|successful)$/.test(plainName(name)) && schema.types.includes("boolean"),
  );
  if (flag !== undefined) return { when: [{ at: flag.pointer, is: false }], is: "rejected", ...because };
  const error = outside.find(({ name }) => /^(?:err|error|errors)$/.test(plainName(name)));
  if (error === undefined) return undefined;
  const inside = members.find(
    ({ parent, name }) => parent === error.pointer && /^(?:message|msg|reason|detail)$/.test(plainName(name)),
  );
  return {
    when: [{ at: error.pointer, empty: false }],
    is: "rejected",
    ...(inside === undefined ? because : { message: inside.pointer }),
  };
};

const isNumber = (types: readonly string[]): boolean => types.includes("integer") || types.includes("number");

/** What the code is when all is well: by an example, by the description, else 0. */
const goodCode = ({ pointer, schema }: ResponseMember, examples: readonly FoundExample[]): number => {
  const shown = examples.map(({ value }) => resolvePointer(value, pointer)).find((value) => typeof value === "number");
  if (shown !== undefined) return shown;
  const own = schema.source["example"];
  if (typeof own === "number") return own;
  return Number(/\b(0|100|200|1000)\b/.exec(schema.description)?.[1] ?? 0);
};

/** Where a failed response says why: beside the status, or in an object there that is named after errors. */
export const guessFailure = (members: readonly ResponseMember[], near: string): XFailure | undefined => {
  const beside = members.filter(({ parent }) => parent === near);
  const holder = beside.find(
    ({ name, schema }) =>
      /^(?:error|err|failure|errors|errordetails?)$/.test(plainName(name)) && schema.members.size > 0,
  );
  const inside = holder === undefined ? [] : members.filter(({ parent }) => parent === holder.pointer);
  const message = inside.find(isOneOf(messageNames)) ?? beside.filter(isScalar).find(isOneOf(messageBeside));
  const code = inside.find(isOneOf(codeNames)) ?? beside.filter(isScalar).find(isOneOf(codeBeside));
  if (message === undefined && code === undefined) return undefined;
  return {
    ...(message !== undefined && { message: message.pointer }),
    ...(code !== undefined && { code: code.pointer }),
  };
};

// In order of preference, as `plainName` writes them.
const messageNames = ["message", "msg", "reason", "detail", "description", "errormessage", "title"];
const codeNames = ["code", "errorcode", "statuscode", "type", "kind", "status"];
const messageBeside = [
  "errormessage",
  "failurereason",
  "failreason",
  "failuremessage",
  "failmessage",
  "failmsg",
  "errormsg",
  "error",
  "failure",
  "taskstatusmsg",
  "statusmessage",
  "statusmsg",
  "statusreason",
  "reason",
  "errorreason",
  "errordetail",
];
const codeBeside = ["failurecode", "errorcode", "failcode", "statuscode"];

const isScalar = ({ schema }: ResponseMember): boolean =>
  schema.members.size === 0 && schema.entry === undefined && schema.types[0] !== "object";

const isOneOf =
  (names: readonly string[]) =>
  ({ name }: ResponseMember): boolean =>
    names.includes(plainName(name));

/** A rule for a failure that was in truth filtered, when the code of failures is documented with such words. */
export const guessFilteredRule = (
  members: readonly ResponseMember[],
  failure: { readonly message?: string; readonly code?: string } | undefined,
): XStateRule | undefined => {
  const code = members.find(({ pointer }) => pointer === failure?.code);
  if (code === undefined) return undefined;
  const because = { ...(failure?.message !== undefined && { message: failure.message }), code: code.pointer };
  const words = code.schema.words.filter((word) => typeof word === "string" && kindOfWord(word) === "filtered");
  if (words.length > 0) {
    return {
      when: [{ at: code.pointer, in: words.filter((word) => typeof word === "string") }],
      is: "filtered",
      ...because,
    };
  }
  const prefix = /\b(SAFETY[._]|MODERATION[._]|CONTENT_POLICY[._]|safety_|moderation_)/.exec(
    code.schema.description,
  )?.[1];
  return prefix === undefined ? undefined : { when: [{ at: code.pointer, prefix }], is: "filtered", ...because };
};

/** Where a response tells how much of the work is done, and out of what. */
export const guessProgress = (members: readonly ResponseMember[], near: string): XJob["progress"] => {
  const found = members.find(
    ({ parent, name, schema }) =>
      parent === near &&
      /^(?:progress|percent|percentage|progresspercent(?:age)?|completion|percentcomplete)$/.test(plainName(name)) &&
      isNumeric(schema.types),
  );
  if (found === undefined) return undefined;
  const { maximum, example } = found.schema.source;
  const text = `${found.name} ${found.schema.description}`;
  const isShare =
    maximum === 1 ||
    /\b0(?:\.0)?\s*(?:to|-|–|and)\s*1(?:\.0)?\b(?!0)/.test(text) ||
    (typeof example === "number" && example > 0 && example < 1);
  const isPercent =
    /percent/i.test(text) ||
    found.schema.types.includes("integer") ||
    (typeof maximum === "number" && maximum > 1) ||
    (typeof example === "number" && example > 1);
  return { at: found.pointer, of: isShare || !isPercent ? 1 : 100 };
};

/** Where a response tells, in the service's own words, what is being done. */
export const guessStage = (members: readonly ResponseMember[], near: string): XJob["stage"] => {
  const found = members.find(
    ({ parent, name, schema }) =>
      parent === near &&
      /^(?:stage|step|currentstep|currentstage|substatus)$/.test(plainName(name)) &&
      schema.types.includes("string"),
  );
  return found === undefined ? undefined : { at: found.pointer };
};

const isNumeric = (types: readonly string[]): boolean => types.includes("integer") || types.includes("number");
