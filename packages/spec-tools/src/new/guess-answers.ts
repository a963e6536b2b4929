import { isAbsent, kinds, resolvePointer, type Scalar, type XJob } from "@genwait/lifecycle";

import type { Resolve } from "../codegen/references.ts";
import type { Json } from "../merge/json.ts";
import type { FoundExample } from "./found-operations.ts";
import type { GuessedJob } from "./guess-job.ts";
import { errorAnswers } from "./error-answers.ts";
import type { ErrorBody } from "./error-body.ts";
import type { GuessedOverlay } from "./guess-overlay.ts";
import { madeUpBody } from "./made-up-body.ts";
import { madeUpExample } from "./made-up-example.ts";
import { meaningOfAnswer } from "./meaning-of-answer.ts";
import { targetOfMember } from "./target-of-member.ts";

/** The content of an `answers.yaml` to go on from. */
export interface GuessedAnswers {
  readonly ids: Readonly<Record<string, string>>;
  readonly answers: readonly Json[];
}

/** What the answers are made from. */
type Guessed = Pick<GuessedOverlay, "jobs" | "errorBody">;

/** True-looking answers of the jobs: the document's examples first, then one made up for each status that no example shows. */
export const guessAnswers = ({ jobs, errorBody }: Guessed, resolve: Resolve): GuessedAnswers => {
  const each = jobs.map((job) => answersOfJob(job, errorBody, resolve));
  return { ids: Object.assign({}, ...each.map(({ ids }) => ids)), answers: each.flatMap(({ answers }) => answers) };
};

const answersOfJob = (job: GuessedJob, errorBody: ErrorBody, resolve: Resolve): GuessedAnswers => {
  const { declaration, operation } = job;
  const { name } = declaration;
  const id = idOf(job, resolve);
  const shown = (operation.answer?.examples ?? []).flatMap((example) => fromExample(declaration, example, id));
  const rest = wordsNotIn(declaration, operation.answer?.examples ?? []).map(({ word, title }) =>
    entry(name, { title, mark: "assumed", body: madeUpBody(job, { word, id, resolve }) }, declaration),
  );
  return {
    ids: { [name]: id },
    answers: [...shown, ...rest.flat(), ...errorAnswers(name, operation, { errorBody, resolve })],
  };
};

const idOf = ({ declaration, operation }: GuessedJob, resolve: Resolve): string => {
  const { answer } = declaration.id;
  const name = (answer ?? declaration.id.request).split(/[/.]/).at(-1) ?? "id";
  if (answer === undefined) return `${name.replace(/_?id$/i, "") || "job"}_1a2b3c`;
  const place = targetOfMember(operation, answer, resolve);
  return String(
    madeUpExample(place?.value, { name, pointer: answer, examples: operation.answer?.examples ?? [], resolve }).value,
  );
};

const fromExample = (job: XJob, { name, value }: FoundExample, id: string): readonly Json[] => {
  const own = job.id.answer === undefined ? undefined : resolvePointer(value, job.id.answer);
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
  const means = meaningOfAnswer(declaration, body);
  if (means === undefined) return [];
  return [
    {
      name: title,
      job,
      mark,
      ...(source !== undefined && { source }),
      ...request,
      answer: { status: 200, body },
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
  return kinds.flatMap((kind) =>
    (state.values?.[kind] ?? [])
      .filter((word) => !shown.has(word))
      .map((word) => ({ word, title: `${kind}: ${String(word)}` })),
  );
};
