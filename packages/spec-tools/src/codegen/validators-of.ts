import { type JsonObject, objectAt, textAt } from "../merge/json.ts";
import { answerSchema, componentId } from "./answer-schema.ts";
import type { AnswerModel, ApiModel, OperationModel, Schema } from "./api-model.ts";
import { createNameTable, pascalCase } from "./names.ts";
import { componentOf, resolverOf } from "./references.ts";
import { waysOfJob } from "./ways-of-job.ts";

/** The validators of an API: one for each different schema that a client reads. */
export interface Validators {
  /** The validator for an operation's answer; undefined where nothing is declared, or nobody reads it. */
  nameFor(operation: OperationModel, answer: AnswerModel): string | undefined;
  /** By the validator's name. */
  readonly schemas: ReadonlyMap<string, Schema>;
  /** The component schemas that they refer to, by {@link componentId}. */
  readonly components: ReadonlyMap<string, Schema>;
}

/** The validator of an answer about whose body nothing is declared: that the code is declared has to be known all the same. */
export const validateAnything = "validateAnything";

/** Collects what answers are held against. Bodies of errors are not: what kind of error it is, the code and `x-errors` tell. */
export const validatorsOf = (api: ApiModel): Validators => {
  const resolve = resolverOf(api.document);
  const all = objectAt(objectAt(api.document, "components"), "schemas");
  const names = createNameTable([validateAnything]);
  const components = new Map<string, Schema>();
  const reach = (component: string): void => {
    const id = componentId(component);
    if (components.has(id)) return;
    components.set(id, {});
    components.set(id, answerSchema(all[component] ?? {}, options));
  };
  const options = { resolve, is30: is30(api.document), reach };
  const schemas = new Map<string, Schema>();
  const byText = new Map<string, string>();
  const nameFor = (operation: OperationModel, answer: AnswerModel): string | undefined => {
    if (!isRead(api, operation, answer)) return undefined;
    if (answer.schema === undefined) return validateAnything;
    const schema = answerSchema(answer.schema, options);
    if (Object.keys(schema).length === 0) return validateAnything;
    const text = JSON.stringify(schema);
    const known = byText.get(text);
    if (known !== undefined) return known;
    const component = componentOf(answer.schema);
    const name = names.take(`validate${pascalCase(component ?? `${operation.id}-${answer.code}`)}`);
    byText.set(text, name);
    schemas.set(name, schema);
    return name;
  };
  for (const operation of api.operations) for (const answer of operation.answers) nameFor(operation, answer);
  return { nameFor, schemas, components };
};

const isRead = (api: ApiModel, operation: OperationModel, { code }: AnswerModel): boolean =>
  code.startsWith("2") ||
  api.jobs.some((job) => job.operation.id === operation.id && waysOfJob(job.declaration, code).length > 0);

const is30 = (document: JsonObject): boolean => textAt(document, "openapi")?.startsWith("3.0") === true;
