import { isAbsent, statusKinds, resolvePointer, type Scalar, type XJob } from "@genwait/lifecycle";

import type { Resolve } from "../openapi/references.ts";
import type { Json } from "../openapi/json.ts";
import type { FoundExample } from "./found-operations.ts";
import type { GuessedJob } from "./guess-job.ts";
import { errorResponses } from "./error-responses.ts";
import type { ErrorBody } from "./error-body.ts";
import type { GuessedOverlay } from "./guess-overlay.ts";
import { madeUpBody } from "./made-up-body.ts";
import { madeUpExample } from "./made-up-example.ts";
import { meaningOfResponse } from "./meaning-of-response.ts";
import { targetOfMember } from "./target-of-member.ts";

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
