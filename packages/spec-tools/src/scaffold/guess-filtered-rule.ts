import type { XStateRule } from "@genwait/lifecycle";

import type { ResponseMember } from "./response-members.ts";
import { kindOfWord } from "./status-words.ts";

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
