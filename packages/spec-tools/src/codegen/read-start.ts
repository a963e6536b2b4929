import { type Json, type JsonObject, objectAt, textAt } from "../merge/json.ts";
import type { JobModel, OperationModel, StartModel } from "./api-model.ts";
import { GenerateError } from "./generate-error.ts";
import type { Resolve } from "./references.ts";

export interface ReadStartOptions {
  readonly jobs: readonly JobModel[];
  readonly resolve: Resolve;
  readonly place: string;
}

/** The job that an operation starts, by the OpenAPI Link on its good answers; the first link that leads to a job counts. */
export const readStart = (
  operation: JsonObject,
  { jobs, resolve, place }: ReadStartOptions,
): StartModel | undefined => {
  for (const [code, answer] of Object.entries(objectAt(operation, "responses"))) {
    if (!code.startsWith("2")) continue;
    for (const [name, value] of Object.entries(objectAt(resolve(answer), "links"))) {
      const link = resolve(value);
      const job = jobs.find(
        ({ operation }) =>
          operation.id === textAt(link, "operationId") || pointerOf(operation) === textAt(link, "operationRef"),
      );
      if (job !== undefined) return startOf(link, job, `${place} (${textAt(operation, "operationId")}, link ${name})`);
    }
  }
  return undefined;
};

const startOf = (link: JsonObject, job: JobModel, place: string): StartModel => {
  const passed =
    job.id.in === "body"
      ? idOfBody(link, job.id.name)
      : (objectAt(link, "parameters")[job.id.name] ?? objectAt(link, "parameters")[`${job.id.in}.${job.id.name}`]);
  const id = answerPointer(passed);
  if (id === undefined) {
    throw new GenerateError(
      place,
      `it does not say which member of the answer is the job's id`,
      `Write parameters: { ${job.id.name}: "$response.body#/<pointer>" }.`,
    );
  }
  const items = answerPointer(link["x-items"]);
  return { job: job.declaration.name, id, ...(items !== undefined && { items }) };
};

const pointerOf = ({ path, method }: OperationModel): string =>
  `#/paths/${path.replaceAll("~", "~0").replaceAll("/", "~1")}/${method}`;

const idOfBody = (link: JsonObject, member: string): Json | undefined => {
  const body = link["requestBody"];
  return typeof body === "string" ? body : objectAt(link, "requestBody")[member];
};

const answerPointer = (expression: Json | undefined): string | undefined => {
  if (typeof expression !== "string") return undefined;
  return expression.startsWith("/") ? expression : /^\$response\.body#(\/.+)$/.exec(expression)?.[1];
};
