import type { Predicate, XFailure, XJob, XMembers, XOutput, XState } from "@genwait/lifecycle";

import type { CallModel, JobCalls } from "./job-calls.ts";
import { type DeclaredResponse, readResponsesOf, responsesOf, responsesOfRule } from "./jobs.ts";
import type { Resolve } from "./references.ts";

/** A pointer of a declaration: where it stands, and which responses it is followed in. */
export interface PointerUse {
  /** The way from the declaration to the pointer. */
  readonly tokens: readonly string[];
  /** Into a response, or a runtime expression for a header. */
  readonly pointer: string;
  /** Relative to one entry of the job's items. */
  readonly inItem: boolean;
  readonly responses: readonly DeclaredResponse[];
  /** The operation that gives them, where it is not the status operation. */
  readonly operation?: string;
  /** A client or a mock relies on a value there. */
  readonly isGuaranteed: boolean;
}

/** The responses of an operation that is called about a job. */
export interface CalledResponses {
  readonly operation: string;
  readonly responses: readonly DeclaredResponse[];
}

/** Whose responses the pointers of a declaration are followed in. */
export interface JobResponses {
  /** Those that the state is read from. */
  readonly status: readonly DeclaredResponse[];
  /** Of each step on the way to the output. */
  readonly output: readonly CalledResponses[];
  readonly cancel?: CalledResponses;
}

/** The responses of a job's calls, as the document declares them. */
export const jobResponsesOf = ({ job, output, cancel }: JobCalls, resolve: Resolve): JobResponses => {
  const called = ({ operation }: CallModel): CalledResponses => ({
    operation: operation.id,
    responses: responsesOf(operation.operation, resolve),
  });
  return {
    status: readResponsesOf(job, responsesOf(job.status.operation, resolve)),
    output: output.map(called),
    ...(cancel !== undefined && { cancel: called(cancel) }),
  };
};

/** Every pointer of a declaration that leads into a response. */
export const pointerUses = (job: XJob, { status: responses, output, cancel }: JobResponses): readonly PointerUse[] => {
  const { id, call = [], state, items, has = {}, failure, progress, stage, queue, logs } = job;
  const use = useOf(responses, false);
  const item = useOf(responses, true);
  return [
    ...use(["id", "response"], id.response, true),
    ...call.flatMap((rule, index) => usesOfRule(rule, ["call", `${index}`], responses, false)),
    ...usesOfState(state, ["state"], responses, false),
    ...usesOfHas(has, ["has"], use),
    ...usesOfFailure(failure, ["failure"], use),
    ...use(["progress", "at"], progress?.at, false),
    ...use(["stage", "at"], stage?.at, false),
    ...use(["items", "at"], items?.at, true),
    ...item(["items", "id"], items?.id, true),
    ...usesOfState(items?.state, ["items", "state"], responses, true),
    ...usesOfHas(items?.has ?? {}, ["items", "has"], item),
    ...usesOfFailure(items?.failure, ["items", "failure"], item),
    ...use(["queue", "at"], queue?.at, false),
    ...use(["logs", "at"], logs?.at, false),
    ...use(["logs", "message"], logs?.message === undefined ? undefined : `${logs.at}/0${logs.message}`, false),
    ...usesOfOutput(job, output),
    ...usesOfFiles(job, responses, output),
    ...usesOfExpiry(job, responses, output),
    ...(cancel === undefined
      ? []
      : (job.cancel?.tooLate ?? []).flatMap((rule, index) =>
          usesOfCalled(rule, ["cancel", "tooLate", `${index}`], cancel),
        )),
  ];
};

const usesOfOutput = ({ output }: XJob, called: readonly CalledResponses[]): readonly PointerUse[] => {
  const steps: readonly XOutput[] = output === undefined ? [] : [output].flat();
  return steps.flatMap(({ failed = [], pending = [] }, index) => {
    const tokens = Array.isArray(output) ? ["output", `${index}`] : ["output"];
    const responses = called[index];
    if (responses === undefined) return [];
    return [
      ...failed.flatMap((rule, place) => usesOfCalled(rule, [...tokens, "failed", `${place}`], responses)),
      ...pending.flatMap((rule, place) => usesOfCalled(rule, [...tokens, "pending", `${place}`], responses)),
    ];
  });
};

/** The pointers of a rule about an operation that is not the status operation: without a `status` test it looks at every response. */
const usesOfCalled = (
  rule: XFailure & { readonly when: readonly Predicate[] },
  tokens: readonly string[],
  { operation, responses }: CalledResponses,
): readonly PointerUse[] => {
  const looked = rule.when.some(({ status }) => status !== undefined) ? responsesOfRule(rule, responses) : responses;
  const use: Use = (way, pointer, isGuaranteed) =>
    pointer === undefined ? [] : [{ tokens: way, pointer, inItem: false, responses: looked, operation, isGuaranteed }];
  return [
    ...rule.when.flatMap(({ at }, index) => use([...tokens, "when", `${index}`, "at"], at, false)),
    ...usesOfFailure(rule, tokens, use),
  ];
};

/** The last step gives the output; what it says with a good status is that. */
const outputOf = (called: readonly CalledResponses[]): CalledResponses | undefined => {
  const last = called.at(-1);
  return last && { ...last, responses: last.responses.filter(({ code }) => /^(?:2|default)/.test(code)) };
};

const usesOfFiles = (
  { files = [] }: XJob,
  responses: readonly DeclaredResponse[],
  called: readonly CalledResponses[],
): readonly PointerUse[] =>
  files.flatMap(({ at, of }, index) => {
    const output = of === "output" ? outputOf(called) : undefined;
    if (of === "output" && output === undefined) return [];
    return [
      {
        tokens: ["files", `${index}`, "at"],
        // Any element of a list has the schema of its elements.
        pointer: at.replaceAll(/(?<=\/)\*(?=\/|$)/g, "0"),
        inItem: false,
        responses: output?.responses ?? responses,
        ...(output !== undefined && { operation: output.operation }),
        isGuaranteed: false,
      },
    ];
  });

const usesOfExpiry = (
  { expires = {} }: XJob,
  responses: readonly DeclaredResponse[],
  called: readonly CalledResponses[],
): readonly PointerUse[] => {
  const output = outputOf(called);
  return (["from", "at"] as const).flatMap((word) => {
    const pointer = expires[word];
    if (pointer === undefined) return [];
    // It may stand in the output as well.
    const all = [...responses, ...(output?.responses ?? [])];
    return [{ tokens: ["expires", word], pointer, inItem: false, responses: all, isGuaranteed: false }];
  });
};

type Use = (tokens: readonly string[], pointer: string | undefined, isGuaranteed: boolean) => readonly PointerUse[];

const useOf =
  (responses: readonly DeclaredResponse[], inItem: boolean): Use =>
  (tokens, pointer, isGuaranteed) =>
    pointer === undefined ? [] : [{ tokens, pointer, inItem, responses, isGuaranteed }];

const usesOfState = (
  state: XState | undefined,
  tokens: readonly string[],
  responses: readonly DeclaredResponse[],
  inItem: boolean,
): readonly PointerUse[] => [
  ...(state?.rules ?? []).flatMap((rule, index) =>
    usesOfRule(rule, [...tokens, "rules", `${index}`], responses, inItem),
  ),
  ...useOf(responses, inItem)([...tokens, "at"], state?.at, false),
];

const usesOfRule = (
  rule: XFailure & { readonly when: readonly Predicate[] },
  tokens: readonly string[],
  responses: readonly DeclaredResponse[],
  inItem: boolean,
): readonly PointerUse[] => {
  const use = useOf(inItem ? responses : responsesOfRule(rule, responses), inItem);
  return [
    ...rule.when.flatMap(({ at }, index) => use([...tokens, "when", `${index}`, "at"], at, false)),
    ...usesOfFailure(rule, tokens, use),
  ];
};

const usesOfHas = (
  has: Readonly<Record<string, XMembers>>,
  tokens: readonly string[],
  use: Use,
): readonly PointerUse[] =>
  Object.entries(has).flatMap(([phase, { present = [], absent = [], empty = [], whenRequested = {} }]) => [
    ...present.flatMap((pointer, index) => use([...tokens, phase, "present", `${index}`], pointer, true)),
    ...absent.flatMap((pointer, index) => use([...tokens, phase, "absent", `${index}`], pointer, false)),
    ...empty.flatMap((pointer, index) => use([...tokens, phase, "empty", `${index}`], pointer, false)),
    ...Object.keys(whenRequested).flatMap((pointer) =>
      use([...tokens, phase, "whenRequested", pointer], pointer, true),
    ),
  ]);

const usesOfFailure = (failure: XFailure | undefined, tokens: readonly string[], use: Use): readonly PointerUse[] => [
  ...use([...tokens, "message"], failure?.message, false),
  ...use([...tokens, "code"], failure?.code, false),
];
