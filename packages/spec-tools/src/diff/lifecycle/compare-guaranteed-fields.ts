import type { XHas, XMembers } from "@genwait/lifecycle";

import type { Finding } from "../finding.ts";
import type { Schema } from "../schema/schema.ts";
import { schemasAt } from "./schema-at.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** One side of a comparison: what phases guarantee, and the schemas that must keep it. */
export interface GuaranteeSide {
  readonly has: XHas<string> | undefined;
  readonly schemas: readonly Schema[];
  readonly pointer: string;
}

/** The members that phases guarantee: which are guaranteed, and whether the schema still has them. */
export const compareGuarantees = (subject: string, old: GuaranteeSide, revised: GuaranteeSide): readonly Finding[] =>
  [...new Set([...Object.keys(old.has ?? {}), ...Object.keys(revised.has ?? {})])].flatMap((phase) => {
    const [before, after] = [old.has?.[phase] ?? {}, revised.has?.[phase] ?? {}];
    return [
      ...broken(`A ${phase} ${subject}`, before, old, revised),
      ...comparePresent(`A ${phase} ${subject}`, phase, [before, after], revised.pointer),
      ...compareAbsent(`A ${phase} ${subject}`, phase, [before, after], [old, revised]),
    ];
  });

/** Guaranteed by the package that is out there, and gone from the schema. */
const broken = (subject: string, guarantee: XMembers, old: GuaranteeSide, revised: GuaranteeSide): readonly Finding[] =>
  [...(guarantee.present ?? []), ...Object.keys(guarantee.whenRequested ?? {})].flatMap(
    (pointer): readonly Finding[] => {
      const before = schemasAt(old.schemas, pointer);
      if (before.length === 0 || schemasAt(revised.schemas, pointer).length > 0) return [];
      return [
        {
          bump: "major",
          change: "guarantee-broken",
          pointer: before[0]?.[0]?.pointer ?? "",
          message: `${subject} guarantees ${mdCode(pointer)}, which the schema no longer has.`,
          old: pointer,
        },
      ];
    },
  );

const comparePresent = (
  subject: string,
  phase: string,
  [before, after]: readonly [XMembers, XMembers],
  pointer: string,
): readonly Finding[] => {
  const [was, is] = [before.present ?? [], after.present ?? []];
  const where = `${pointer}/has/${phase}/present`;
  return [
    ...is
      .filter((member) => !was.includes(member))
      .map((member): Finding => ({
        bump: "minor",
        change: `guaranteed-${member}`,
        pointer: where,
        message: `${subject} now guarantees ${mdCode(member)}.`,
        new: member,
      })),
    ...was
      .filter((member) => !is.includes(member))
      .map((member): Finding => ({
        bump: "major",
        change: `withdrawn-${member}`,
        pointer: where,
        message: `${subject} no longer guarantees ${mdCode(member)}, so code must expect it to be missing.`,
        old: member,
      })),
  ];
};

/** What a phase rules out is no member of its type; to rule it out takes it from code that reads it. */
const compareAbsent = (
  subject: string,
  phase: string,
  [before, after]: readonly [XMembers, XMembers],
  [old, revised]: readonly [GuaranteeSide, GuaranteeSide],
): readonly Finding[] => {
  const [was, is] = [before.absent ?? [], after.absent ?? []];
  const where = `${revised.pointer}/has/${phase}/absent`;
  // What was not there before, and what is nowhere now, changes no type of a phase.
  const isIn = (side: GuaranteeSide, member: string): boolean => schemasAt(side.schemas, member).length > 0;
  return [
    ...is
      .filter((member) => !was.includes(member) && isIn(old, member))
      .map((member): Finding => ({
        bump: "major",
        change: `ruled-out-${member}`,
        pointer: where,
        message: `${subject} never has ${mdCode(member)} now, so its type has no such member.`,
        new: member,
      })),
    ...was
      .filter((member) => !is.includes(member) && isIn(revised, member))
      .map((member): Finding => ({
        bump: "minor",
        change: `possible-${member}`,
        pointer: where,
        message: `${subject} may now have ${mdCode(member)}.`,
        old: member,
      })),
  ];
};
