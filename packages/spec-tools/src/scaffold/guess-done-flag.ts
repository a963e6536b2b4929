import type { XState } from "@genwait/lifecycle";

import { type ResponseMember, plainName } from "./response-members.ts";

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
