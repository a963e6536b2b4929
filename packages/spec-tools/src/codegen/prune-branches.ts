import { isJsonObject, listAt, memberOf } from "../merge/json.ts";
import type { Schema } from "./api-model.ts";
import type { Resolve } from "./references.ts";

/** A schema whose `anyOf` or `oneOf` keeps only the branches that are still possible; as it was where that is all or none. */
export const prunedBranches = (schema: Schema, isPossible: (branch: Schema) => boolean, resolve: Resolve): Schema => {
  const whole = resolve(schema);
  for (const composition of ["anyOf", "oneOf"]) {
    const branches = listAt(whole, composition).filter(isJsonObject);
    const possible = branches.filter((branch) => isPossible(resolve(branch)));
    const [only] = possible;
    if (only === undefined || possible.length === branches.length) continue;
    const { [composition]: _, discriminator: _discriminator, ...rest } = whole;
    if (possible.length > 1) return { ...rest, [composition]: possible };
    return Object.keys(rest).length === 0 ? only : { ...rest, allOf: [...listAt(rest, "allOf"), only] };
  }
  return schema;
};

/** The schema of a member, wherever in a composition it stands. */
export const memberSchema = (schema: Schema, tokens: readonly string[], resolve: Resolve): Schema | undefined => {
  const [member, ...deeper] = tokens;
  const whole = resolve(schema);
  if (member === undefined) return whole;
  const own = memberOf(memberOf(whole, "properties"), member);
  if (isJsonObject(own)) return memberSchema(own, deeper, resolve);
  return [...listAt(whole, "allOf"), ...listAt(whole, "anyOf"), ...listAt(whole, "oneOf")]
    .filter(isJsonObject)
    .map((branch) => memberSchema(branch, tokens, resolve))
    .find((found) => found !== undefined);
};
