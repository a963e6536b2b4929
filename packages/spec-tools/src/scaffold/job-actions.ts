import { isJsonObject, type Json, type JsonObject } from "../openapi/json.ts";
import type { GuessedJob } from "./guess-job.ts";
import type { Gap, GuessedAction } from "./guessed-action.ts";

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
