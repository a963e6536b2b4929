import type { Finding } from "../finding.ts";
import { sameJson } from "../json.ts";
import { memberOf, membersOf, valueAt } from "../spec-node.ts";
import { pairVariants } from "./pair-variants.ts";
import type { NormalSchema, Schema, Union } from "./schema.ts";
import { bumpOfEffect, type CompareAspect, type CompareSchemas, type Effect, type Spot, subjectOf } from "./spot.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** `oneOf` and `anyOf`: the variants there are, what each may be, and how they are told apart. */
export const compareUnions: CompareAspect = (old, revised, spot, compare) => {
  const findings: Finding[] = [];
  for (let index = 0; index < Math.max(old.unions.length, revised.unions.length); index += 1) {
    const [before, after] = [old.unions[index], revised.unions[index]];
    if (before !== undefined && after !== undefined) findings.push(...compareUnion(before, after, spot, compare));
    else {
      const effect = before === undefined ? "fewer" : "more";
      const words =
        before === undefined ? "must now be one of several shapes" : "need no longer be one of several shapes";
      findings.push(finding("union", effect, (after ?? before)?.pointer ?? "", `${subjectOf(spot)} ${words}.`, spot));
    }
  }
  return [...findings, ...compareDiscriminators(old, revised, spot)];
};

/** Compares lists of variants; a schema that is no union counts as a list of one. */
export const compareVariants = (
  [old, revised]: readonly [readonly Schema[], readonly Schema[]],
  pointer: string,
  spot: Spot,
  compare: CompareSchemas,
): readonly Finding[] => {
  const { pairs, removed, added } = pairVariants(
    old,
    revised,
    (left, right) => compare(left, right, spot).length === 0,
  );
  const [gain, loss] = spot.side === "request" ? ["now accepts", "no longer accepts"] : ["may now be", "is no longer"];
  return [
    ...pairs.flatMap(([before, after]) => compare(before, after, spot)),
    ...removed.map((variant) =>
      finding("variant-removed", "fewer", whereOf(variant), `${subjectOf(spot)} ${loss} ${named(variant)}.`, spot),
    ),
    ...added.map((variant) =>
      finding(
        "variant-added",
        "more",
        whereOf(variant) || pointer,
        `${subjectOf(spot)} ${gain} ${named(variant)}.`,
        spot,
      ),
    ),
  ];
};

const compareUnion = (old: Union, revised: Union, spot: Spot, compare: CompareSchemas): readonly Finding[] => {
  const findings = compareVariants([old.variants, revised.variants], revised.pointer, spot, compare);
  if (old.kind === revised.kind) return findings;
  // One value may satisfy several variants of `anyOf`, and only one of `oneOf`.
  const effect = revised.kind === "oneOf" ? "fewer" : "more";
  const message = `${subjectOf(spot)} is now ${mdCode(revised.kind)} of its shapes; it was ${mdCode(old.kind)}.`;
  return [...findings, finding("union-kind", effect, revised.pointer, message, spot)];
};

const compareDiscriminators = (old: NormalSchema, revised: NormalSchema, spot: Spot): readonly Finding[] => {
  const [before, after] = [old.discriminator, revised.discriminator];
  if (sameJson(before?.value, after?.value)) return [];
  const pointer = (after ?? before)?.pointer ?? "";
  const names = [valueAt(before, "propertyName"), valueAt(after, "propertyName")];
  if (before !== undefined && after !== undefined && names[0] !== names[1]) {
    const message = `${subjectOf(spot)} is now told apart by ${mdCode(String(names[1]))} in place of ${mdCode(String(names[0]))}.`;
    return [finding("discriminator", "unknown", pointer, message, spot)];
  }
  const mappings = [memberOf(before, "mapping"), memberOf(after, "mapping")].map((mapping) => [
    ...membersOf(mapping).keys(),
  ]);
  const lost = (mappings[0] ?? []).some((key) => !(mappings[1] ?? []).includes(key));
  const message = `${subjectOf(spot)} says in another way how its shapes are told apart.`;
  const bump = lost && after !== undefined && spot.side === "request" ? "major" : "patch";
  return [{ bump, change: "discriminator", pointer, message, old: before?.value, new: after?.value }];
};

const finding = (change: string, effect: Effect, pointer: string, message: string, spot: Spot): Finding => ({
  bump: bumpOfEffect(effect, spot.side, { request: "minor", response: "minor" }),
  change,
  pointer,
  message,
});

const whereOf = (variant: Schema): string => variant[0]?.pointer ?? "";

const named = (variant: Schema): string => {
  const [node] = variant;
  const name = valueAt(node, "$ref") ?? valueAt(node, "title") ?? valueAt(node, "type");
  return typeof name === "string" ? `the shape ${mdCode(name.split("/").at(-1) ?? name)}` : "one of its shapes";
};
