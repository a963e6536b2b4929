import type { XItems } from "@genwait/lifecycle";

import type { Finding } from "../finding.ts";
import { compareGuarantees } from "./compare-guaranteed-fields.ts";
import { compareWords } from "./compare-words.ts";
import type { DeclaredJob } from "./declared-job.ts";
import { ifChanged } from "./if-changed.ts";
import { itemSchemasAt } from "./schema-at.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** The outputs of a job that has several: where they are, what each says, what each guarantees. */
export const compareItems = (old: DeclaredJob, revised: DeclaredJob): readonly Finding[] => {
  const [before, after] = [old.declaration.items, revised.declaration.items];
  if (before === undefined && after === undefined) return [];
  if (before !== undefined && after !== undefined) return compareDeclared([old, before], [revised, after]);
  return ifChanged([before?.at, after?.at], {
    bump: "major",
    change: "items",
    pointer: `${revised.pointer}/items`,
    message: `A ${mdCode(revised.name)} job ${after === undefined ? "no longer has" : "now has"} items.`,
  });
};

type WithItems = readonly [job: DeclaredJob, items: XItems];

const compareDeclared = ([old, before]: WithItems, [revised, after]: WithItems): readonly Finding[] => {
  const [oldPointer, pointer] = [`${old.pointer}/items`, `${revised.pointer}/items`];
  const [schemas, newSchemas] = [itemSchemasAt(old.responses, before.at), itemSchemasAt(revised.responses, after.at)];
  const subject = `item of a ${mdCode(revised.name)} job`;
  const isGone = schemas.length > 0 && newSchemas.length === 0;
  return [
    ...compareReading(revised.name, before, after, pointer),
    ...ifChanged(isGone ? [before.at, null] : [0, 0], {
      bump: "major",
      change: "items-gone",
      pointer,
      message: `The schema no longer has the items of a ${mdCode(revised.name)} job at ${mdCode(after.at)}.`,
    }),
    ...compareWords(
      `An ${subject}`,
      { state: before.state, schemas, pointer: oldPointer },
      { state: after.state, schemas: newSchemas, pointer },
    ),
    ...compareGuarantees(
      subject,
      { has: before.has, schemas, pointer: oldPointer },
      { has: after.has, schemas: newSchemas, pointer },
    ),
  ];
};

const compareReading = (name: string, before: XItems, after: XItems, pointer: string): readonly Finding[] => [
  ...ifChanged([before.at, after.at], {
    bump: "major",
    change: "items-at",
    pointer,
    message: `The items of a ${mdCode(name)} job are now at ${mdCode(after.at)}.`,
  }),
  ...ifChanged([before.none, after.none], {
    bump: "major",
    change: "items-none",
    pointer,
    message: `A ${mdCode(name)} job without items is now ${after.none}.`,
  }),
  ...ifChanged([before.state.at, after.state.at], {
    bump: "major",
    change: "items-state-at",
    pointer,
    message: `The status of an item of a ${mdCode(name)} job is now read from ${mdCode(after.state.at ?? "rules alone")}.`,
  }),
  ...ifChanged([before.id, after.id], {
    bump: "minor",
    change: "items-id",
    pointer,
    message: `The id of an item of a ${mdCode(name)} job is now ${after.id === undefined ? "not read" : `read from ${mdCode(after.id)}`}.`,
  }),
];
