import { type Predicate, type Rule, statusMatches } from "@genwait/lifecycle";
import { withMember } from "./document.ts";
import { jsonResponse, type RawResponse } from "./raw-response.ts";

/** A response that a rule fits, with more members where `more` says so, by their pointers. */
export const responseOfRule = (
  { when }: Rule,
  more: Readonly<Record<string, unknown>> = {},
  otherwise = 200,
): RawResponse => {
  const code = when.find((predicate) => predicate.status !== undefined)?.status ?? otherwise;
  const status = typeof code === "number" ? code : Number(`${code}`.replaceAll("X", "0"));
  if (!statusMatches(`${code}`, status)) throw new Error(`Failed to make a response of ${code}.`);
  const members = [...Object.entries(more), ...when.flatMap(memberOf)];
  const body = members.reduce<unknown>((made, [pointer, value]) => withMember(made, pointer, value), {});
  return jsonResponse(body, status);
};

const memberOf = ({ at, is, prefix, contains, in: values }: Predicate): readonly (readonly [string, unknown])[] => {
  const value = is ?? prefix ?? contains ?? values?.[0];
  return at === undefined || value === undefined ? [] : [[at, value]];
};
