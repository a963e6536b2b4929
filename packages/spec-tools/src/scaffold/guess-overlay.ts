import { resolvePointer } from "@genwait/lifecycle";

import type { Gap, GuessedAction, MissingAction } from "./guessed-action.ts";
import { baseUrlFault, baseUrlKeyword, serverAddresses } from "../openapi/base-url.ts";
import { errorActions, type ErrorBody, errorBodyOf } from "./refusals.ts";
import { guessStarts } from "./guess-starts.ts";
import { hasExample } from "../lint/has-example.ts";
import {
  isJsonList,
  isJsonObject,
  type Json,
  type JsonObject,
  listAt,
  memberOf,
  objectAt,
  textAt,
} from "../openapi/json.ts";
import { isJsonMedia } from "../openapi/operations.ts";
import { madeUpExample } from "./made-up-example.ts";
import { nameOperations } from "./operation-names.ts";
import {
  type FoundOperation,
  foundOperations,
  membersOfResponse,
  plainName,
  quoted,
  targetOfMember,
  textsOf,
} from "./found-operations.ts";
import { type GuessedJob, guessJob } from "./guess-job.ts";
import { type Resolve, resolverOf } from "../openapi/references.ts";

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
  const all = foundOperations(document, resolve);
  const operations = all.filter((operation) => !isUnsendable(operation, resolve));
  const names = nameOperations(operations);
  const idOf = (operation: FoundOperation): string => names.find((named) => named.operation === operation)?.id ?? "";
  const address = guessBaseUrl(document, operations);
  const key = guessKey(document, operations, resolve);
  const jobs = jobsIn(document, operations, resolve);
  const is30 = textAt(document, "openapi")?.startsWith("3.0") === true;
  const errorBody = errorBodyOf(operations, resolve);
  const starts = guessStarts(jobs, { operations, resolve, idOf });
  const unsendable = all.filter((operation) => !operations.includes(operation));
  return {
    title: textAt(objectAt(document, "info"), "title") ?? "the API",
    jobs,
    errorBody,
    actions: [
      ...(address === undefined ? [] : [address]),
      ...(key ?? []),
      ...unsendable.map(removal),
      ...names.flatMap(({ operation, id, source }) =>
        source === undefined
          ? []
          : [{ target: operation.target, description: `assumed: named after ${source}`, update: { operationId: id } }],
      ),
      ...starts.actions,
      ...errorActions(operations, errorBody, resolve),
      ...jobs.flatMap((job) => [
        ...nullActions(job.operation, is30, resolve),
        ...exampleActions(job, resolve),
        ...jobActions(job),
      ]),
    ],
    missing: missingActions({
      lacksServer: address === undefined,
      lacksKey: key === undefined,
      jobs,
      jobsWithoutStart: starts.jobsWithoutStart,
      undecided: starts.undecided,
    }),
    notes: [
      ...unsendable.map(
        ({ method, path, source }) => `left out ${method.toUpperCase()} ${path}, for its body is ${mediaOf(source)}`,
      ),
      ...starts.notes,
    ],
  };
};

/** Clients send JSON; an operation that wants anything else would keep the whole API from being generated. */
const isUnsendable = ({ source }: FoundOperation, resolve: Resolve): boolean => {
  const body = memberOf(source, "requestBody");
  const kinds = body === undefined ? [] : Object.keys(objectAt(resolve(body), "content"));
  return kinds.length > 0 && !kinds.some(isJsonMedia);
};

const removal = ({ target, source }: FoundOperation): GuessedAction => ({
  target,
  description: `assumed: left out, for its body is ${mediaOf(source)} and clients send JSON`,
  remove: true,
});

const mediaOf = (source: JsonObject): string =>
  Object.keys(objectAt(objectAt(source, "requestBody"), "content")).join(", ") || "no JSON";

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

export interface Lacks {
  readonly lacksServer: boolean;
  readonly lacksKey: boolean;
  readonly jobs: readonly GuessedJob[];
  readonly jobsWithoutStart: readonly GuessedJob[];
  /** Operations that may start a job, though nothing says which. */
  readonly undecided: readonly FoundOperation[];
}

/** What nothing in the document tells, as notes and sketches for the person who knows the vendor's pages. */
export const missingActions = ({
  lacksServer,
  lacksKey,
  jobs,
  jobsWithoutStart,
  undecided,
}: Lacks): readonly MissingAction[] => [
  ...(lacksServer ? [server] : []),
  ...(lacksKey ? [key] : []),
  ...(jobs.length === 0 ? [job] : []),
  ...jobsWithoutStart.map(({ declaration }) => startOf(declaration.name)),
  ...(undecided.length === 0 ? [] : [linkOf(undecided, jobs)]),
];

const linkOf = (creates: readonly FoundOperation[], jobs: readonly GuessedJob[]): MissingAction => ({
  note: `Fill in: do these start a job, and which (${jobs.map(({ declaration }) => declaration.name).join(", ")})? ${creates.map(({ method, path }) => `${method.toUpperCase()} ${path}`).join(", ")}; link each to one`,
  sketch: [
    `- target: ${creates[0]?.target ?? "$"}.responses['${creates[0]?.goodCodes[0] ?? "200"}']`,
    '  description: "documented: <where it stands>"',
    `  update: { links: { <job>: { operationId: <status operation>, parameters: { <id parameter>: "$response.body#/<pointer>" } } } }`,
  ],
});

const server: MissingAction = {
  note: "Fill in: the address of the service, which gets the key; the document names none",
  sketch: [
    "- target: $",
    '  description: "documented: <where it stands>"',
    '  update: { x-base-url: "https://<host>" }',
  ],
};

const key: MissingAction = {
  note: "Fill in: how the key travels, if there is one",
  sketch: [
    "- target: $",
    '  description: "documented: <where it stands>"',
    "  update:",
    "    components: { securitySchemes: { key: { type: http, scheme: bearer } } }",
    "    security: [{ key: [] }]",
  ],
};

const job: MissingAction = {
  note: "Fill in: which operation reports on a job? None has a status whose words tell pending and terminal phases",
  sketch: [
    "- target: $.paths['/<path>/{id}'].get",
    '  description: "documented: <where it stands>"',
    "  update:",
    "    x-job:",
    "      name: <what the job is called>",
    "      id: { request: $request.path.id, response: /id }",
    "      state: { at: /status, values: { pending: [], succeeded: [], failed: [] }, otherwise: pending }",
    "      has: { succeeded: { present: [] } }",
    "      poll: { every: 5s }",
  ],
};

const startOf = (name: string): MissingAction => ({
  note: `Fill in: what starts a ${name}? No operation gives its id; import its page as well, then link it`,
  sketch: [
    "- target: $.paths['/<path>'].post.responses['200']",
    '  description: "documented: <where it stands>"',
    `  update: { links: { ${name}: { operationId: <status operation>, parameters: { <id parameter>: "$response.body#/<pointer>" } } } }`,
  ],
});

/** The declaration as an action on the status operation; what no text tells is an action of its own, with its own mark. */
export const jobActions = ({ operation, declaration, sources, gaps, unsaid }: GuessedJob): readonly GuessedAction[] => {
  const notes: readonly Gap[] = [
    ...gaps,
    ...(declaration.id.response === undefined
      ? [{ path: ["id"], note: "Fill in: does the response repeat the id? Then response: /<pointer>" }]
      : []),
    ...(declaration.failure === undefined
      ? [{ path: [], note: "Fill in: where does a failed response say why? failure: { message: /<pointer> }" }]
      : []),
  ];
  return [
    {
      target: operation.target,
      description: `assumed: guessed from ${sources.join("; ")}`,
      update: { "x-job": asJson(declaration) },
      gaps: notes.map(({ path, note }) => ({ path: ["x-job", ...path], note })),
    },
    ...(Object.keys(objectOf(unsaid)).length === 0
      ? []
      : [
          {
            target: `${operation.target}.x-job`,
            description: "assumed: made up, for no text says it",
            update: unsaid,
            gaps: [
              {
                path: [Object.keys(objectOf(unsaid))[0] ?? ""],
                note: `Fill in: ${questionsOf(objectOf(unsaid))}?`,
              },
            ],
          },
        ]),
  ];
};

const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value));

const objectOf = (value: Json): JsonObject => (isJsonObject(value) ? value : {});

const questionsOf = (unsaid: JsonObject): string =>
  [
    ...(unsaid["poll"] === undefined ? [] : ["how often may one poll"]),
    ...(unsaid["typicalDuration"] === undefined ? [] : ["how long does a job take"]),
  ].join(", and ");

/** Members that the document's own examples show as null, though their schemas do not allow it. */
export const nullActions = (operation: FoundOperation, is30: boolean, resolve: Resolve): readonly GuessedAction[] => {
  const { response } = operation;
  const targets = new Map<string, GuessedAction>();
  for (const { pointer } of membersOfResponse(response?.schema, resolve)) {
    if (response?.examples.some(({ value }) => resolvePointer(value, pointer) === null) !== true) continue;
    const place = targetOfMember(operation, pointer, resolve);
    if (place === undefined || !isJsonObject(place.value) || !("type" in place.value)) continue;
    const { type, nullable } = place.value;
    if (nullable === true || typeof type !== "string" || type === "null") continue;
    targets.set(place.path, {
      target: place.path,
      description: `assumed: ${pointer} can be null, as in the document's own example`,
      update: allowing(type, is30),
    });
  }
  return [...targets.values()];
};

const allowing = (type: string, is30: boolean): Json => (is30 ? { nullable: true } : { type: [type, "null"] });

/** Examples for what the job guarantees: a mock responds with them, and generating fails without. */
export const exampleActions = ({ operation, declaration }: GuessedJob, resolve: Resolve): readonly GuessedAction[] => {
  const { has = {}, items, id } = declaration;
  const guaranteed = [
    ...(id.response === undefined ? [] : [id.response]),
    ...Object.values(has).flatMap(({ present = [] }) => present),
    ...(items === undefined
      ? []
      : (items.id === undefined ? [] : [items.id]).map((pointer) => `${items.at}/0${pointer}`)),
    ...(items === undefined
      ? []
      : Object.values(items.has ?? {}).flatMap(({ present = [] }) =>
          present.map((pointer) => `${items.at}/0${pointer}`),
        )),
  ];
  const targets = new Map<string, GuessedAction>();
  for (const pointer of guaranteed) {
    const place = targetOfMember(operation, pointer, resolve);
    if (place === undefined || !isJsonObject(place.value) || hasExample([place.value], resolve)) continue;
    const name = pointer.split("/").at(-1) ?? "";
    const { value, source } = madeUpExample(place.value, {
      name,
      pointer,
      examples: operation.response?.examples ?? [],
      resolve,
    });
    targets.set(place.path, {
      target: place.path,
      description: `assumed: an example of ${pointer}, from ${source}`,
      update: { example: value },
    });
  }
  return [...targets.values()];
};

/**
 * The address that will get the key: the document's own server, or one from a sample in its texts; undefined where nothing names one. A
 * person confirms it unless the document names exactly one.
 */
export const guessBaseUrl = (
  document: JsonObject,
  operations: readonly FoundOperation[],
): GuessedAction | undefined => {
  const declared = serverAddresses(document);
  const usable = declared.find((address) => baseUrlFault(address) === undefined);
  if (usable !== undefined) {
    return declared.length === 1
      ? pin(usable, "documented: the server that the vendor's document names")
      : pin(usable, "assumed: the first of the servers that the vendor's document names", [
          `Fill in: is this the address that gets the key? The document names ${declared.join(", ")}`,
        ]);
  }
  const prefix = declared.find((address) => address.startsWith("/")) ?? "";
  const sample = sampleAddress(document, prefix, operations);
  if (sample === undefined) return undefined;
  return pin(sample, "assumed: guessed from an address in the document's texts", [
    "Fill in: is this the address that gets the key? The document names no server",
  ]);
};

const pin = (url: string, description: string, notes: readonly string[] = []): GuessedAction => ({
  target: "$",
  description,
  update: { [baseUrlKeyword]: url },
  gaps: notes.map((note) => ({ path: [baseUrlKeyword], note })),
});

/** `https://api.x.com/v1/tasks/abc` in a text, with a server `/v1` and a path `/tasks/{id}`, → `https://api.x.com/v1`. */
const sampleAddress = (
  document: JsonObject,
  prefix: string,
  operations: readonly FoundOperation[],
): string | undefined => {
  for (const text of textsIn(document)) {
    for (const [address] of text.matchAll(/https:\/\/[a-z0-9.-]+(?::\d+)?\/[^\s"'`<>)\]]*/gi)) {
      const [base] = operations.flatMap(({ path }) => baseOf(address, prefix + path) ?? []);
      const url = base === undefined ? undefined : `${base}${prefix}`;
      if (url !== undefined && baseUrlFault(url) === undefined) return url;
    }
  }
  return undefined;
};

const baseOf = (address: string, path: string): string | undefined => {
  const fixed = path.split("{")[0]?.replace(/\/$/, "") ?? "";
  const at = address.indexOf(fixed, "https://".length);
  return fixed.length < 2 || at === -1 ? undefined : address.slice(0, at);
};

function* textsIn(value: Json): Generator<string> {
  if (typeof value === "string") yield value;
  else if (isJsonList(value)) for (const entry of value) yield* textsIn(entry);
  else if (isJsonObject(value)) for (const member of Object.values(value)) yield* textsIn(member);
}

/** What is to be added so that a client knows how the key travels: nothing when the document says it, undefined when nothing tells. */
export const guessKey = (
  document: JsonObject,
  operations: readonly FoundOperation[],
  resolve: Resolve,
): readonly GuessedAction[] | undefined => {
  const schemes = objectAt(objectAt(document, "components"), "securitySchemes");
  const usable = Object.keys(schemes).filter((name) => isUsable(resolve(schemes[name])));
  const asks = (holder: JsonObject): boolean =>
    listAt(holder, "security").some((requirement) =>
      Object.keys(resolve(requirement)).some((name) => usable.includes(name)),
    );
  const silent = operations.filter(({ source }) => memberOf(source, "security") === undefined);
  if (asks(document) || (silent.length === 0 && operations.some(({ source }) => asks(source)))) return [];
  const [scheme] = usable;
  if (scheme !== undefined) {
    const where = operations.some(({ source }) => asks(source))
      ? "asked for by some operations only"
      : "declared and asked for nowhere";
    return [securityAction({ security: [{ [scheme]: [] }] }, `the security scheme "${scheme}", which is ${where}`)];
  }
  return fromParameters(operations);
};

const isUsable = (scheme: JsonObject): boolean => {
  const type = textAt(scheme, "type");
  if (type === "apiKey") return ["header", "query"].includes(textAt(scheme, "in") ?? "");
  return type === "oauth2" || type === "openIdConnect" || textAt(scheme, "scheme")?.toLowerCase() === "bearer";
};

/** A header parameter that every operation takes its key in becomes a security scheme, and no parameter any more. */
const fromParameters = (operations: readonly FoundOperation[]): readonly GuessedAction[] | undefined => {
  const found = operations.flatMap((operation) =>
    operation.parameters.filter(isKey).map((parameter) => ({ operation, parameter })),
  );
  const [first] = found;
  const name = textAt(first?.parameter, "name");
  if (first === undefined || name === undefined) return undefined;
  const text = `${textAt(first.parameter, "description") ?? ""} ${JSON.stringify(first.parameter)}`;
  const isBearer = plainName(name) === "authorization" && /bearer/i.test(text);
  const scheme = isBearer ? { type: "http", scheme: "bearer" } : { type: "apiKey", in: "header", name };
  const removed = found
    .filter(
      ({ operation, parameter }) =>
        textAt(parameter, "name") === name && listAt(operation.source, "parameters").length > 0,
    )
    .map(({ operation }) => ({
      target: `${operation.target}.parameters[?(@.name == ${quoted(name)})]`,
      description: "assumed: the same header, now a security scheme",
      remove: true as const,
    }));
  return [
    securityAction(
      { components: { securitySchemes: { key: scheme } }, security: [{ key: [] }] },
      `the header parameter ${name}`,
    ),
    ...removed,
  ];
};

const securityAction = (update: Json, source: string): GuessedAction => ({
  target: "$",
  description: `assumed: guessed from ${source}: every call needs the key`,
  update,
});

const isKey = (parameter: JsonObject): boolean =>
  textAt(parameter, "in") === "header" &&
  /^(?:authorization|(?:x)?(?:[a-z]*)?(?:apikey|accesstoken|authtoken|token|apitoken|authkey)|xkey)$/.test(
    plainName(textAt(parameter, "name") ?? ""),
  );
