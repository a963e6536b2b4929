import { resolvePointer, type RuntimeExpression } from "@genwait/lifecycle";

import type { ResponseTemplate } from "../body/response-template.ts";
import type { CreateModel } from "../document/api-model.ts";
import type { Operation, ParameterModel } from "../document/operation.ts";
import { type RequestParts, valueAt } from "../document/runtime-expression.ts";
import { schemasAt } from "../document/schema.ts";
import { makeId } from "../job/make-id.ts";
import type { Random } from "../job/seeded.ts";

/** Whose id, and in which style. */
export interface NewIdOptions {
  readonly operation: Operation;
  readonly create: Pick<CreateModel, "code" | "id" | "jobs">;
  readonly request?: RequestParts;
  readonly responseTemplate: ResponseTemplate;
  readonly random: Random;
}

const isPlace = ({ name, in: where }: ParameterModel, place: RuntimeExpression): boolean =>
  where === place.in && name === place.at;

/** The id of a job that is about to start: the caller's where the API lets it choose, else one like the document's example. */
export const newId = async ({
  operation,
  create,
  request,
  responseTemplate,
  random,
}: NewIdOptions): Promise<string> => {
  const { id, code, jobs } = create;
  if (id.of === "request") {
    const chosen = request === undefined ? undefined : valueAt(id, request, operation.path);
    if (chosen !== undefined) return chosen;
  }
  const draft = await responseTemplate(operation, code);
  // It has to fit where it is told, and where it is asked for.
  const schemas = [
    ...(id.of === "response" && id.in === "body" ? schemasAt(draft.schema, id.at) : []),
    ...jobs.flatMap(({ operation: { parameters }, id: place }) =>
      parameters.flatMap((parameter) => (isPlace(parameter, place) ? (parameter.schema ?? []) : [])),
    ),
  ];
  const example = id.in === "header" ? draft.headers[id.at] : resolvePointer(draft.full, id.at);
  const isShown = typeof example === "string" || typeof example === "number";
  return String(makeId(isShown ? example : undefined, random, schemas));
};
