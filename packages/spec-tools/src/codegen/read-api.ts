import type { XError } from "@genwait/lifecycle";

import { isJsonObject, type Json, type JsonObject, listAt, objectAt, textAt } from "../merge/json.ts";
import type { ApiModel, OperationModel } from "./api-model.ts";
import { GenerateError } from "./generate-error.ts";
import { keyVariableOf } from "./names.ts";
import { defaultJobOf, readJobs } from "./read-jobs.ts";
import { readKey } from "./read-key.ts";
import { readOperations } from "./read-operations.ts";
import { readStart } from "./read-start.ts";
import { resolverOf, type Resolve } from "./references.ts";

/** A merged document under the name of its folder. */
export interface NamedDocument {
  readonly name: string;
  readonly document: JsonObject;
  /** What error messages call it, such as `specs/<name>`. */
  readonly place: string;
}

/**
 * Reads a merged document.
 *
 * @throws GenerateError when something that a client needs is missing
 */
export const readApi = ({ name, document, place }: NamedDocument): ApiModel => {
  const resolve = resolverOf(document);
  const key = readKey(document, resolve, place);
  const found = readOperations(document, { resolve, place, key });
  const jobs = readJobs(found, place);
  const defaultJob = defaultJobOf(jobs);
  if (defaultJob === undefined) {
    throw new GenerateError(
      place,
      "no operation reports on a job",
      "Declare x-job on the status operation in the overlay.",
    );
  }
  const requestIdHeader = requestIdHeaderOf(
    found.map(({ source }) => source),
    resolve,
  );
  return {
    name,
    title: textAt(objectAt(document, "info"), "title") ?? name,
    keyVariable: keyVariableOf(name),
    baseUrl: baseUrlOf(document, place),
    ...(key !== undefined && { key }),
    ...(requestIdHeader !== undefined && { requestIdHeader }),
    operations: found.map(({ source, model }) => withStart(model, readStart(source, { jobs, resolve, place }))),
    jobs,
    defaultJob: defaultJob.declaration.name,
    errors: listAt(document, "x-errors").filter(isError),
    document,
  };
};

const withStart = (operation: OperationModel, starts: OperationModel["starts"]): OperationModel =>
  starts === undefined ? operation : { ...operation, starts };

const isError = (value: Json): value is Json & XError =>
  isJsonObject(value) && typeof value["status"] === "number" && textAt(value, "kind") !== undefined;

const baseUrlOf = (document: JsonObject, place: string): string => {
  const server = listAt(document, "servers")[0];
  const variables = objectAt(server, "variables");
  const url = (textAt(server, "url") ?? "").replaceAll(
    /\{([^}]+)\}/g,
    (whole, name: string) => textAt(variables[name], "default") ?? whole,
  );
  if (!URL.canParse(url)) {
    throw new GenerateError(
      `${place} (servers)`,
      url === "" ? "no server is named" : `"${url}" is no absolute address`,
      "Write one in the overlay.",
    );
  }
  return url.replace(/\/$/, "");
};

// What vendors call the id that their support asks for; declared among the headers of an answer.
const requestIdNames = /^(?:x-)?(?:request|correlation|trace)-?id$/i;

const requestIdHeaderOf = (operations: readonly JsonObject[], resolve: Resolve): string | undefined =>
  operations
    .flatMap((operation) => Object.values(objectAt(operation, "responses")))
    .flatMap((answer) => Object.keys(objectAt(resolve(answer), "headers")))
    .find((header) => requestIdNames.test(header))
    ?.toLowerCase();
