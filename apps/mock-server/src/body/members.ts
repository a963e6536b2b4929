import type { XHas, XMembers } from "@genwait/lifecycle";

import { isRequired, schemasAt, typesOf } from "../document/schema.ts";
import { isWithin } from "../edit-pointer.ts";
import { type Draft, empty, putIn, takeOut } from "./draft.ts";

/** What decides about members beside the declaration. */
export interface MemberOptions {
  /** Members that the job's create asked for. */
  readonly requested: readonly string[];
  /** Where a failure is told; such a place is there only in a failed response. */
  readonly failureAt: readonly string[];
  /** Where other ends give their reasons; such a place is not there unless it is declared. */
  readonly silentAt?: readonly string[];
  /** Places that must stay whatever is declared. */
  readonly vital: readonly string[];
}

/** Gives the draft the members that a phase has, and takes those that it has not. */
export const applyMembers = (
  draft: Draft,
  has: XHas<string> | undefined,
  phase: string,
  options: MemberOptions,
): void => {
  const members = has?.[phase] ?? {};
  const askable = Object.keys(members.whenRequested ?? {});
  const said = new Set([...(members.present ?? []), ...(members.absent ?? []), ...(members.empty ?? []), ...askable]);
  const others = Object.entries(has ?? {}).flatMap(([name, other]) => (name === phase ? [] : membersOf(other)));
  const { failureAt, silentAt = [], vital } = options;
  const isFailure = phase === "failed";
  const silent = [
    ...(isFailure ? [] : failureAt),
    ...silentAt.filter((pointer) => !(isFailure && failureAt.includes(pointer))),
  ];
  const kept = [...vital, ...(members.present ?? []), ...(isFailure ? failureAt : [])];
  const telling = silent.map((pointer) => outermost(pointer, draft, kept));
  const unsaid = [...others, ...telling].filter(
    (pointer) => !said.has(pointer) && !options.vital.some((place) => isWithin(place, pointer)),
  );
  for (const pointer of [...unsaid.filter((pointer) => canBeAbsent(draft, pointer)), ...(members.absent ?? [])])
    takeOut(draft, pointer);
  for (const pointer of askable) {
    if (options.requested.includes(pointer)) putIn(draft, pointer);
    else takeOut(draft, pointer);
  }
  for (const pointer of members.empty ?? []) empty(draft, pointer);
  for (const pointer of [...(members.present ?? []), ...(phase === "failed" ? options.failureAt : [])])
    putIn(draft, pointer);
};

/** Takes out what tells of a failure, as far as the schema allows it: the job has not failed. */
export const silence = (draft: Draft, failureAt: readonly string[], vital: readonly string[]): void => {
  for (const pointer of failureAt.map((at) => outermost(at, draft, vital)))
    if (canBeAbsent(draft, pointer) && !vital.some((place) => isWithin(place, pointer))) takeOut(draft, pointer);
};

// A member that the schema demands may still be null.
const canBeAbsent = ({ schema }: Draft, pointer: string): boolean =>
  !isRequired(schema, pointer) || typesOf(schemasAt(schema, pointer)).includes("null");

const membersOf = (members: XMembers | undefined): readonly string[] => [
  ...(members?.present ?? []),
  ...Object.keys(members?.whenRequested ?? {}),
];

// `/error/message` is gone when `/error` is, unless something else that matters stands in there.
const outermost = (pointer: string, draft: Draft, vital: readonly string[]): string => {
  const parent = pointer.slice(0, pointer.lastIndexOf("/"));
  const isInTheWay = vital.some((place) => isWithin(place, parent)) || !canBeAbsent(draft, parent);
  return parent === "" || isInTheWay ? pointer : outermost(parent, draft, vital);
};
