import { resolvePointer } from "@genwait/lifecycle";

import { hasExample } from "../lint/has-example.ts";
import { baseUrlKeyword } from "../openapi/base-url.ts";
import { type JsonObject, objectAt, textAt } from "../openapi/json.ts";
import { keyOfScheme, keySchemeOf } from "../openapi/key.ts";
import { type Resolve, resolverOf } from "../openapi/references.ts";
import { membersIn, schemaAt } from "./folded-schema.ts";
import { type FoundOperation, foundOperations, textsOf } from "./found-operations.ts";
import { guessBaseUrl, guessKey, missingAddresses, missingPrefix } from "./guess-access.ts";
import { followedJob } from "./guess-follow-ups.ts";
import { type GuessedJob, guessJob } from "./guess-job.ts";
import { type GuessedStarts, guessStarts } from "./guess-starts.ts";
import { type Gap, type GuessedAction, type MissingAction, sketched } from "./guessed-action.ts";
import { valueAt } from "./made-up-value.ts";
import { nameOperations } from "./operation-names.ts";
import { errorActions, type ErrorBody, errorBodyOf } from "./refusals.ts";

/** What an overlay for a vendor's document could say, and what only a person knows. */
export interface GuessedOverlay {
  readonly title: string;
  readonly actions: readonly GuessedAction[];
  readonly missing: readonly MissingAction[];
  readonly jobs: readonly GuessedJob[];
  readonly errorBody: ErrorBody;
  /** What was left out of the document, a sentence each. */
  readonly notes: readonly string[];
}

/** Guesses everything that a client needs beside what a vendor's document says. */
export const guessOverlay = (document: JsonObject): GuessedOverlay => {
  const resolve = resolverOf(document);
  const operations = foundOperations(document, resolve);
  const names = nameOperations(operations);
  const idOf = (operation: FoundOperation): string => names.find((named) => named.operation === operation)?.id ?? "";
  const address = guessBaseUrl(document, operations);
  const key = guessKey(document, operations, resolve);
  const scheme = keySchemeOf(document, resolve);
  const clues = {
    operations,
    resolve,
    idOf,
    key: scheme === undefined ? undefined : keyOfScheme(scheme.scheme),
    baseUrl: textAt(address?.update, baseUrlKeyword),
  };
  const plain = jobsIn(document, operations, resolve);
  const jobs = plain.map((job) => followedJob(job, { ...clues, jobs: plain }));
  const is30 = textAt(document, "openapi")?.startsWith("3.0") === true;
  const errorBody = errorBodyOf(operations, resolve);
  const starts = guessStarts(jobs, clues);
  return {
    title: textAt(objectAt(document, "info"), "title") ?? "the API",
    jobs,
    errorBody,
    actions: [
      ...(address === undefined ? [] : [address]),
      ...(key ?? []),
      ...names.flatMap(({ operation: { target }, id, source }) =>
        source === undefined
          ? []
          : [{ target, description: `assumed: named after ${source}`, update: { operationId: id } }],
      ),
      ...askedOnce([...starts.actions, ...jobs.flatMap(({ links }) => links)]),
      ...errorActions(operations, errorBody, resolve),
      ...jobs.flatMap((job) => [
        ...nullActions(job.status, is30, resolve),
        ...exampleActions(job, resolve),
        ...jobActions(job),
      ]),
    ],
    missing: [
      ...(address === undefined ? [missing.address] : []),
      ...(key === undefined ? [missing.key] : []),
      ...missingPrefix(document, resolve),
      ...missingAddresses(operations, clues.baseUrl),
      ...(jobs.length === 0 ? [missing.job] : []),
      ...missingStarts(jobs, starts),
    ],
    notes: starts.notes,
  };
};

/** The same question of many Links is one. */
const askedOnce = (actions: readonly GuessedAction[]): readonly GuessedAction[] => {
  const asked = new Set<string>();
  return actions.map(({ gaps = [], ...action }) => {
    const unasked = gaps.filter(({ note }) => !asked.has(note));
    for (const { note } of gaps) asked.add(note);
    return { ...action, gaps: unasked };
  });
};

const jobsIn = (
  document: JsonObject,
  operations: readonly FoundOperation[],
  resolve: Resolve,
): readonly GuessedJob[] => {
  const creates = operations.filter(({ method }) => method === "post");
  const texts = [textAt(objectAt(document, "info"), "description") ?? "", ...creates.flatMap(textsOf)];
  const taken = new Set<string>();
  return operations.flatMap((operation) => {
    const job = guessJob(operation, { resolve, texts });
    if (job === undefined) return [];
    let { name } = job.declaration;
    for (let number = 2; taken.has(name); number += 1) name = `${job.declaration.name}${number}`;
    taken.add(name);
    return [{ ...job, declaration: { ...job.declaration, name } }];
  });
};

/** What nothing in the document tells, as notes and sketches for the person who knows the vendor's pages. */
const missing: Readonly<Record<"address" | "key" | "job", MissingAction>> = {
  address: {
    note: "Fill in: the address of the service, which gets the key; the document names none",
    sketch: sketched("$", 'update: { x-base-url: "https://<host>" }'),
  },
  key: {
    note: "Fill in: how the key travels, if there is one",
    sketch: sketched(
      "$",
      "update:",
      "  components: { securitySchemes: { key: { type: http, scheme: bearer } } }",
      "  security: [{ key: [] }]",
    ),
  },
  job: {
    note: "Fill in: which operation reports on a job? None has a status whose words tell pending and terminal phases",
    sketch: sketched(
      "$.paths['/<path>/{id}'].get",
      "update:",
      "  x-job:",
      "    name: <what the job is called>",
      "    id: { request: $request.path.id, response: /id }",
      "    state: { at: /status, values: { pending: [], succeeded: [], failed: [] }, otherwise: pending }",
      "    has: { succeeded: { present: [] } }",
      "    poll: { every: 5s }",
    ),
  },
};

const link = (name: string): string =>
  `update: { links: { ${name}: { operationId: <status operation>, parameters: { <id parameter>: "$response.body#/<pointer>" } } } }`;

const missingStarts = (
  jobs: readonly GuessedJob[],
  { jobsWithoutStart, undecided }: GuessedStarts,
): readonly MissingAction[] => {
  const [first] = undecided;
  const names = jobs.map(({ declaration }) => declaration.name).join(", ");
  const creates = undecided.map(({ method, path }) => `${method.toUpperCase()} ${path}`).join(", ");
  return [
    ...jobsWithoutStart.map(({ declaration: { name } }) => ({
      note: `Fill in: what starts a ${name}? No operation gives its id; import its page as well, then link it`,
      sketch: sketched("$.paths['/<path>'].post.responses['200']", link(name)),
    })),
    ...(first === undefined
      ? []
      : [
          {
            note: `Fill in: do these start a job, and which (${names})? ${creates}; link each to one`,
            sketch: sketched(`${first.target}.responses['${first.goodCodes[0] ?? "200"}']`, link("<job>")),
          },
        ]),
  ];
};

/** The declaration as an action on the status operation; what no text tells is an action of its own, with its own mark. */
const jobActions = ({ status, declaration, sources, gaps, unsaid }: GuessedJob): readonly GuessedAction[] => {
  const notes: readonly Gap[] = [
    ...gaps,
    ...(declaration.id.response === undefined
      ? [{ path: ["id"], note: "Fill in: does the response repeat the id? Then response: /<pointer>" }]
      : []),
    ...(declaration.failure === undefined
      ? [{ path: [], note: "Fill in: where does a failed response say why? failure: { message: /<pointer> }" }]
      : []),
  ];
  const declared = {
    target: status.target,
    description: `assumed: guessed from ${sources.join("; ")}`,
    update: { "x-job": JSON.parse(JSON.stringify(declaration)) },
    gaps: notes.map(({ path, note }) => ({ path: ["x-job", ...path], note })),
  };
  const [first] = Object.keys(unsaid);
  if (first === undefined) return [declared];
  const questions = Object.entries({ poll: "how often may one poll", typicalDuration: "how long does a job take" });
  const asked = questions.flatMap(([name, question]) => (name in unsaid ? [question] : [])).join(", and ");
  return [
    declared,
    {
      target: `${status.target}.x-job`,
      description: "assumed: made up, for no text says it",
      update: unsaid,
      gaps: [{ path: [first], note: `Fill in: ${asked}?` }],
    },
  ];
};

/** Members that the document's own examples show as null, though their schemas do not allow it. */
const nullActions = ({ response }: FoundOperation, is30: boolean, resolve: Resolve): readonly GuessedAction[] => {
  const shown = membersIn(response?.schema, resolve).filter(({ pointer, schema: { source } }) => {
    const { type, nullable } = source;
    const isNull = response?.examples.some(({ value }) => resolvePointer(value, pointer) === null) === true;
    return isNull && nullable !== true && typeof type === "string" && type !== "null";
  });
  return lastOfEach(
    shown.map(({ pointer, schema: { source, target } }) => ({
      target,
      description: `assumed: ${pointer} can be null, as in the document's own example`,
      update: is30 ? { nullable: true } : { type: [source["type"] ?? "", "null"] },
    })),
  );
};

/** Examples for what the job guarantees: a mock responds with them, and generating fails without. */
const exampleActions = ({ status, declaration }: GuessedJob, resolve: Resolve): readonly GuessedAction[] => {
  const { has = {}, items, id } = declaration;
  const guaranteed = (fields: typeof has): readonly string[] =>
    Object.values(fields).flatMap(({ present = [] }) => present);
  const ofItems = items === undefined ? [] : [items.id, ...guaranteed(items.has ?? {})];
  const pointers = [
    id.response,
    ...guaranteed(has),
    ...ofItems.map((pointer) => pointer && `${items?.at}/0${pointer}`),
  ].filter((pointer) => pointer !== undefined);
  return lastOfEach(
    pointers.flatMap((pointer) => {
      const place = status.response && schemaAt(status.response.schema, pointer, resolve);
      if (place === undefined || hasExample([place.source], resolve)) return [];
      const { value, source } = valueAt(status, pointer, resolve);
      const description = `assumed: an example of ${pointer}, from ${source}`;
      return [{ target: place.target, description, update: { example: value } }];
    }),
  );
};

/** One action for a schema that several members share. */
const lastOfEach = <Action extends GuessedAction>(actions: readonly Action[]): readonly Action[] => [
  ...new Map(actions.map((action) => [action.target, action])).values(),
];
