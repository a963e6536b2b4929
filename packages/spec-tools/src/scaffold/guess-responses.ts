import {
  classifyResponse,
  compileLifecycle,
  isAbsent,
  type JobState,
  resolvePointer,
  type Scalar,
  statusKinds,
  type XJob,
} from "@genwait/lifecycle";
import { Document, visit } from "yaml";

import { baseUrlKeyword } from "../openapi/base-url.ts";
import { isJsonObject, type Json, objectAt, textAt } from "../openapi/json.ts";
import type { Resolve } from "../openapi/references.ts";
import type { JobMeaning } from "../responses/response-case.ts";
import { type FoldedSchema, foldSchema, variantsOf } from "./folded-schema.ts";
import { examplesOfMedia, type FoundExample, jsonMediaOf } from "./found-operations.ts";
import type { GuessedJob } from "./guess-job.ts";
import type { GuessedOverlay } from "./guess-overlay.ts";
import { addressPartOf } from "./guess-follow-ups.ts";
import { isMadeUpAddress, valueAt, valueOf, withValueAt } from "./made-up-value.ts";
import { refusals } from "./refusals.ts";

/** The content of a `responses.yaml` to go on from. */
export interface GuessedResponses {
  readonly ids: Readonly<Record<string, string>>;
  readonly responses: readonly Json[];
}

/** Realistic responses of the jobs: the document's examples first, then one made up for each status that no example shows. */
export const guessResponses = (
  { jobs, errorBody, actions }: Pick<GuessedOverlay, "jobs" | "errorBody" | "actions">,
  resolve: Resolve,
): GuessedResponses => {
  const baseUrl = actions.map(({ update }) => textAt(update, baseUrlKeyword)).find((address) => address !== undefined);
  const each = jobs.map((job) => {
    const { declaration, status } = job;
    const { name } = declaration;
    const examples = status.response?.examples ?? [];
    const id = idOf(job, resolve);
    const shown = examples.flatMap((example) => shownEntry(declaration, example, id));
    const rest = wordsNotIn(declaration, examples).flatMap(({ kind, word }) => {
      const body = withOwnAddresses(madeUpBody(job, { word, kind, id, resolve }), status, { baseUrl, id });
      return entryOf(declaration, { name: `${kind}: ${word}`, job: name, mark: "assumed" }, body);
    });
    const refused = refusals.map(({ status: code, kind, title, reason }) => {
      const response = resolve(objectAt(status.operation, "responses")[`${code}`]);
      const [example] = jsonMediaOf(response).flatMap(({ body }) => examplesOfMedia(body, resolve));
      return {
        name: title,
        job: name,
        mark: example === undefined ? "assumed" : "documented",
        ...(example !== undefined && { source: fromDocument }),
        response: { status: code, body: example?.value ?? errorBody.bodyFor(code, reason) },
        means: { error: kind },
      };
    });
    return { ids: { [name]: id }, responses: [...shown, ...rest, ...refused] };
  });
  return {
    ids: Object.assign({}, ...each.map(({ ids }) => ids)),
    responses: each.flatMap(({ responses }) => responses),
  };
};

const fromDocument = "an example of the document";

const idOf = ({ declaration: { id }, status }: GuessedJob, resolve: Resolve): string => {
  if (id.response !== undefined) return String(valueAt(status, id.response, resolve).value);
  const name = id.request.split(/[/.]/).at(-1) ?? "id";
  return `${name.replace(/_?id$/i, "") || "job"}_1a2b3c`;
};

const shownEntry = (job: XJob, { name, value }: FoundExample, id: string): readonly Json[] => {
  const own = job.id.response === undefined ? undefined : resolvePointer(value, job.id.response);
  const isOther = !isAbsent(own) && String(own) !== id;
  const facts = { name, job: job.name, mark: "documented", source: fromDocument };
  return entryOf(job, { ...facts, ...(isOther && { request: { id: String(own) } }) }, value);
};

const entryOf = (job: XJob, facts: Readonly<Record<string, Json>>, body: Json): readonly Json[] => {
  const means = meaningOf(job, body);
  return means === undefined ? [] : [{ ...facts, response: { status: 200, body }, means }];
};

/** What the declaration says of a response; undefined where it says nothing of a state. A person corrects both. */
const meaningOf = (job: XJob, body: Json): Json | undefined => {
  const lenient = { ...job, has: {}, ...(job.items !== undefined && { items: { ...job.items, has: {} } }) };
  const reading = classifyResponse(compileLifecycle(lenient), { status: 200, body });
  if (reading.is !== "state" || isUnknown(reading.state)) return undefined;
  const { state } = reading;
  const means: JobMeaning = {
    phase: state.phase,
    ...(state.phase === "failed" && {
      failure: state.failure.kind,
      ...(state.failure.message !== undefined && { message: state.failure.message }),
      ...(state.failure.code !== undefined && { code: state.failure.code }),
    }),
    ...(state.items !== undefined && { items: state.items.map(({ phase }) => phase) }),
    ...(state.phase === "pending" && {
      ...(state.stage !== undefined && { stage: state.stage }),
      ...(state.progress !== undefined && { progress: state.progress }),
    }),
  };
  return JSON.parse(JSON.stringify(means));
};

const isUnknown = (state: JobState): boolean => state.phase === "pending" && state.unknownStatus != null;

const wordsNotIn = (
  { state, items }: XJob,
  examples: readonly FoundExample[],
): readonly { readonly kind: (typeof statusKinds)[number]; readonly word: Scalar }[] => {
  const { at, values = {} } = items?.state ?? state ?? {};
  if (at === undefined) return [];
  const pointer = items === undefined ? at : `${items.at}/0${at}`;
  const shown = new Set(examples.map(({ value }) => resolvePointer(value, pointer)));
  return statusKinds.flatMap((kind) =>
    (values[kind] ?? []).filter((word) => !shown.has(word)).map((word) => ({ kind, word })),
  );
};

interface MadeUp {
  /** The word of the status, and what it means. */
  readonly word: Scalar;
  readonly kind: (typeof statusKinds)[number];
  readonly id: string;
  readonly resolve: Resolve;
}

const into = (body: Json, values: readonly (readonly [string | undefined, Json | undefined])[]): Json =>
  values.reduce<Json>(
    (whole, [pointer, value]) =>
      pointer === undefined || value === undefined ? whole : withValueAt(whole, pointer, value),
    body,
  );

/** A response with this status: what the schema requires, what the job guarantees for the phase, and no more. */
const madeUpBody = ({ declaration, status }: GuessedJob, { word, kind, id, resolve }: MadeUp): Json => {
  const { items, state, call, has = {}, failure } = declaration;
  const good = call?.[0]?.when[0];
  const phase = kind === "pending" || kind === "succeeded" || kind === "failed" ? kind : undefined;
  const why = phase === "failed" ? (items?.failure ?? failure)?.message : undefined;
  const guaranteed = [
    ...(phase === undefined ? [] : ((items?.has ?? has)[phase]?.present ?? [])),
    ...(why === undefined ? [] : [why]),
  ];
  const base = items === undefined ? "" : `${items.at}/0`;
  const filled = [...(items?.id === undefined ? [] : [items.id]), ...guaranteed].map(
    (pointer) => [pointer, valueAt(status, `${base}${pointer}`, resolve).value] as const,
  );
  const whole = into(requiredBody(status, { at: state?.at, word, resolve }), [
    [good?.at, good?.not],
    [declaration.id.response, id],
  ]);
  const at = items?.state.at ?? state?.at ?? "";
  if (items === undefined) return into(whole, [[at, word], ...filled]);
  return withValueAt(whole, items.at, [into({}, [[at, word], ...filled])]);
};

interface AddressFacts {
  readonly baseUrl: string | undefined;
  readonly id: string;
}

/** The body with the service's own addresses where it tells where operations about the job are: nothing else may be called with the key. */
const withOwnAddresses = (body: Json, { path }: GuessedJob["status"], { baseUrl, id }: AddressFacts): Json => {
  if (baseUrl === undefined) return body;
  const own = `${baseUrl}${path.replaceAll(/\{[^}]+\}/g, encodeURIComponent(id))}`;
  const at = (value: Json, pointer: string): Json => {
    if (typeof value === "string") {
      const part = isMadeUpAddress(value) ? addressPartOf(pointer) : undefined;
      return part === undefined ? value : `${own}${part === "status" ? "" : `/${part}`}`;
    }
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, at(inner, `${pointer}/${name}`)]));
  };
  return at(body, "");
};

const requiredBody = (
  { response }: GuessedJob["status"],
  { at, word, resolve }: { readonly at: string | undefined; readonly word: Scalar; readonly resolve: Resolve },
): Json => {
  if (response === undefined) return {};
  const isOfWord = ({ members }: FoldedSchema): boolean => {
    const place = members.get(at?.slice(1) ?? "");
    return place !== undefined && foldSchema(place, resolve).words.includes(word);
  };
  const variant = variantsOf(response.schema, resolve).find(isOfWord);
  return valueOf(variant ?? foldSchema(response.schema, resolve), { name: "", resolve, requiredOnly: true });
};

/** The `responses.yaml` as it is written for a person to go on with. */
export const responsesText = ({ ids, responses }: GuessedResponses, folder: string): string => {
  const up = folder.replaceAll(/[^/]+/g, "..");
  // What two entries share would become an anchor and an alias, and an entry could not be deleted by itself.
  const own: unknown = JSON.parse(JSON.stringify({ ids, responses }));
  const document = new Document(own);
  visit(document, {
    Collection: (_, node, way) => {
      node.flow = way.length > 4 && JSON.stringify(node.toJSON()).length <= 110;
    },
  });
  const head = [
    `# yaml-language-server: $schema=${up}/packages/spec-tools/src/responses/responses.schema.json`,
    "# Written by `pnpm specs:new` from the document's examples; what is marked assumed is made up.",
    "# Fill in: responses as the service gives them, one for each form of a pending one and for each result; this file checks the overlay.",
  ];
  return `${head.join("\n")}\n${document.toString({ lineWidth: 0 })}`;
};
