import type { ApiAddress, CarriedValue, JobCall } from "@genwait/client-core";
import type { Scalar, XError, XJob } from "@genwait/lifecycle";

import { GenerateError } from "./generate-error.ts";
import { baseUrlFault, baseUrlKeyword } from "../openapi/base-url.ts";
import { type CallModel, idPlaceOf, type JobCalls, jobCallsOf, type JobParameter } from "../openapi/job-calls.ts";
import { componentOf, type Resolve, resolverOf } from "../openapi/references.ts";
import { indexAccess } from "../text/typescript-text.ts";
import { type DocumentOperation, isFormMedia, isJsonMedia, type Method, operationsOf } from "../openapi/operations.ts";
import { isJsonObject, type Json, type JsonObject, listAt, memberOf, objectAt, textAt } from "../openapi/json.ts";
import { type KeyModel, keyOfScheme, keySchemeOf } from "../openapi/key.ts";
import { keyVariableOf } from "./names.ts";
import { isOnGood, linksOf, targetOf } from "../openapi/links.ts";
import { type DeclaredParameter, parametersOf } from "../openapi/parameters.ts";

/** A JSON Schema of OpenAPI 3.0 or 3.1. */
export type Schema = JsonObject;

/** What the emitters need to know of an API, read once from its merged document. */
export interface ApiModel {
  /** The folder's name under `specs/`. */
  readonly name: string;
  readonly title: string;
  /** The environment variable that holds the key. */
  readonly keyVariable: string;
  /** The address that gets the key: the one that the overlay pins. */
  readonly baseUrl: string;
  readonly key?: KeyModel;
  readonly requestIdHeader?: string;
  readonly operations: readonly OperationModel[];
  readonly jobs: readonly JobModel[];
  readonly defaultJob: string;
  readonly errors: readonly XError[];
  readonly document: JsonObject;
}

export interface OperationModel {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly summary?: string;
  readonly description?: string;
  readonly isDeprecated: boolean;
  readonly parameters: readonly ParameterModel[];
  readonly body?: BodyModel;
  readonly responses: readonly ResponseModel[];
  readonly starts?: StartModel;
  /** Where it is, where that is not the API's base URL. */
  readonly baseUrl?: string;
}

export interface ParameterModel {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly isRequired: boolean;
  readonly description?: string;
  readonly schema: Schema;
  /** How it is written, where the document says so. */
  readonly style?: string;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  /** The one legal value: sent where none is given. */
  readonly value?: Scalar;
}

export interface BodyModel {
  readonly isRequired: boolean;
  /** JSON where the operation takes any. */
  readonly media: string;
  readonly schema: Schema;
  /** Its type, as an expression over openapi-typescript's types. */
  readonly type: string;
  /** The members of a form that are files. */
  readonly files: readonly FileModel[];
}

export interface FileModel {
  readonly name: string;
  readonly isList: boolean;
  readonly isRequired: boolean;
}

/** What stands under a code of an operation's `responses`, in one kind of media. */
export interface ResponseModel {
  /** `200`, `2XX` or `default`. */
  readonly code: string;
  /** The media type; absent for a response without a body. */
  readonly media?: string;
  /** The schema of its JSON; absent where it declares none. */
  readonly schema?: Schema;
  /** The type of its body: of JSON an expression over openapi-typescript's types, of anything else `Blob`. */
  readonly type: string;
}

/** The Link from a create to the job it starts, and what it carries over. */
export interface StartModel {
  readonly job: string;
  readonly id: string;
  readonly items?: string;
  readonly parameters?: Readonly<Record<string, CarriedValue>>;
  readonly addresses?: { readonly status?: ApiAddress; readonly output?: ApiAddress; readonly cancel?: ApiAddress };
  readonly tellsState?: true;
}

export interface JobModel {
  readonly declaration: XJob;
  readonly operation: OperationModel;
  readonly status: JobCall;
  /** Each with its operation; none for a job whose status response is its result. */
  readonly output: readonly OutputModel[];
  readonly cancel?: JobCall;
  readonly renew?: JobCall;
  /** What a job carries beside its id. */
  readonly parameters: readonly JobParameter[];
}

/** A step on the way to a job's output. */
export interface OutputModel {
  readonly call: JobCall;
  readonly operation: OperationModel;
}

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
  const { calls, faults } = jobCallsOf(document);
  const [fault] = faults;
  if (fault !== undefined) throw new GenerateError(place, fault.message, fault.fix);
  const jobs = calls.map((job) => readJob(job, found, place));
  const defaultJob = defaultJobOf(jobs);
  if (defaultJob === undefined) {
    throw new GenerateError(
      place,
      "no operation reports on a job",
      "Declare x-job on the status operation in the overlay.",
    );
  }
  const starts = calls.flatMap((job) => startsOf(job));
  const requestIdHeader = requestIdHeaderOf(found, resolve);
  return {
    name,
    title: textAt(objectAt(document, "info"), "title") ?? name,
    keyVariable: keyVariableOf(name),
    baseUrl: readBaseUrl(document, place),
    ...(key !== undefined && { key }),
    ...(requestIdHeader !== undefined && { requestIdHeader }),
    operations: found.map(({ place: operation, model }) => {
      const start = starts.find(({ create }) => create.path === operation.path && create.method === operation.method);
      if (start !== undefined) return { ...model, starts: start.model };
      refuseUntoldId(operation, { jobs, resolve, place, operations: found });
      return model;
    }),
    jobs,
    defaultJob: defaultJob.declaration.name,
    errors: listAt(document, "x-errors").filter(isError),
    document,
  };
};

const isError = (value: Json): value is Json & XError =>
  isJsonObject(value) && typeof value["status"] === "number" && textAt(value, "kind") !== undefined;

/** The pinned address: whoever moves it moves the key, so nothing in the vendor's own list of servers can. */
const readBaseUrl = (document: JsonObject, place: string): string => {
  const pinned = textAt(document, baseUrlKeyword);
  const fault = pinned === undefined ? "is not pinned" : baseUrlFault(pinned);
  if (pinned !== undefined && fault === undefined) return pinned;
  // An address that is refused may hold a password or a key: it is not repeated.
  throw new GenerateError(
    `${place} (${baseUrlKeyword})`,
    `the base URL ${fault}`,
    `Write in the overlay: - target: $, update: { ${baseUrlKeyword}: "https://…" }.`,
  );
};

// What vendors call the id that their support asks for; declared among the headers of a response.
const requestIdNames = /^(?:x-)?(?:request|correlation|trace)-?id$/i;

const requestIdHeaderOf = (operations: readonly ReadOperation[], resolve: Resolve): string | undefined =>
  operations
    .flatMap(({ source }) => Object.values(objectAt(source, "responses")))
    .flatMap((response) => Object.keys(objectAt(resolve(response), "headers")))
    .find((header) => requestIdNames.test(header))
    ?.toLowerCase();

/** How the document says that a key travels: the first scheme of its own `security`, or of an operation's. */
const readKey = (document: JsonObject, resolve: Resolve, place: string): KeyModel | undefined => {
  const found = keySchemeOf(document, resolve);
  if (found === undefined) return undefined;
  const { name, scheme } = found;
  const key = keyOfScheme(scheme);
  if (key !== undefined) return key;
  const kind = [textAt(scheme, "type"), textAt(scheme, "scheme") ?? textAt(scheme, "in")].filter(Boolean).join(" ");
  throw new GenerateError(
    `${place}/components/securitySchemes/${name}`,
    `a key cannot travel as "${kind === "" ? "nothing" : kind}"`,
    "Use apiKey in header or query, or http with bearer or another word that stands before the key.",
  );
};

interface OperationContext {
  readonly resolve: Resolve;
  readonly place: string;
  readonly key: KeyModel | undefined;
}

/** An operation as the document writes it, with what has been read of it. */
interface ReadOperation {
  readonly source: JsonObject;
  readonly place: DocumentOperation;
  readonly model: OperationModel;
}

const readOperations = (document: JsonObject, options: OperationContext): readonly ReadOperation[] =>
  operationsOf(document).map((place) => ({
    source: place.operation,
    place,
    model: readOperation(place, options),
  }));

const readOperation = (found: DocumentOperation, options: OperationContext): OperationModel => {
  const { path, method, operation: source } = found;
  const id = textAt(source, "operationId");
  if (id === undefined) {
    throw new GenerateError(
      `${options.place} (${method} ${path})`,
      "the operation has no operationId",
      "Give it one in the overlay.",
    );
  }
  const summary = textAt(source, "summary");
  const description = textAt(source, "description");
  const operationType = `operations${indexAccess(id)}`;
  const body = readBody(memberOf(source, "requestBody"), operationType, options.resolve);
  const baseUrl = baseUrlOf(found, options.place);
  return {
    id,
    method,
    path,
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    isDeprecated: memberOf(source, "deprecated") === true,
    parameters: parametersOf(found, options).map(readParameter),
    ...(body !== undefined && { body }),
    responses: readResponses(source, operationType, options.resolve),
    ...(baseUrl !== undefined && { baseUrl }),
  };
};

/** The address that the overlay pins for one operation, or for all of a path. */
const baseUrlOf = ({ operation, pathItem, id }: DocumentOperation, place: string): string | undefined => {
  const pinned = textAt(operation, baseUrlKeyword) ?? textAt(pathItem, baseUrlKeyword);
  const fault = pinned === undefined ? undefined : baseUrlFault(pinned);
  if (fault === undefined) return pinned;
  throw new GenerateError(
    `${place} (${id}, ${baseUrlKeyword})`,
    `the base URL ${fault}`,
    "Write https, host and path.",
  );
};

const readParameter = ({ name, in: place, isRequired, schema, source, value }: DeclaredParameter): ParameterModel => {
  const description = textAt(source, "description");
  const style = textAt(source, "style");
  const explode = memberOf(source, "explode");
  return {
    name,
    in: place,
    isRequired,
    ...(description !== undefined && { description }),
    schema,
    ...(style !== undefined && { style }),
    ...(typeof explode === "boolean" && { explode }),
    ...(memberOf(source, "allowReserved") === true && { allowReserved: true }),
    ...(value !== undefined && { value }),
  };
};

const readBody = (value: Json | undefined, operationType: string, resolve: Resolve): BodyModel | undefined => {
  if (value === undefined) return undefined;
  const body = resolve(value);
  const content = objectAt(body, "content");
  const media = Object.keys(content).find(isJsonMedia) ?? Object.keys(content)[0];
  if (media === undefined) return undefined;
  const schema = objectAt(objectAt(content, media), "schema");
  const isRequired = memberOf(body, "required") === true;
  const whole = `${operationType}["requestBody"]`;
  const inline = `${isRequired ? whole : `NonNullable<${whole}>`}["content"]${indexAccess(media)}`;
  const files = isFormMedia(media) ? filesOf(schema, resolve) : [];
  return { isRequired, media, schema, type: typeOfSchema(schema, inline), files };
};

/** The members of a form that are bytes: https://spec.openapis.org/oas/v3.1.0#considerations-for-file-uploads */
const filesOf = (form: Schema, resolve: Resolve): readonly FileModel[] => {
  const whole = resolve(form);
  const isBytes = (schema: Schema): boolean =>
    textAt(schema, "format") === "binary" || textAt(schema, "contentMediaType") !== undefined;
  return Object.entries(objectAt(whole, "properties")).flatMap(([name, value]) => {
    const schema = resolve(value);
    const isList = isBytes(resolve(memberOf(schema, "items")));
    if (!isList && !isBytes(schema)) return [];
    return [{ name, isList, isRequired: listAt(whole, "required").includes(name) }];
  });
};

const readResponses = (operation: JsonObject, operationType: string, resolve: Resolve): readonly ResponseModel[] => {
  const responses = Object.entries(objectAt(operation, "responses")).flatMap(([name, value]) => {
    const content = objectAt(resolve(value), "content");
    const code = name === "default" ? name : name.toUpperCase();
    const json = Object.keys(content).find(isJsonMedia);
    const bytes = Object.keys(content).find((media) => !isJsonMedia(media));
    if (json === undefined && bytes === undefined) return [{ code, type: "undefined" }];
    return [
      ...(json === undefined ? [] : [jsonResponse(code, json, { name, content, operationType })]),
      ...(bytes === undefined ? [] : [{ code, media: bytes, type: "Blob" }]),
    ];
  });
  // Where no good response has a code of its own, the default is the good one, too.
  const isGoodMissing = responses.every(({ code }) => !code.startsWith("2"));
  return isGoodMissing
    ? responses.map((response) => (response.code === "default" ? { ...response, code: "2XX" } : response))
    : responses;
};

interface JsonContent {
  readonly name: string;
  readonly content: JsonObject;
  readonly operationType: string;
}

const jsonResponse = (code: string, media: string, { name, content, operationType }: JsonContent): ResponseModel => {
  const schema = memberOf(objectAt(content, media), "schema");
  const inline = `${operationType}["responses"]${indexAccess(name)}["content"]${indexAccess(media)}`;
  return {
    code,
    media,
    ...(isJsonObject(schema) && { schema }),
    type: schema === undefined ? "unknown" : typeOfSchema(schema, inline),
  };
};

/** A component by its name, anything else by its place. */
const typeOfSchema = (schema: Json, inline: string): string => {
  const component = componentOf(schema);
  return component === undefined ? inline : `components["schemas"]${indexAccess(component)}`;
};

/** A job, with what its calls carry. */
const readJob = (job: JobCalls, found: readonly ReadOperation[], place: string): JobModel => {
  const declaration: Json = job.job.declaration;
  const operation = modelOf(job.status, found);
  if (!isDeclaration(declaration)) {
    throw new GenerateError(
      `${place} (${operation.id})`,
      "its x-job has no name, or does not say where the request carries the id",
      "Write name and id.request.",
    );
  }
  checkId(declaration, operation, place);
  return {
    declaration,
    operation,
    status: callOf(job.status, operation),
    output: job.output.map((call) => {
      const step = modelOf(call, found);
      return { call: callOf(call, step), operation: step };
    }),
    ...(job.cancel !== undefined && { cancel: callOf(job.cancel, modelOf(job.cancel, found)) }),
    ...(job.renew !== undefined && { renew: callOf(job.renew, modelOf(job.renew, found)) }),
    parameters: job.parameters,
  };
};

const modelOf = ({ operation }: CallModel, found: readonly ReadOperation[]): OperationModel => {
  const model = found.find(({ place: { path, method } }) => path === operation.path && method === operation.method);
  if (model === undefined) throw new TypeError(`The operation ${operation.id} is in the document.`);
  return model.model;
};

const callOf = (call: CallModel, { responses }: Pick<OperationModel, "responses">): JobCall => {
  const { operation, parameters, address } = call;
  const media = responses.flatMap(({ code, media: own = "", type }) =>
    code.startsWith("2") && type === "Blob" ? [own] : [],
  );
  return {
    operation: operation.id,
    parameters,
    ...(address !== undefined && { address }),
    ...(media.length > 0 && { media: [...new Set(media)] }),
  };
};

/** The job that is meant when nobody names one: the declared default, the only one, or the first that is not deprecated. */
export const defaultJobOf = (jobs: readonly JobModel[]): JobModel | undefined =>
  jobs.find((job) => job.declaration.default === true) ?? jobs.find((job) => !job.operation.isDeprecated) ?? jobs[0];

// The declaration has passed the JSON Schema of x-job before anything is generated; this tells the compiler.
const isDeclaration = (value: Json): value is Json & XJob =>
  isJsonObject(value) && textAt(value, "name") !== undefined && textAt(memberOf(value, "id"), "request") !== undefined;

const checkId = ({ id, name }: XJob, operation: OperationModel, place: string): void => {
  const { in: holder, name: wanted } = idPlaceOf(id.request) ?? {};
  if (holder === "body") return;
  if (operation.parameters.some((parameter) => parameter.in === holder && parameter.name === wanted)) return;
  const parameters = operation.parameters.map((parameter) => `$request.${parameter.in}.${parameter.name}`).join(", ");
  throw new GenerateError(
    `${place} (${operation.id})`,
    `job "${name}" takes its id from ${id.request}, which the operation does not have`,
    `Use one of: ${parameters === "" ? "$request.body#/<member>" : parameters}.`,
  );
};

/** What each create starts, with what its Links carry. */
const startsOf = ({
  job,
  starts,
}: JobCalls): readonly { readonly create: DocumentOperation; readonly model: StartModel }[] =>
  starts.map(({ create, id, items, parameters, addresses, tellsState }) => ({
    create,
    model: {
      job: job.name,
      id,
      ...(items !== undefined && { items }),
      ...(Object.keys(parameters).length > 0 && { parameters }),
      ...(Object.keys(addresses).length > 0 && { addresses }),
      ...(tellsState && { tellsState: true as const }),
    },
  }));

interface StartContext {
  readonly jobs: readonly JobModel[];
  readonly operations: readonly ReadOperation[];
  readonly resolve: Resolve;
  readonly place: string;
}

/** A Link that leads to a job and does not say where its id is. */
const refuseUntoldId = (operation: DocumentOperation, { jobs, operations, resolve, place }: StartContext): void => {
  if (operation.method === "get") return;
  const places = operations.map((found) => found.place);
  for (const { name, link } of linksOf(operation, resolve).filter(isOnGood)) {
    const led = targetOf(link, places);
    const job = jobs.find(({ operation: { path, method } }) => path === led?.path && method === led.method);
    if (job === undefined || led === operation) continue;
    const member = idPlaceOf(job.declaration.id.request)?.name ?? "id";
    throw new GenerateError(
      `${place} (${operation.id}, link ${name})`,
      `it does not say which member of the response is the job's id`,
      `Write parameters: { ${member}: "$response.body#/<pointer>" }.`,
    );
  }
};
