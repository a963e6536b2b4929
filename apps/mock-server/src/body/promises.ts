import type { XHas, XPromise } from "@genwait/lifecycle";

import { isRequired } from "../document/schema.ts";
import { isWithin } from "../edit-pointer.ts";
import { type Draft, empty, putIn, takeOut } from "./draft.ts";

/** What decides about members beside the promise itself. */
export interface PromiseOptions {
  /** Members that the job's create asked for. */
  readonly wishes: readonly string[];
  /** Where a failure is told; such a place is there only in a failed answer. */
  readonly failureAt: readonly string[];
  /** Where other ends give their reasons; such a place is not there unless it is promised. */
  readonly silentAt?: readonly string[];
  /** Places that must stay whatever is promised. */
  readonly vital: readonly string[];
}

/** Gives the draft the members that a phase has, and takes those that it has not. */
export const keepPromises = (
  draft: Draft,
  has: XHas<string> | undefined,
  phase: string,
  options: PromiseOptions,
): void => {
  const promise = has?.[phase] ?? {};
  const wished = Object.keys(promise.whenRequested ?? {});
  const said = new Set([...(promise.present ?? []), ...(promise.absent ?? []), ...(promise.empty ?? []), ...wished]);
  const others = Object.entries(has ?? {}).flatMap(([name, other]) => (name === phase ? [] : promisedBy(other)));
  const { failureAt, silentAt = [], vital } = options;
  const isFailure = phase === "failed";
  const silent = [
    ...(isFailure ? [] : failureAt),
    ...silentAt.filter((pointer) => !(isFailure && failureAt.includes(pointer))),
  ];
  const kept = [...vital, ...(promise.present ?? []), ...(isFailure ? failureAt : [])];
  const telling = silent.map((pointer) => outermost(pointer, draft, kept));
  const unsaid = [...others, ...telling].filter(
    (pointer) => !said.has(pointer) && !options.vital.some((place) => isWithin(place, pointer)),
  );
  for (const pointer of [...unsaid.filter((pointer) => !isRequired(draft.schema, pointer)), ...(promise.absent ?? [])])
    takeOut(draft, pointer);
  for (const pointer of wished) {
    if (options.wishes.includes(pointer)) putIn(draft, pointer);
    else takeOut(draft, pointer);
  }
  for (const pointer of promise.empty ?? []) empty(draft, pointer);
  for (const pointer of [...(promise.present ?? []), ...(phase === "failed" ? options.failureAt : [])])
    putIn(draft, pointer);
};

const promisedBy = (promise: XPromise | undefined): readonly string[] => [
  ...(promise?.present ?? []),
  ...Object.keys(promise?.whenRequested ?? {}),
];

// `/error/message` is gone when `/error` is, unless something else that matters stands in there.
const outermost = (pointer: string, draft: Draft, vital: readonly string[]): string => {
  const parent = pointer.slice(0, pointer.lastIndexOf("/"));
  const isInTheWay = vital.some((place) => isWithin(place, parent)) || isRequired(draft.schema, parent);
  return parent === "" || isInTheWay ? pointer : outermost(parent, draft, vital);
};
