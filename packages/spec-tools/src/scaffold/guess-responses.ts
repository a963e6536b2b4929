import {
  failureKindOf,
  isAbsent,
  phaseOf,
  pointerTokens,
  resolvePointer,
  type Scalar,
  type StatusKind,
  statusKinds,
  type XFailure,
  type XJob,
  type XState,
} from "@genwait/lifecycle";

import type { GuessedJob } from "./guess-job.ts";
import type { GuessedOverlay } from "./guess-overlay.ts";
import type { JobMeaning } from "../responses/response-case.ts";
import type { Resolve } from "../openapi/references.ts";
import {
  examplesOf,
  type FoldedSchema,
  foldSchema,
  type FoundExample,
  type FoundOperation,
  targetOfMember,
} from "./found-operations.ts";
import { isJsonObject, type Json, memberOf, objectAt } from "../openapi/json.ts";
import { madeUpExample } from "./made-up-example.ts";
import { type ErrorBody, refusals } from "./refusals.ts";

/** The content of a `responses.yaml` to go on from. */
export interface GuessedResponses {
  readonly ids: Readonly<Record<string, string>>;
  readonly responses: readonly Json[];
}

/** What the responses are made from. */
type Guessed = Pick<GuessedOverlay, "jobs" | "errorBody">;

/** Realistic responses of the jobs: the document's examples first, then one made up for each status that no example shows. */
export const guessResponses = ({ jobs, errorBody }: Guessed, resolve: Resolve): GuessedResponses => {
  const each = jobs.map((job) => responsesOfJob(job, errorBody, resolve));
  return {
    ids: Object.assign({}, ...each.map(({ ids }) => ids)),
    responses: each.flatMap(({ responses }) => responses),
  };
};

const responsesOfJob = (job: GuessedJob, errorBody: ErrorBody, resolve: Resolve): GuessedResponses => {
  const { declaration, operation } = job;
  const { name } = declaration;
  const id = idOf(job, resolve);
  const shown = (operation.response?.examples ?? []).flatMap((example) => fromExample(declaration, example, id));
  const rest = wordsNotIn(declaration, operation.response?.examples ?? []).map(({ word, title }) =>
    entry(name, { title, mark: "assumed", body: madeUpBody(job, { word, id, resolve }) }, declaration),
  );
  return {
    ids: { [name]: id },
    responses: [...shown, ...rest.flat(), ...errorResponses(name, operation, { errorBody, resolve })],
  };
};

const idOf = ({ declaration, operation }: GuessedJob, resolve: Resolve): string => {
  const { response } = declaration.id;
  const name = (response ?? declaration.id.request).split(/[/.]/).at(-1) ?? "id";
  if (response === undefined) return `${name.replace(/_?id$/i, "") || "job"}_1a2b3c`;
  const place = targetOfMember(operation, response, resolve);
  return String(
    madeUpExample(place?.value, { name, pointer: response, examples: operation.response?.examples ?? [], resolve })
      .value,
  );
};

const fromExample = (job: XJob, { name, value }: FoundExample, id: string): readonly Json[] => {
  const own = job.id.response === undefined ? undefined : resolvePointer(value, job.id.response);
  const request = isAbsent(own) || String(own) === id ? {} : { request: { id: String(own) } };
  return entry(
    job.name,
    { title: name, mark: "documented", source: "an example of the document", body: value, request },
    job,
  );
};

interface EntryParts {
  readonly title: string;
  readonly mark: "documented" | "assumed";
  readonly source?: string;
  readonly body: Json;
  readonly request?: { readonly request?: Json };
}

const entry = (
  job: string,
  { title, mark, source, body, request = {} }: EntryParts,
  declaration: XJob,
): readonly Json[] => {
  const means = meaningOfResponse(declaration, body);
  if (means === undefined) return [];
  return [
    {
      name: title,
      job,
      mark,
      ...(source !== undefined && { source }),
      ...request,
      response: { status: 200, body },
      means: asJson(means),
    },
  ];
};

const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value));

const wordsNotIn = (
  job: XJob,
  examples: readonly FoundExample[],
): readonly { readonly word: Scalar; readonly title: string }[] => {
  const state = job.items?.state ?? job.state;
  if (state?.at === undefined) return [];
  const { at } = state;
  const shown = new Set(
    examples.map(({ value }) =>
      job.items === undefined ? resolvePointer(value, at) : resolvePointer(value, `${job.items.at}/0${at}`),
    ),
  );
  return statusKinds.flatMap((kind) =>
    (state.values?.[kind] ?? [])
      .filter((word) => !shown.has(word))
      .map((word) => ({ word, title: `${kind}: ${String(word)}` })),
  );
};

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

/** What a response means by the words of its status alone: no rule is run, so that the reader of responses has an opinion to differ from. */
export const meaningOfResponse = (job: XJob, body: unknown): JobMeaning | undefined => {
  const { items } = job;
  if (items === undefined) return ofStatus(job, body);
  const list = resolvePointer(body, items.at);
  const kinds = Array.isArray(list) ? list.map((item) => kindOfStatus(items.state, item)) : [];
  if (kinds.length === 0) return { phase: items.none === "failed" ? "failed" : "pending", items: [] };
  const phases = kinds.map((kind) => itemPhase(kind ?? "pending"));
  if (phases.includes("pending")) return { phase: "pending", items: phases };
  const isGood = phases.map((phase) => phase === "succeeded");
  if (isGood.every(Boolean)) return { phase: "succeeded", items: phases };
  if (isGood.some(Boolean)) return { phase: "partial", items: phases };
  const [only] = new Set(kinds.map((kind) => failureKindOf(kind ?? "failed")));
  const isOne = kinds.every((kind) => failureKindOf(kind ?? "failed") === only);
  return { phase: "failed", failure: isOne && only !== undefined ? only : "error", items: phases };
};

const ofStatus = (job: XJob, body: unknown): JobMeaning | undefined => {
  const kind = job.state === undefined ? undefined : kindOfStatus(job.state, body);
  if (kind === undefined) return undefined;
  const phase = phaseOf(kind);
  if (phase === "pending") return { phase, ...onTheWay(job, body) };
  return phase === "failed" ? { phase, failure: failureKindOf(kind), ...because(job.failure, body) } : { phase };
};

const kindOfStatus = ({ at, values = {} }: XState, body: unknown): StatusKind | undefined => {
  const word = at === undefined ? undefined : resolvePointer(body, at);
  return isScalar(word) ? kindIn(values, word) : undefined;
};

const kindIn = (values: NonNullable<XState["values"]>, word: Scalar): StatusKind | undefined => {
  for (const kind of ["pending", "succeeded", "partial", "failed", "filtered", "cancelled", "expired"] as const) {
    if (values[kind]?.includes(word) === true) return kind;
  }
  return undefined;
};

const isScalar = (value: unknown): value is string | number | boolean =>
  ["string", "number", "boolean"].includes(typeof value);

const itemPhase = (kind: StatusKind): "pending" | "succeeded" | "failed" => {
  const phase = phaseOf(kind);
  return phase === "partial" ? "succeeded" : phase;
};

const because = (failure: XFailure | undefined, body: unknown): Pick<JobMeaning, "message" | "code"> => {
  const message = failure?.message === undefined ? undefined : resolvePointer(body, failure.message);
  const code = failure?.code === undefined ? undefined : resolvePointer(body, failure.code);
  return {
    ...(typeof message === "string" && message !== "" && { message }),
    ...((typeof code === "string" || typeof code === "number") && { code }),
  };
};

const onTheWay = ({ progress, stage }: XJob, body: unknown): Pick<JobMeaning, "progress" | "stage"> => {
  const amount = progress === undefined ? undefined : resolvePointer(body, progress.at);
  const word = stage === undefined ? undefined : resolvePointer(body, stage.at);
  const share = typeof amount === "number" && !isAbsent(progress) ? amount / progress.of : undefined;
  return {
    ...(share !== undefined && share >= 0 && share <= 1 && { progress: share }),
    ...(typeof word === "string" && { stage: word }),
  };
};

/** The refusals that every job API knows, each with the body that the document shows for it, else with one made up. */
export const errorResponses = (
  job: string,
  { source }: FoundOperation,
  { errorBody, resolve }: { readonly errorBody: ErrorBody; readonly resolve: Resolve },
): readonly Json[] =>
  refusals.map(({ status, kind, title, reason }) => {
    const [shown] = examplesOf(resolve(objectAt(source, "responses")[String(status)]), resolve);
    return {
      name: title,
      job,
      mark: shown === undefined ? "assumed" : "documented",
      ...(shown !== undefined && { source: "an example of the document" }),
      response: { status, body: shown?.value ?? errorBody.bodyFor(status, reason) },
      means: { error: kind },
    };
  });

/** The body with a value at a JSON Pointer; objects on the way are made. Lists are no way. */
export const withValueAt = (body: Json, pointer: string, value: Json): Json =>
  withValue(body, pointerTokens(pointer), value);

const withValue = (body: Json, [token, ...rest]: readonly string[], value: Json): Json =>
  token === undefined
    ? value
    : { ...(isJsonObject(body) && body), [token]: withValue(memberOf(body, token) ?? {}, rest, value) };
