import { isJsonObject, type JsonObject, listAt, memberOf, objectAt, textAt } from "../merge/json.ts";
import type { BodyModel, KeyModel, Method, OperationModel, ParameterModel } from "./api-model.ts";
import { GenerateError } from "./generate-error.ts";
import { markOf } from "./marked-document.ts";
import { isJsonMedia } from "./media.ts";
import { isBodyInput } from "./operation-inputs.ts";
import { readAnswers } from "./read-responses.ts";
import { readParameters } from "./read-parameters.ts";
import type { Resolve } from "./references.ts";

export interface ReadOptions {
  readonly resolve: Resolve;
  /** What error messages call the document. */
  readonly place: string;
  readonly key?: KeyModel | undefined;
}

/** An operation as the document writes it, with what has been read of it. */
export interface ReadOperation {
  readonly source: JsonObject;
  readonly model: OperationModel;
}

const methods: readonly Method[] = ["get", "post", "put", "patch", "delete"];

/** Every operation of the document, in its order. */
export const readOperations = (document: JsonObject, options: ReadOptions): readonly ReadOperation[] =>
  Object.entries(objectAt(document, "paths")).flatMap(([path, value]) => {
    const item = options.resolve(value);
    return methods.flatMap((method) => {
      const source = memberOf(item, method);
      return isJsonObject(source) ? [{ source, model: readOperation({ path, method, item, source }, options) }] : [];
    });
  });

interface Found {
  readonly path: string;
  readonly method: Method;
  readonly item: JsonObject;
  readonly source: JsonObject;
}

const readOperation = ({ path, method, item, source }: Found, options: ReadOptions): OperationModel => {
  const id = textAt(source, "operationId");
  if (id === undefined) {
    throw new GenerateError(
      `${options.place} (${method} ${path})`,
      "the operation has no operationId",
      "Give it one in the overlay.",
    );
  }
  const place = `${options.place} (${id})`;
  const summary = textAt(source, "summary");
  const description = textAt(source, "description");
  const body = readBody(memberOf(source, "requestBody"), place, options);
  const listed = [...listAt(item, "parameters"), ...listAt(source, "parameters")];
  const parameters = readParameters(listed.map(options.resolve), options.key);
  refuseTwins(parameters, body, place);
  return {
    id,
    method,
    path,
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    mark: markOf(source),
    isDeprecated: memberOf(source, "deprecated") === true,
    parameters,
    ...(body !== undefined && { body }),
    answers: readAnswers(source, options.resolve),
  };
};

const readBody = (
  value: JsonObject[string] | undefined,
  place: string,
  { resolve }: ReadOptions,
): BodyModel | undefined => {
  if (value === undefined) return undefined;
  const body = resolve(value);
  const content = objectAt(body, "content");
  const media = Object.keys(content).find(isJsonMedia);
  if (media === undefined) {
    const kinds = Object.keys(content).join(", ");
    throw new GenerateError(
      place,
      `its body is no JSON but ${kinds}`,
      "Remove the operation in the overlay, or declare its JSON form.",
    );
  }
  return { isRequired: memberOf(body, "required") === true, schema: objectAt(objectAt(content, media), "schema") };
};

const refuseTwins = (parameters: readonly ParameterModel[], body: BodyModel | undefined, place: string): void => {
  const names = [
    ...parameters.map(({ name }) => name),
    ...(body === undefined || isBodyInput({ parameters, body }) ? [] : ["body"]),
  ];
  const twin = names.find((name, index) => names.indexOf(name) !== index);
  if (twin === undefined) return;
  throw new GenerateError(
    place,
    `two of its inputs are named "${twin}"`,
    "A caller could not tell them apart: rename or remove one in the overlay.",
  );
};
