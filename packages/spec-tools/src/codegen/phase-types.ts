import type { ItemPhase, Phase, Scalar, XPromise } from "@genwait/lifecycle";

import type { JobModel, Schema } from "./api-model.ts";
import { itemTypesOf } from "./item-types.ts";
import { pascalCase } from "./names.ts";
import type { Resolve } from "./references.ts";
import { withAbsent, withEntries, withPresent, withWords } from "./shape-schema.ts";
import { unionOf } from "./union-of.ts";
import { phasesOf, type Way, waysOfJob } from "./ways-of-job.ts";

/** The bodies of a job as schemas, ready to become types. */
export interface PhaseTypes {
  /** `Generation` for a job named `generation`. */
  readonly prefix: string;
  readonly phases: readonly PhaseType<Phase>[];
  /** A schema for each phase of an item; none for a job without items. */
  readonly items: readonly PhaseType<ItemPhase>[];
}

/** What is known of a body in one phase. */
export interface PhaseType<P extends Phase> {
  readonly phase: P;
  /** The type's name. */
  readonly name: string;
  readonly schema: Schema;
  /** Members that the phase promises and the reader checks for. */
  readonly present: readonly string[];
  readonly promise: XPromise;
}

/** A schema for the body of each phase that a job can have: what the phase promises is required, what it rules out is gone. */
export const phaseTypesOf = (job: JobModel, resolve: Resolve): PhaseTypes => {
  const prefix = pascalCase(job.declaration.name);
  const items = itemTypesOf(job, prefix, resolve);
  const answers = job.operation.answers.flatMap((answer) => {
    const ways = waysOfJob(job.declaration, answer.code);
    return ways.length === 0 ? [] : [{ schema: answer.schema ?? {}, ways }];
  });
  const phases = phasesOf(answers.flatMap(({ ways }) => ways)).map((phase) => {
    const bodies = answers.flatMap(({ schema, ways }) => {
      const waysIn = ways.filter((way) => way.phase === phase);
      return waysIn.length === 0 ? [] : [shaped(schema, { job, phase, ways: waysIn, items, resolve })];
    });
    const promise = job.declaration.has?.[phase] ?? {};
    const present = promisedBy(
      promise,
      phase,
      answers.flatMap(({ ways }) => ways),
    );
    return { phase, name: `${prefix}${pascalCase(phase)}`, schema: unionOf(bodies), present, promise };
  });
  return { prefix, phases, items };
};

// The reader lets a special way to fail through without what the regular failure has; those members stay optional.
const promisedBy = ({ present = [] }: XPromise, phase: Phase, ways: readonly Way[]): readonly string[] =>
  phase === "pending" || ways.every((way) => way.phase !== phase || way.isChecked) ? present : [];

interface Shape {
  readonly job: JobModel;
  readonly phase: Phase;
  readonly ways: readonly Way[];
  readonly items: PhaseTypes["items"];
  readonly resolve: Resolve;
}

const shaped = (schema: Schema, { job: { declaration }, phase, ways, items, resolve }: Shape): Schema => {
  const promise: XPromise = declaration.has?.[phase] ?? {};
  const { answer } = declaration.id;
  const present = [
    ...(answer !== undefined && ways.every((way) => way.hasId) ? [answer] : []),
    ...promisedBy(promise, phase, ways),
  ];
  let body = schema;
  for (const pointer of promise.absent ?? []) body = withAbsent(body, pointer, resolve);
  for (const pointer of present) body = withPresent(body, pointer, resolve);
  body = withStatus(body, declaration.state?.at, ways, resolve);
  return withItems(body, declaration.items?.at, { phase, ways, items, resolve });
};

const withStatus = (body: Schema, at: string | undefined, ways: readonly Way[], resolve: Resolve): Schema => {
  if (at === undefined || ways.some((way) => way.words === undefined)) return body;
  if (ways.some((way) => way.words === "any")) return withPresent(body, at, resolve);
  const words = ways.flatMap((way) => (way.words === undefined || way.words === "any" ? [] : way.words));
  return withWords(body, at, [...new Set<Scalar>(words)], resolve);
};

const withItems = (
  body: Schema,
  at: string | undefined,
  { phase, ways, items, resolve }: Omit<Shape, "job">,
): Schema => {
  if (at === undefined || !ways.every((way) => way.fromItems)) return body;
  const kinds = items.filter((item) => (phase === "partial" ? item.phase !== "pending" : item.phase === phase));
  return kinds.length === 0
    ? body
    : withEntries(body, at, unionOf(kinds.map(({ name }) => ({ "x-type": name }))), resolve);
};
