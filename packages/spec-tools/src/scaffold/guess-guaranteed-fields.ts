import { isAbsent, type Phase, phaseOf, resolvePointer, type Scalar, type XMembers } from "@genwait/lifecycle";

import { type FoldedSchema, plainName, type ResponseMember } from "./folded-schema.ts";
import type { FoundExample } from "./found-operations.ts";
import type { GuessedState } from "./guess-state.ts";

/** Which members come with which phase, and what speaks for it. */
export interface GuessedGuarantees {
  readonly has: Readonly<Partial<Record<"pending" | "succeeded" | "failed", XMembers>>>;
  readonly sources: readonly string[];
  /** What a good result may well carry, though nothing says that it always does. */
  readonly candidates: readonly string[];
}

export interface GuaranteeClues {
  readonly members: readonly ResponseMember[];
  readonly state: GuessedState;
  readonly examples: readonly FoundExample[];
  /** The alternatives of the response's schema, where there are several. */
  readonly variants: readonly FoldedSchema[];
}

/**
 * A guaranteed field that is missing makes a success an invalid response, so one is guessed only where something speaks for it: a variant of the schema for
 * the phase, an example of it, or a description that says when the member is there.
 */
export const guessGuarantees = (clues: GuaranteeClues): GuessedGuarantees => {
  const outputs = clues.members.filter((member) => canBeGuaranteed(member, clues.state));
  const seen = outputs.flatMap((member) => reasonFor(member, "succeeded", clues));
  const good = seen.filter(({ isRequired }) => isRequired);
  const bad = outputs
    .flatMap((member) => reasonFor(member, "failed", clues))
    .filter(({ pointer, isRequired }) => isRequired && !seen.some((one) => one.pointer === pointer));
  const present = outermost(good.map(({ pointer }) => pointer));
  const failed = outermost(bad.map(({ pointer }) => pointer));
  const optional = (pointers: readonly string[]): readonly string[] =>
    pointers.filter((pointer) => outputs.some((member) => member.pointer === pointer && !member.isRequired));
  const absent = optional([...present, ...failed]);
  return {
    has: {
      ...(absent.length > 0 && { pending: { absent } }),
      ...((present.length > 0 || optional(failed).length > 0) && { succeeded: guarantee(present, optional(failed)) }),
      ...((failed.length > 0 || optional(present).length > 0) && { failed: guarantee(failed, optional(present)) }),
    },
    sources: [...new Set([...good, ...bad].map(({ source }) => source))],
    candidates: outermost([
      ...seen.filter(({ isRequired }) => !isRequired).map(({ pointer }) => pointer),
      ...(present.length > 0 ? [] : outputs.filter(isOutput).map(({ pointer }) => pointer)),
    ]).filter((pointer) => !present.includes(pointer)),
  };
};

const guarantee = (present: readonly string[], absent: readonly string[]): XMembers => ({
  ...(present.length > 0 && { present }),
  ...(absent.length > 0 && { absent }),
});

const canBeGuaranteed = (member: ResponseMember, { status }: GuessedState): boolean =>
  member.pointer !== status.pointer &&
  !status.pointer.startsWith(`${member.pointer}/`) &&
  member.parent === status.parent &&
  !isOutcome(member) &&
  !/id$|at$|time|date|status|state|progress|log|metric|stage|name|code$|msg$/.test(plainName(member.name));

/** A second member with words of its own, such as `outcome`, tells how a job ended and is none of its results. */
export const isOutcome = ({ name, schema }: ResponseMember): boolean =>
  schema.words.length > 1 && /^(?:outcome|result|conclusion|verdict|.*(?:status|state|outcome))$/.test(plainName(name));

const isOutput = ({ name }: ResponseMember): boolean =>
  /^(?:outputs?|results?|urls?|.*urls?|videos?|images?|audios?|assets?|files?|artifacts?|generations?|data|.*results?|download.*|response|content|media)$/.test(
    plainName(name),
  );

interface Reason {
  readonly pointer: string;
  /** The document says that it is always there; one that is only shown, or said to come, is asked about. */
  readonly isRequired: boolean;
  readonly source: string;
}

const reasonFor = (member: ResponseMember, phase: "succeeded" | "failed", clues: GuaranteeClues): readonly Reason[] => {
  const { pointer, schema, isRequired } = member;
  if (variantSays(member, phase, clues)) return [{ pointer, isRequired: true, source: "the variants of the schema" }];
  // "An error if the status is failed" tells when it can be there, not that it always is.
  if (phase === "succeeded" && whenSucceeded.test(schema.description))
    return [{ pointer, isRequired, source: `the description of ${pointer}` }];
  return examplesSay(member, phase, clues) ? [{ pointer, isRequired, source: "the examples" }] : [];
};

const whenSucceeded =
  /\b(?:when|once|after|only (?:there|present|available|set|if))\b[^.]*\b(?:succe\w+|complet\w+|finish\w+|done|ready)\b/i;

const wordsOf = ({ values }: GuessedState, phase: Phase): readonly Scalar[] =>
  [...values].flatMap(([kind, words]) =>
    phaseOf(kind) === phase && (phase !== "failed" || kind === "failed") ? words : [],
  );

/** Every variant for the phase requires the member, and no variant for another phase has it. */
const variantSays = ({ name }: ResponseMember, phase: Phase, { variants, state }: GuaranteeClues): boolean => {
  const words = wordsOf(state, phase);
  if (state.status.depth > 1 || variants.length === 0) return false;
  const own = variants.filter(({ members }) => {
    const status = JSON.stringify(members.get(state.status.name)?.schema ?? "");
    return words.some((word) => status.includes(JSON.stringify(word)));
  });
  const others = variants.filter((variant) => !own.includes(variant));
  return (
    own.length > 0 &&
    own.every(({ required }) => required.has(name)) &&
    others.every(({ members }) => !members.has(name))
  );
};

/** It is in every example of the phase, and in no example of another one; with no other example, only what looks like an output counts. */
const examplesSay = (member: ResponseMember, phase: Phase, { examples, state }: GuaranteeClues): boolean => {
  if (state.list !== undefined) return false;
  const words = wordsOf(state, phase);
  const isOfPhase = ({ value }: FoundExample): boolean =>
    words.some((word) => word === resolvePointer(value, state.status.pointer));
  const has = ({ value }: FoundExample): boolean => !isEmpty(resolvePointer(value, member.pointer));
  const own = examples.filter(isOfPhase);
  const others = examples.filter(
    (example) => !isOfPhase(example) && resolvePointer(example.value, state.status.pointer) !== undefined,
  );
  if (own.length === 0 || !own.every(has) || others.some(has)) return false;
  return others.length > 0 ? isOutput(member) || phase === "failed" : isOutput(member);
};

const isEmpty = (value: unknown): boolean => isAbsent(value) || value === "";

/** Without those that lie inside another one. */
const outermost = (pointers: readonly string[]): readonly string[] =>
  [...new Set(pointers)].filter((pointer) => !pointers.some((other) => pointer.startsWith(`${other}/`)));
