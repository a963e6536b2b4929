import type { Phase } from "@genwait/lifecycle";

import type { Bump } from "../bump.ts";
import type { Finding } from "../finding.ts";
import { sameJson } from "../json.ts";
import { comparePromises } from "./compare-promises.ts";
import { compareWords } from "./compare-words.ts";
import type { DeclaredJob } from "./declared-job.ts";
import { itemSchemasAt } from "./schema-at.ts";

/** What changed in the life of one job. */
export const compareJob = (old: DeclaredJob, revised: DeclaredJob): readonly Finding[] => [
  ...compareName(old, revised),
  ...comparePhases(old, revised),
  ...compareStates(old, revised),
  ...compareItems(old, revised),
  ...comparePromises(`\`${revised.name}\` job`, promiseSide(old), promiseSide(revised)),
  ...compareSettings(old, revised),
];

const compareName = (old: DeclaredJob, revised: DeclaredJob): readonly Finding[] => {
  const { pointer } = revised;
  const renamed = old.name !== revised.name;
  const moved = old.operation.id !== revised.operation.id;
  return [
    ...(renamed ? [finding("major", "job-name", `${pointer}/name`, `The job \`${old.name}\` is now called \`${revised.name}\`, and so is the client's method.`, [old.name, revised.name])] : []),
    ...(moved && !renamed ? [finding("major", "job-operation", pointer, `The job \`${revised.name}\` is now reported on by \`${revised.operation.name}\`; it was \`${old.operation.name}\`.`, [old.operation.name, revised.operation.name])] : []),
  ];
};

/** A phase more is a case that callers do not handle: an exhaustive `switch` no longer compiles. */
const comparePhases = (old: DeclaredJob, revised: DeclaredJob): readonly Finding[] => {
  const where = `${revised.pointer}/state`;
  const lacks = (phases: readonly Phase[]) => (phase: Phase): boolean => !phases.includes(phase);
  return [
    ...revised.phases.filter(lacks(old.phases)).map((phase) =>
      finding("major", `phase-${phase}`, where, `A \`${revised.name}\` job can now be ${phase}, which code written before does not expect.`, [old.phases, revised.phases]),
    ),
    ...old.phases.filter(lacks(revised.phases)).map((phase) =>
      finding("major", `phase-${phase}`, where, `A \`${revised.name}\` job can no longer be ${phase}, and the type of that phase is gone.`, [old.phases, revised.phases]),
    ),
  ];
};

const compareStates = (old: DeclaredJob, revised: DeclaredJob): readonly Finding[] => {
  const [before, after] = [old.declaration.state, revised.declaration.state];
  if (before === undefined || after === undefined) return [];
  return [
    ...(before.at === after.at ? [] : [finding("major", "state-at", `${revised.pointer}/state/at`, `The status of a \`${revised.name}\` job is now read from \`${after.at ?? "rules alone"}\`.`, [before.at, after.at])]),
    ...compareWords(`A \`${revised.name}\` job`, { state: before, schemas: old.answers, pointer: old.pointer }, { state: after, schemas: revised.answers, pointer: revised.pointer }),
  ];
};

const compareItems = (old: DeclaredJob, revised: DeclaredJob): readonly Finding[] => {
  const [before, after] = [old.declaration.items, revised.declaration.items];
  const where = `${revised.pointer}/items`;
  if (before === undefined || after === undefined) {
    if (before === after) return [];
    return [finding("major", "items", where, `A \`${revised.name}\` job ${after === undefined ? "no longer has" : "now has"} items.`, [before?.at, after?.at])];
  }
  const [schemas, newSchemas] = [itemSchemasAt(old.answers, before.at), itemSchemasAt(revised.answers, after.at)];
  const subject = `item of a \`${revised.name}\` job`;
  return [
    ...(before.at === after.at ? [] : [finding("major", "items-at", where, `The items of a \`${revised.name}\` job are now at \`${after.at}\`.`, [before.at, after.at])]),
    ...(schemas.length > 0 && newSchemas.length === 0 ? [finding("major", "items-gone", where, `The schema no longer has the items of a \`${revised.name}\` job at \`${after.at}\`.`, [before.at, after.at])] : []),
    ...(before.none === after.none ? [] : [finding("major", "items-none", where, `A \`${revised.name}\` job without items is now ${after.none}.`, [before.none, after.none])]),
    ...compareWords(`An ${subject}`, { state: before.state, schemas, pointer: `${old.pointer}/items` }, { state: after.state, schemas: newSchemas, pointer: where }),
    ...comparePromises(subject, { has: before.has, schemas, pointer: `${old.pointer}/items` }, { has: after.has, schemas: newSchemas, pointer: where }),
  ];
};

const promiseSide = ({ declaration, answers, pointer }: DeclaredJob) => ({ has: declaration.has, schemas: answers, pointer });

/** How often to ask is advice; where the id travels and what an answer without a state is, decide how it is read. */
const compareSettings = (old: DeclaredJob, revised: DeclaredJob): readonly Finding[] =>
  settings.flatMap(({ member, bump, words }) => {
    const [before, after] = [old.declaration[member], revised.declaration[member]];
    if (sameJson(before, after)) return [];
    return finding(bump, member, `${revised.pointer}/${member}`, `The job \`${revised.name}\` has ${words}.`, [before, after]);
  });

const settings = [
  { member: "poll", bump: "patch", words: "other hints for how often to ask" },
  { member: "pace", bump: "patch", words: "other hints for when to slow down" },
  { member: "typicalDuration", bump: "patch", words: "another typical duration" },
  { member: "pendingAs", bump: "none", words: "other forms for the mock to play" },
  { member: "id", bump: "minor", words: "another way for its id to travel" },
  { member: "call", bump: "minor", words: "other rules for answers that say nothing about it" },
  { member: "failure", bump: "minor", words: "other places where a failure says why" },
  { member: "progress", bump: "minor", words: "another place to read its progress" },
  { member: "stage", bump: "minor", words: "another place to read its stage" },
] as const;

const finding = (bump: Bump, change: string, pointer: string, message: string, [old, revised]: readonly [unknown, unknown]): Finding => ({
  bump,
  change,
  pointer,
  message,
  ...(old === undefined ? {} : { old }),
  ...(revised === undefined ? {} : { new: revised }),
});
