import type { Scalar } from "@genwait/lifecycle";

import type { Resolve } from "../openapi/references.ts";
import type { Json } from "../openapi/json.ts";
import { type FoldedSchema, foldSchema } from "./fold-schema.ts";
import type { GuessedJob } from "./guess-job.ts";
import { madeUpExample } from "./made-up-example.ts";
import { withValueAt } from "./set-pointer.ts";
import { targetOfMember } from "./target-of-member.ts";

export interface MadeUpBodyOptions {
  /** The word of the status. */
  readonly word: Scalar;
  readonly id: string;
  readonly resolve: Resolve;
}

/** A response with this status: what the schema requires, what the job guarantees for the phase, and no more. */
export const madeUpBody = (job: GuessedJob, options: MadeUpBodyOptions): Json => {
  const { declaration, state } = job;
  const { word, id } = options;
  const { items, id: idPlace, call, has } = declaration;
  const kind = [...(state?.values ?? [])].find(([, words]) => words.includes(word))?.[0];
  const phase = kind === "pending" || kind === "succeeded" || kind === "failed" ? kind : undefined;
  const guaranteed = phase === undefined ? [] : ((items?.has ?? has)?.[phase]?.present ?? []);
  const good = call?.[0]?.when[0];
  const whole = [
    (body: Json): Json =>
      good?.at === undefined || good.not === undefined ? body : withValueAt(body, good.at, good.not),
    (body: Json): Json => (idPlace.response === undefined ? body : withValueAt(body, idPlace.response, id)),
  ].reduce((body, change) => change(body), requiredBody(job, options));
  if (items === undefined)
    return withExamples(job, withValueAt(whole, declaration.state?.at ?? "", word), { base: "", guaranteed, options });
  const item = withExamples(job, withValueAt({}, items.state.at ?? "", word), {
    base: `${items.at}/0`,
    guaranteed: [...(items.id === undefined ? [] : [items.id]), ...guaranteed],
    options,
  });
  return withValueAt(whole, items.at, [item]);
};

interface Guaranteed {
  /** The way to what the pointers are relative to. */
  readonly base: string;
  readonly guaranteed: readonly string[];
  readonly options: MadeUpBodyOptions;
}

const withExamples = (
  { operation }: GuessedJob,
  start: Json,
  { base, guaranteed, options: { resolve } }: Guaranteed,
): Json =>
  guaranteed.reduce((body, pointer) => {
    const place = targetOfMember(operation, `${base}${pointer}`, resolve);
    const name = pointer.split("/").at(-1) ?? "";
    const { value } = madeUpExample(place?.value, {
      name,
      pointer: `${base}${pointer}`,
      examples: operation.response?.examples ?? [],
      resolve,
    });
    return withValueAt(body, pointer, value);
  }, start);

const requiredBody = ({ operation, state }: GuessedJob, { word, resolve }: MadeUpBodyOptions): Json => {
  const root = foldSchema(operation.response?.schema, resolve);
  const statusName = state?.status.depth === 1 ? state.status.name : undefined;
  const isOfWord = (variant: FoldedSchema): boolean =>
    statusName !== undefined && foldSchema(variant.members.get(statusName), resolve).words.includes(word);
  return requiredOf(root.variants.find(isOfWord) ?? root, resolve, 0);
};

const requiredOf = ({ members, required }: FoldedSchema, resolve: Resolve, depth: number): Json =>
  Object.fromEntries(
    [...members]
      .filter(([name]) => required.has(name))
      .map(([name, schema]) => {
        const folded = foldSchema(schema, resolve);
        const isObject = folded.members.size > 0 && depth < deepest;
        const value = isObject
          ? requiredOf(folded, resolve, depth + 1)
          : madeUpExample(schema, { name, pointer: "", examples: [], resolve }).value;
        return [name, value];
      }),
  );

// A schema that requires itself ends here.
const deepest = 5;
