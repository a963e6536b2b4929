import type { Finding } from "../finding.ts";
import type { Additional, Schema } from "./schema.ts";
import {
  bumpOfEffect,
  type CompareAspect,
  type CompareSchemas,
  type Effect,
  inside,
  type Spot,
  subjectOf,
} from "./spot.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** What has no name: the items of a list and the further members of an object. */
export const compareContents: CompareAspect = (old, revised, spot, compare) => [
  ...compareItems(old.items, revised.items, { spot: inside(spot, "[]"), pointer: revised.pointer, compare }),
  ...comparePrefix(old.prefixItems, revised.prefixItems, { spot, pointer: revised.pointer, compare }),
  ...compareAdditional(old.additional, revised.additional, { spot, pointer: revised.pointer, compare }),
  ...comparePatterns(old.patternProperties, revised.patternProperties, { spot, pointer: revised.pointer, compare }),
];

interface Where {
  readonly spot: Spot;
  readonly pointer: string;
  readonly compare: CompareSchemas;
}

const compareItems = (
  old: Schema | undefined,
  revised: Schema | undefined,
  { spot, pointer, compare }: Where,
): readonly Finding[] => {
  if (old === undefined && revised === undefined) return [];
  if (old !== undefined && revised !== undefined) return compare(old, revised, spot);
  const effect = old === undefined ? "fewer" : "more";
  const words = old === undefined ? "is now limited to one kind of value" : "may now be anything";
  return [effectFinding("items", effect, `${pointer}/items`, `${subjectOf(spot)} ${words}.`, spot)];
};

const comparePrefix = (
  old: readonly Schema[],
  revised: readonly Schema[],
  { spot, pointer, compare }: Where,
): readonly Finding[] => {
  const findings = old.flatMap((schema, index) => {
    const other = revised[index];
    return other === undefined ? [] : compare(schema, other, inside(spot, `${index}`));
  });
  if (old.length === revised.length) return findings;
  const effect = revised.length > old.length ? "fewer" : "more";
  const message = `${subjectOf(spot)} now describes its first ${revised.length} items; it described ${old.length}.`;
  return [...findings, effectFinding("prefixItems", effect, `${pointer}/prefixItems`, message, spot)];
};

/** How much room is left for members without a name. */
const rank = (additional: Additional): number => {
  if (additional === "open") return 2;
  return additional === "closed" ? 0 : 1;
};

const compareAdditional = (
  old: Additional,
  revised: Additional,
  { spot, pointer, compare }: Where,
): readonly Finding[] => {
  if (typeof old !== "string" && typeof revised !== "string") return compare(old, revised, inside(spot, "{}"));
  if (old === revised) return [];
  const effect = rank(revised) < rank(old) ? "fewer" : "more";
  const message = `${subjectOf(spot)} ${additionalWords(revised)}.`;
  return [
    effectFinding("additionalProperties", effect, `${pointer}/additionalProperties`, message, spot, [old, revised]),
  ];
};

const comparePatterns = (
  old: ReadonlyMap<string, Schema>,
  revised: ReadonlyMap<string, Schema>,
  { spot, pointer, compare }: Where,
): readonly Finding[] =>
  [...new Set([...old.keys(), ...revised.keys()])].flatMap((pattern) => {
    const [before, after] = [old.get(pattern), revised.get(pattern)];
    if (before !== undefined && after !== undefined) return compare(before, after, inside(spot, `{${pattern}}`));
    const words = after === undefined ? "no longer says" : "now says";
    const message = `${subjectOf(spot)} ${words} what a member named like ${mdCode(pattern)} is.`;
    return effectFinding(
      "patternProperties",
      after === undefined ? "more" : "fewer",
      `${pointer}/patternProperties`,
      message,
      spot,
    );
  });

const effectFinding = (
  change: string,
  effect: Effect,
  pointer: string,
  message: string,
  spot: Spot,
  [old, revised]: readonly [Additional | undefined, Additional | undefined] = [undefined, undefined],
): Finding => ({
  bump: bumpOfEffect(effect, spot.side, { request: "minor", response: "minor" }),
  change,
  pointer,
  message,
  ...(old === undefined ? {} : { old: additionalValue(old) }),
  ...(revised === undefined ? {} : { new: additionalValue(revised) }),
});

const additionalWords = (additional: Additional): string => {
  if (additional === "open") return "may now have further members of any kind";
  return additional === "closed" ? "may no longer have further members" : "now says what further members are";
};

const additionalValue = (additional: Additional): unknown => {
  if (additional === "open") return true;
  return additional === "closed" ? false : (additional[0]?.value ?? true);
};
