import type { Phase } from "@genwait/lifecycle";

import type { Finding } from "../finding.ts";
import { compareItems } from "./compare-items.ts";
import { compareGuarantees } from "./compare-guaranteed-fields.ts";
import { compareWords } from "./compare-words.ts";
import type { DeclaredJob } from "./declared-job.ts";
import { ifChanged } from "./if-changed.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** What changed in the lifecycle of one job. */
export const compareJob = (old: DeclaredJob, revised: DeclaredJob): readonly Finding[] => [
  ...compareName(old, revised),
  ...comparePhases(old, revised),
  ...compareStates(old, revised),
  ...compareItems(old, revised),
  ...compareGuarantees(`${mdCode(revised.name)} job`, guaranteesOf(old), guaranteesOf(revised)),
  ...compareSettings(old, revised),
];

const guaranteesOf = ({ declaration, responses, pointer }: DeclaredJob): Parameters<typeof compareGuarantees>[1] => ({
  has: declaration.has,
  schemas: responses,
  pointer,
});

const compareName = (old: DeclaredJob, revised: DeclaredJob): readonly Finding[] => {
  const renamed = ifChanged([old.name, revised.name], {
    bump: "major",
    change: "job-name",
    pointer: `${revised.pointer}/name`,
    message: `The job ${mdCode(old.name)} is now called ${mdCode(revised.name)}, and so is the client's method.`,
  });
  if (renamed.length > 0) return renamed;
  return ifChanged([old.operation.id, revised.operation.id], {
    bump: "major",
    change: "job-operation",
    pointer: revised.pointer,
    message: `The job ${mdCode(revised.name)} is now reported on by ${mdCode(revised.operation.name)}; it was ${mdCode(old.operation.name)}.`,
  });
};

/** A phase more is a case that callers do not handle: an exhaustive `switch` no longer compiles. */
const comparePhases = (old: DeclaredJob, revised: DeclaredJob): readonly Finding[] => {
  const [before, after] = [old.phases, revised.phases];
  const words = (phase: Phase): string =>
    after.includes(phase)
      ? `can now be ${phase}, which code written before does not expect`
      : `can no longer be ${phase}, and the type of that phase is gone`;
  return [...new Set([...before, ...after])]
    .filter((phase) => before.includes(phase) !== after.includes(phase))
    .map((phase) => ({
      bump: "major",
      change: `phase-${phase}`,
      pointer: `${revised.pointer}/state`,
      message: `A ${mdCode(revised.name)} job ${words(phase)}.`,
      old: before,
      new: after,
    }));
};

const compareStates = (old: DeclaredJob, revised: DeclaredJob): readonly Finding[] => {
  const [before, after] = [old.declaration.state, revised.declaration.state];
  if (before === undefined || after === undefined) return [];
  return [
    ...ifChanged([before.at, after.at], {
      bump: "major",
      change: "state-at",
      pointer: `${revised.pointer}/state/at`,
      message: `The status of a ${mdCode(revised.name)} job is now read from ${mdCode(after.at ?? "rules alone")}.`,
    }),
    ...compareWords(
      `A ${mdCode(revised.name)} job`,
      { state: before, schemas: old.responses, pointer: old.pointer },
      { state: after, schemas: revised.responses, pointer: revised.pointer },
    ),
  ];
};

const compareSettings = (old: DeclaredJob, revised: DeclaredJob): readonly Finding[] =>
  settings.flatMap(({ member, bump, words }) =>
    ifChanged([old.declaration[member], revised.declaration[member]], {
      bump,
      change: member,
      pointer: `${revised.pointer}/${member}`,
      message: `The job ${mdCode(revised.name)} has ${words}.`,
    }),
  );

/** How often to ask is advice; what follows it decides what callers can read. Forms for the mock reach no package. */
const settings = [
  { member: "poll", bump: "patch", words: "other hints for how often to ask" },
  { member: "rateLimit", bump: "patch", words: "other hints for when to slow down" },
  { member: "typicalDuration", bump: "patch", words: "another typical duration" },
  { member: "id", bump: "minor", words: "another way for its id to travel" },
  { member: "call", bump: "minor", words: "other rules for responses that say nothing about it" },
  { member: "failure", bump: "minor", words: "other places where a failure says why" },
  { member: "progress", bump: "minor", words: "another place to read its progress" },
  { member: "stage", bump: "minor", words: "another place to read its stage" },
] as const;
