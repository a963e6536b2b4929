import { compareUnknown } from "../compare-unknown.ts";
import type { Finding } from "../finding.ts";
import { followed } from "../spec-node.ts";
import { limitKeywords } from "./fold-limits.ts";
import { nestedKeywords } from "./normal-schema.ts";
import { noteKeywords } from "./note-keywords.ts";
import type { Schema } from "./schema.ts";
import { type Spot, subjectOf } from "./spot.ts";

/** Keywords of a schema that no other aspect compares; only of single schemas, since parts that fold have no counterpart. */
export const compareKeywords = (old: Schema, revised: Schema, spot: Spot): readonly Finding[] => {
  const [before, after] = [old[0], revised[0]];
  if (before === undefined || after === undefined || old.length > 1 || revised.length > 1) return [];
  return compareUnknown(followed(before), followed(after), known, subjectOf(spot));
};

const known: ReadonlySet<string> = new Set([
  ...Object.keys(limitKeywords),
  ...nestedKeywords,
  ...noteKeywords,
  ..."type nullable enum const properties required additionalProperties unevaluatedProperties patternProperties items".split(
    " ",
  ),
  ..."prefixItems allOf oneOf anyOf discriminator minimum maximum exclusiveMinimum exclusiveMaximum".split(" "),
  // They name things or give them a place; what refers to them is followed.
  ..."$ref $id $schema $anchor $defs definitions $vocabulary".split(" "),
]);
