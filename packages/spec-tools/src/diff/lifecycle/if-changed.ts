import type { Bump } from "../bump.ts";
import type { Finding } from "../finding.ts";
import { sameJson } from "../json.ts";

/** A finding for two values that are not equal; none for two that are. */
export const ifChanged = (
  [old, revised]: readonly [unknown, unknown],
  { bump, change, pointer, message }: Pick<Finding, "change" | "pointer" | "message"> & { readonly bump: Bump },
): readonly Finding[] => {
  if (sameJson(old, revised)) return [];
  const values = { ...(old === undefined ? {} : { old }), ...(revised === undefined ? {} : { new: revised }) };
  return [{ bump, change, pointer, message, ...values }];
};
