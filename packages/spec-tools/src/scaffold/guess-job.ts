import {
  type Predicate,
  resolvePointer,
  type XCallRule,
  type XFailure,
  type XItems,
  type XJob,
  type XState,
  type XStateRule,
} from "@genwait/lifecycle";

import type { JsonObject } from "../openapi/json.ts";
import type { Resolve } from "../openapi/references.ts";
import {
  type FoldedSchema,
  isNumeric,
  isScalarSchema,
  membersIn,
  plainName,
  type ResponseMember,
  variantsOf,
} from "./folded-schema.ts";
import {
  type FoundExample,
  type FoundOperation,
  type FoundResponse,
  idParameterOf,
  isPaging,
  namesIn,
  textsOf,
} from "./found-operations.ts";
import { guessGuarantees, isOutcome } from "./guess-guaranteed-fields.ts";
import { guessPoll } from "./guess-poll.ts";
import { type GuessedState, guessState } from "./guess-state.ts";
import type { Gap } from "./guessed-action.ts";
import { freeJobName, nameOfJob } from "./name-of-job.ts";
import { kindOfWord } from "./status-words.ts";

/** A job that an operation seems to report on. */
export interface GuessedJob {
  readonly status: FoundOperation;
  /** The parameter of the status operation that carries the id. */
  readonly parameter: string;
  readonly declaration: XJob;
  readonly sources: readonly string[];
  /** Times that no text tells, made up. */
  readonly unsaid: JsonObject;
  /** Places in the declaration for a person to look at. */
  readonly gaps: readonly Gap[];
}

/** The lifecycle of a job as an operation's response seems to tell it; undefined for an operation that reports on none. */
export const guessJob = (
  status: FoundOperation,
  { resolve, texts }: { readonly resolve: Resolve; readonly texts: readonly string[] },
): GuessedJob | undefined => {
  const { response } = status;
  const parameter = idParameterOf(status);
  if (response === undefined || parameter === undefined || status.method !== "get") return undefined;
  const members = membersIn(response.schema, resolve);
  const state = guessState(response, resolve);
  if (state?.list !== undefined && isListing(status, members)) return undefined;
  const flag = state === undefined ? guessDoneFlag(members) : undefined;
  const life =
    state?.list !== undefined
      ? lifeOfItems(state, state.list, resolve)
      : state !== undefined
        ? lifeOfResponse(members, state, { response, resolve })
        : flag;
  const near = state?.list?.parent ?? state?.status.parent ?? flag?.near;
  if (life === undefined || near === undefined) return undefined;
  const id = idMemberOf(
    members
      .filter(({ parent }) => near === parent || near.startsWith(`${parent}/`))
      .toSorted((left, right) => right.depth - left.depth),
    { parameter: parameter.name, path: status.path },
  );
  const times = guessPoll([...textsOf(status), ...texts]);
  const beside = below(members, near);
  return {
    status,
    parameter: parameter.name,
    declaration: withoutAbsent({
      name: freeJobName(nameOfJob(status.path)),
      id: withoutAbsent({ request: `$request.${parameter.in}.${parameter.name}`, response: id?.pointer }),
      // Without an envelope, what stands beside the status is about the job.
      call: near === "" ? undefined : guessCallRule(members, response.examples),
      ...life.declaration,
      progress: guessProgress(beside),
      stage: guessStage(beside),
      poll: times.every === undefined ? undefined : { every: times.every },
      typicalDuration: times.typical,
    }),
    sources: [...life.sources, ...times.sources.map((sentence) => `"${sentence}"`)],
    gaps: life.gaps,
    unsaid: {
      ...(times.every === undefined && { poll: { every: "5s" } }),
      ...(times.typical === undefined && { typicalDuration: { p50: "30s", p95: "90s" } }),
    },
  };
};

type Defined<Value> = { [Name in keyof Value]: Exclude<Value[Name], undefined> };

/** Without the members that nothing was found for. */
const withoutAbsent = <Value extends object>(value: Value): Defined<Value> =>
  // What is left is what the type says: every member that is there has a value.
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<Value>;

/** A page of old work, and no job's outputs: no id says which job is meant, or the page has a next one. */
const isListing = ({ path, parameters }: FoundOperation, members: readonly ResponseMember[]): boolean => {
  const last = path
    .split("/")
    .findLast((segment) => !/^(?:status|state|results?|outputs?|details?|info)$/i.test(segment));
  if (last?.startsWith("{") === true) return false;
  const outer = members.filter(({ depth }) => depth <= 2).map(({ name }) => name);
  return path.includes("{") || [...outer, ...namesIn(parameters, "query")].some(isPaging);
};

/**
 * The member that is the id a parameter asks for: one of the same name, one named after the resource, or plainly an id; the first of each.
 */
export const idMemberOf = (
  members: readonly ResponseMember[],
  { parameter, path }: { readonly parameter: string; readonly path: string },
): ResponseMember | undefined => {
  const scalars = members.filter(({ schema }) => schema.members.size === 0 && schema.entry === undefined);
  const named = [plainName(parameter), `${plainName(nameOfJob(path))}id`];
  return [...named, "id", "taskid", "jobid", "generationid", "requestid", "uuid"].flatMap(
    (wanted) => scalars.find(({ name }) => plainName(name) === wanted) ?? [],
  )[0];
};

/** How a response tells the phases of a job, without its id and its times. */
interface JobLife {
  readonly declaration: Pick<XJob, "state" | "has" | "failure" | "items">;
  readonly sources: readonly string[];
  readonly gaps: readonly Gap[];
}

/** The lifecycle of a job whose response has one status. */
const lifeOfResponse = (
  members: readonly ResponseMember[],
  state: GuessedState,
  { response, resolve }: { readonly response: FoundResponse; readonly resolve: Resolve },
): JobLife => {
  const failure = guessFailure(members, state.status.parent);
  const variants = variantsOf(response.schema, resolve);
  const { has, sources, candidates } = guessGuarantees({ members, state, examples: response.examples, variants });
  const filtered = guessFilteredRule(members, failure);
  return {
    declaration: withoutAbsent({
      state: { ...(filtered !== undefined && { rules: [filtered] }), ...tableOf(state) },
      has: Object.keys(has).length === 0 ? undefined : has,
      failure,
    }),
    sources: [state.source, ...sources],
    gaps: [
      ...unclearGap(state, ["state"]),
      ...outcomeGap(members, state),
      ...candidateGap(candidates, has.succeeded?.present === undefined, []),
    ],
  };
};

/** The lifecycle of a job whose outputs have a status each. */
const lifeOfItems = (state: GuessedState, list: ResponseMember, resolve: Resolve): JobLife => {
  const { entry } = list.schema;
  const members = membersIn(entry, resolve);
  const variants = entry === undefined ? [] : variantsOf(entry, resolve);
  const { has, sources, candidates } = guessGuarantees({ members, state, examples: [], variants });
  const items: XItems = withoutAbsent({
    at: list.pointer,
    id: members.find(({ name, depth }) => depth === 1 && /^(?:[a-z]*_?id|[a-z]+Id|uuid)$/.test(name))?.pointer,
    state: tableOf(state),
    has: Object.keys(has).length === 0 ? undefined : has,
    failure: guessFailure(members, ""),
    none: "pending" as const,
  });
  return {
    declaration: { items },
    sources: [`${state.source} in the entries of ${list.pointer}`, ...sources],
    gaps: [
      ...unclearGap(state, ["items", "state"]),
      ...candidateGap(candidates, has.succeeded?.present === undefined, ["items"]),
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

const candidateGap = (candidates: readonly string[], isMissing: boolean, path: readonly string[]): readonly Gap[] => {
  if (!isMissing && candidates.length === 0) return [];
  const perhaps = candidates.length === 0 ? "" : `; perhaps ${candidates.join(", ")}`;
  return [
    {
      path: [...path, "has"],
      note: `Fill in: has: { succeeded: { present: [] } }, what every good result carries${perhaps}`,
    },
  ];
};

/** What members are called, as `plainName` writes them. */
const names = {
  done: /^(?:done|isdone|finished|completed|iscompleted|isfinished)$/,
  error: /^(?:err|error|errors|failure|errordetails?)$/,
  envelopeMessage: /^(?:message|msg|errormessage|errmsg|detail|statusmsg)$/,
  envelopeCode: /^(?:code|errorcode|errcode|statuscode|ret|retcode)$/,
  envelopeFlag: /^(?:success|ok|successful)$/,
  reason: /^(?:message|msg|reason|detail|description|errormessage|title)$/,
  code: /^(?:code|errorcode|statuscode|type|kind|status)$/,
  reasonBeside:
    /^(?:(?:error|fail|failure)(?:message|msg|reason)|error|failure|errordetail|(?:task)?status(?:message|msg|reason)|reason)$/,
  codeBeside: /^(?:failurecode|errorcode|failcode|statuscode)$/,
  progress: /^(?:progress|percent|percentage|progresspercent(?:age)?|completion|percentcomplete)$/,
  stage: /^(?:stage|step|currentstep|currentstage|substatus)$/,
} as const;

/** The first member that is called so. */
const named = (
  members: readonly ResponseMember[],
  what: keyof typeof names,
  isIt: (schema: FoldedSchema) => boolean = () => true,
): ResponseMember | undefined => members.find(({ name, schema }) => names[what].test(plainName(name)) && isIt(schema));

const below = (members: readonly ResponseMember[], parent: string): readonly ResponseMember[] =>
  members.filter((member) => member.parent === parent);

const isBoolean = ({ types }: FoldedSchema): boolean => types.includes("boolean");

/** The life of a job that says `done: true` and then holds either an error or a result, as Google's operations do. */
const guessDoneFlag = (members: readonly ResponseMember[]): (JobLife & { readonly near: string }) | undefined => {
  const done = named(members, "done", isBoolean);
  if (done === undefined) return undefined;
  const near = done.parent;
  const error = named(below(members, near), "error");
  const isDone = { at: done.pointer, is: true } as const;
  const rules: readonly XStateRule[] = [
    ...(error === undefined ? [] : [{ when: [isDone, { at: error.pointer, present: true }], is: "failed" } as const]),
    { when: [isDone], is: "succeeded" },
  ];
  const declaration = withoutAbsent({
    state: { rules, otherwise: "pending" as const },
    failure: guessFailure(members, near),
  });
  return { near, declaration, sources: ["the flag that says done"], gaps: [] };
};

const rejectedWhen = (when: Predicate, because: Pick<XCallRule, "message" | "code">): readonly XCallRule[] => [
  { when: [when], is: "rejected", ...because },
];

/** The rule by which an envelope says that the call failed inside a 2xx: a code beside `data`, a `success: false`, a filled error. */
const guessCallRule = (
  members: readonly ResponseMember[],
  examples: readonly FoundExample[],
): readonly XCallRule[] | undefined => {
  const outside = below(members, "");
  const message = named(outside, "envelopeMessage")?.pointer;
  const code = named(outside, "envelopeCode", isNumeric);
  if (code !== undefined) {
    const because = withoutAbsent({ message, code: code.pointer });
    return rejectedWhen({ at: code.pointer, not: goodCode(code, examples) }, because);
  }
  const flag = named(outside, "envelopeFlag", isBoolean);
  if (flag !== undefined) return rejectedWhen({ at: flag.pointer, is: false }, withoutAbsent({ message }));
  const error = named(outside, "error");
  if (error === undefined) return undefined;
  const inside = named(below(members, error.pointer), "reason")?.pointer;
  return rejectedWhen({ at: error.pointer, empty: false }, withoutAbsent({ message: inside ?? message }));
};

/** What the code is when all is well: by an example, by the description, else 0. */
const goodCode = ({ pointer, schema }: ResponseMember, examples: readonly FoundExample[]): number => {
  const shown = examples.map(({ value }) => resolvePointer(value, pointer)).find((value) => typeof value === "number");
  if (shown !== undefined) return shown;
  const own = schema.source["example"];
  if (typeof own === "number") return own;
  return Number(/\b(0|100|200|1000)\b/.exec(schema.description)?.[1] ?? 0);
};

/** Where a failed response says why: beside the status, or in an object there that is named after errors. */
const guessFailure = (members: readonly ResponseMember[], near: string): XFailure | undefined => {
  const beside = below(members, near);
  const holder = named(beside, "error", ({ members: inner }) => inner.size > 0);
  const inside = holder === undefined ? [] : below(members, holder.pointer);
  const message = (named(inside, "reason") ?? named(beside, "reasonBeside", isScalarSchema))?.pointer;
  const code = (named(inside, "code") ?? named(beside, "codeBeside", isScalarSchema))?.pointer;
  return message === undefined && code === undefined ? undefined : withoutAbsent({ message, code });
};

/** A rule for a failure that was in truth filtered, when the code of failures is documented with such words. */
const guessFilteredRule = (
  members: readonly ResponseMember[],
  failure: XFailure | undefined,
): XStateRule | undefined => {
  const code = members.find(({ pointer }) => pointer === failure?.code);
  if (code === undefined) return undefined;
  const because = withoutAbsent({ message: failure?.message, code: code.pointer });
  const words = code.schema.words.filter((word) => typeof word === "string");
  const filtered = words.filter((word) => kindOfWord(word) === "filtered");
  if (filtered.length > 0) return { when: [{ at: code.pointer, in: filtered }], is: "filtered", ...because };
  const prefix = /\b(SAFETY[._]|MODERATION[._]|CONTENT_POLICY[._]|safety_|moderation_)/.exec(
    code.schema.description,
  )?.[1];
  return prefix === undefined ? undefined : { when: [{ at: code.pointer, prefix }], is: "filtered", ...because };
};

/** Where a response tells how much of the work is done, and out of what. */
const guessProgress = (beside: readonly ResponseMember[]): XJob["progress"] => {
  const found = named(beside, "progress", isNumeric);
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
    [maximum, example].some((value) => typeof value === "number" && value > 1);
  return { at: found.pointer, of: isShare || !isPercent ? 1 : 100 };
};

/** Where a response tells, in the service's own words, what is being done. */
const guessStage = (beside: readonly ResponseMember[]): XJob["stage"] => {
  const found = named(beside, "stage", ({ types }) => types.includes("string"));
  return found === undefined ? undefined : { at: found.pointer };
};
