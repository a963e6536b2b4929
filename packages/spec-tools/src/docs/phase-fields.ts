import { type Phase, phaseOf, type XJob, type XMembers } from "@genwait/lifecycle";

import type { SpecNode } from "../openapi/spec-node.ts";
import { phasesOf, type Way, waysOfJob } from "../codegen/ways-of-job.ts";
import { rowsOfSchema, type SchemaRow } from "./schema-rows.ts";
import { mdCode, mdTable } from "../text/markdown-text.ts";

/** Which member of a response is there in which phase, as a table: a row for each member, a column for each phase. */
export const phaseFields = (job: XJob, response: SpecNode | undefined): string => {
  const ways = waysOfJob(job, "200");
  const phases = phasesOf(ways);
  const rows = rowsOfSchema(response).filter(({ pointer }) => !pointer.includes("/*"));
  return fieldTable(rows, phases, (phase) =>
    withRead(
      job.has?.[phase],
      readIn(
        job,
        ways.filter((way) => way.phase === phase),
      ),
    ),
  );
};

/** What a response has been found to hold before it is taken for one of this phase: without it, it is refused. */
const readIn = ({ id, state, items }: XJob, ways: readonly Way[]): readonly string[] => [
  ...(id.response !== undefined && ways.every(({ hasId }) => hasId) ? [id.response] : []),
  ...(state?.at !== undefined && ways.every(({ words }) => words !== undefined) ? [state.at] : []),
  ...(items !== undefined && ways.every(({ fromItems }) => fromItems) ? [items.at] : []),
];

const withRead = (guarantee: XMembers | undefined, read: readonly string[]): XMembers => ({
  ...guarantee,
  present: [...(guarantee?.present ?? []), ...read],
});

/** The same for one output of a job that has several. */
export const itemFields = (job: XJob, response: SpecNode | undefined): string => {
  const { items } = job;
  if (items === undefined) return "";
  const kinds = ["pending", ...Object.keys(items.state.values ?? {})];
  const phases = (["pending", "succeeded", "failed"] as const).filter((phase) =>
    kinds.some((kind) => isKind(kind) && phaseOf(kind) === phase),
  );
  const prefix = `${items.at}/*`;
  const rows = rowsOfSchema(response)
    .filter(({ pointer }) => pointer.startsWith(`${prefix}/`))
    .map((row) => ({ ...row, pointer: row.pointer.slice(prefix.length) }));
  return fieldTable(rows, phases, (phase) =>
    withRead(
      phase === "partial" ? undefined : items.has?.[phase],
      items.state.at === undefined ? [] : [items.state.at],
    ),
  );
};

const isKind = (kind: string): kind is Parameters<typeof phaseOf>[0] =>
  ["pending", "succeeded", "partial", "failed", "filtered", "cancelled", "expired"].includes(kind);

type Member = Pick<SchemaRow, "pointer" | "isRequired">;

const fieldTable = (
  rows: readonly SchemaRow[],
  phases: readonly Phase[],
  guaranteeOf: (phase: Phase) => XMembers,
): string => {
  if (rows.length === 0) return "";
  const cells = rows.map((row) => [
    mdCode(row.pointer),
    ...phases.map((phase) => wordFor(row, rows, guaranteeOf(phase))),
  ]);
  return mdTable(["member", ...phases.map((phase) => `${phase}`)], cells);
};

const wordFor = ({ pointer, isRequired }: Member, rows: readonly Member[], guarantee: XMembers): string => {
  const { present = [], absent = [], empty = [], whenRequested = {} } = guarantee;
  const outer = outerOf(pointer);
  if (absent.includes(pointer) || outer.some((parent) => absent.includes(parent))) return "never";
  if (present.some((guaranteed) => guaranteed === pointer || guaranteed.startsWith(`${pointer}/`))) return "always";
  if (empty.includes(pointer)) return "empty";
  const asked = whenRequested[pointer];
  if (asked !== undefined) return `if ${mdCode(asked)} asked for it`;
  if (!isRequired) return "perhaps";
  const parent = outer.at(-1);
  // Required says "when the object around it is there".
  const around =
    parent === undefined
      ? "always"
      : wordFor(rows.find((row) => row.pointer === parent) ?? { pointer: parent, isRequired: false }, rows, guarantee);
  return around === "always" ? "always" : around === "perhaps" ? `with ${mdCode(parent ?? "")}` : around;
};

const outerOf = (pointer: string): readonly string[] => {
  const tokens = pointer.split("/").slice(1, -1);
  return tokens.map((_, index) => `/${tokens.slice(0, index + 1).join("/")}`);
};
