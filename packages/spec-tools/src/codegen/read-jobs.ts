import type { XJob } from "@genwait/lifecycle";

import { isJsonObject, type Json, memberOf, textAt } from "../merge/json.ts";
import type { JobModel, OperationModel } from "./api-model.ts";
import { GenerateError } from "./generate-error.ts";
import type { ReadOperation } from "./read-operations.ts";

/** The jobs that operations report on, in the order of the document. */
export const readJobs = (operations: readonly ReadOperation[], place: string): readonly JobModel[] =>
  operations.flatMap(({ source, model }) => {
    const declaration = memberOf(source, "x-job");
    if (declaration === undefined) return [];
    if (!isDeclaration(declaration)) {
      throw new GenerateError(
        `${place} (${model.id})`,
        "its x-job has no name, or does not say where the request carries the id",
        "Write name and id.request.",
      );
    }
    return [{ declaration, operation: model, id: readId(declaration, model, place) }];
  });

/** The job that is meant when nobody names one: the declared default, the only one, or the first that is not deprecated. */
export const defaultJobOf = (jobs: readonly JobModel[]): JobModel | undefined =>
  jobs.find((job) => job.declaration.default === true) ?? jobs.find((job) => !job.operation.isDeprecated) ?? jobs[0];

// The declaration has passed the JSON Schema of x-job before anything is generated; this tells the compiler.
const isDeclaration = (value: Json): value is Json & XJob =>
  isJsonObject(value) && textAt(value, "name") !== undefined && textAt(memberOf(value, "id"), "request") !== undefined;

const readId = ({ id, name }: XJob, operation: OperationModel, place: string): JobModel["id"] => {
  const [, inPath, inQuery, inBody] = /^\$request\.(?:path\.(.+)|query\.(.+)|body#\/([^/]+))$/.exec(id.request) ?? [];
  if (inBody !== undefined) return { in: "body", name: inBody };
  const found = operation.parameters.find(
    (parameter) => parameter.in === (inPath === undefined ? "query" : "path") && parameter.name === (inPath ?? inQuery),
  );
  if (found === undefined || found.in === "header") {
    const parameters = operation.parameters.map((parameter) => `$request.${parameter.in}.${parameter.name}`).join(", ");
    throw new GenerateError(
      `${place} (${operation.id})`,
      `job "${name}" takes its id from ${id.request}, which the operation does not have`,
      `Use one of: ${parameters === "" ? "$request.body#/<member>" : parameters}.`,
    );
  }
  return { in: found.in, name: found.name };
};
