import type { XJob } from "@genwait/lifecycle";

import { type ResponseMember, plainName } from "./response-members.ts";

/** Where a response tells how much of the work is done, and out of what. */
export const guessProgress = (members: readonly ResponseMember[], near: string): XJob["progress"] => {
  const found = members.find(
    ({ parent, name, schema }) =>
      parent === near &&
      /^(?:progress|percent|percentage|progresspercent(?:age)?|completion|percentcomplete)$/.test(plainName(name)) &&
      isNumber(schema.types),
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

const isNumber = (types: readonly string[]): boolean => types.includes("integer") || types.includes("number");
