import type { GuessedAction, MissingAction } from "./guessed-action.ts";
import { errorActions } from "./error-actions.ts";
import { exampleActions } from "./example-actions.ts";
import { guessBaseUrl } from "./guess-base-url.ts";
import { guessKey } from "./guess-key.ts";
import { guessStarts } from "./guess-starts.ts";
import { isJsonMedia } from "../openapi/operations.ts";
import { jobActions } from "./job-actions.ts";
import { missingActions } from "./missing-actions.ts";
import { nameOperations } from "./operation-names.ts";
import { nullActions } from "./null-actions.ts";
import { type ErrorBody, errorBodyOf } from "./error-body.ts";
import { type FoundOperation, foundOperations, textsOf } from "./found-operations.ts";
import { type GuessedJob, guessJob } from "./guess-job.ts";
import { type JsonObject, memberOf, objectAt, textAt } from "../openapi/json.ts";
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
