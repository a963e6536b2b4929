import type { XError, XJob } from "@genwait/lifecycle";

import { GenerateError } from "./generate-error.ts";
import { baseUrlFault, baseUrlKeyword } from "../openapi/base-url.ts";
import { componentOf, type Resolve, resolverOf } from "../openapi/references.ts";
import { indexAccess } from "../text/typescript-text.ts";
import { isJsonMedia, type Method, operationsOf } from "../openapi/operations.ts";
import { isJsonObject, type Json, type JsonObject, listAt, memberOf, objectAt, textAt } from "../openapi/json.ts";
import { keyVariableOf } from "./names.ts";

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

export interface KeyModel {
  readonly in: "header" | "query";
  readonly name: string;
  readonly prefix?: string;
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
}

export interface BodyModel {
  readonly isRequired: boolean;
  /** JSON where the operation takes any. */
  readonly media: string;
  readonly schema: Schema;
  /** Its type, as an expression over openapi-typescript's types. */
  readonly type: string;
}

/** What stands under a code of an operation's `responses`. */
export interface ResponseModel {
  /** `200`, `2XX` or `default`. */
  readonly code: string;
  /** The schema of its JSON; absent where it declares none. */
  readonly schema?: Schema;
  /** The type of its JSON, as an expression over openapi-typescript's types. */
  readonly type: string;
}

/** The Link from a create to the job it starts. */
export interface StartModel {
  readonly job: string;
  readonly id: string;
  readonly items?: string;
}

export interface JobModel {
  readonly declaration: XJob;
  readonly operation: OperationModel;
  readonly id: { readonly in: "path" | "query" | "body"; readonly name: string };
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
  const jobs = found.flatMap((operation) => readJob(operation, place));
  const defaultJob = defaultJobOf(jobs);
  if (defaultJob === undefined) {
    throw new GenerateError(
      place,
      "no operation reports on a job",
      "Declare x-job on the status operation in the overlay.",
    );
  }
  const requestIdHeader = requestIdHeaderOf(found, resolve);
  return {
    name,
    title: textAt(objectAt(document, "info"), "title") ?? name,
    keyVariable: keyVariableOf(name),
    baseUrl: readBaseUrl(document, place),
    ...(key !== undefined && { key }),
    ...(requestIdHeader !== undefined && { requestIdHeader }),
    operations: found.map(({ source, model }) => {
      // A Link on a GET only leads on; what starts a job is a create.
      const starts = model.method === "get" ? undefined : readStart(source, { jobs, resolve, place });
      return starts === undefined ? model : { ...model, starts };
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
  const operations = Object.values(objectAt(document, "paths")).flatMap((item) =>
    isJsonObject(item) ? Object.values(item).filter(isJsonObject) : [],
  );
  const wanted = [document, ...operations].flatMap((holder) => listAt(holder, "security"));
  const name = wanted.flatMap((requirement) => Object.keys(resolve(requirement)))[0];
  if (name === undefined) return undefined;
  const scheme = resolve(memberOf(objectAt(objectAt(document, "components"), "securitySchemes"), name));
  const key = keyOf(scheme);
  if (key !== undefined) return key;
  const kind = [textAt(scheme, "type"), textAt(scheme, "scheme") ?? textAt(scheme, "in")].filter(Boolean).join(" ");
  throw new GenerateError(
    `${place}/components/securitySchemes/${name}`,
    `a key cannot travel as "${kind === "" ? "nothing" : kind}"`,
    "Use apiKey in header or query, or http bearer.",
  );
};

const keyOf = (scheme: JsonObject): KeyModel | undefined => {
  const type = textAt(scheme, "type");
  const place = textAt(scheme, "in");
  const name = textAt(scheme, "name");
  if (type === "apiKey" && (place === "header" || place === "query") && name !== undefined) return { in: place, name };
  const isBearer =
    type === "oauth2" || type === "openIdConnect" || textAt(scheme, "scheme")?.toLowerCase() === "bearer";
  return isBearer ? { in: "header", name: "Authorization", prefix: "Bearer " } : undefined;
};

interface OperationContext {
  readonly resolve: Resolve;
  readonly place: string;
  readonly key: KeyModel | undefined;
}

/** An operation as the document writes it, with what has been read of it. */
interface ReadOperation {
  readonly source: JsonObject;
  readonly model: OperationModel;
}

const readOperations = (document: JsonObject, options: OperationContext): readonly ReadOperation[] =>
  operationsOf(document).map(({ path, method, pathItem: item, operation: source }) => ({
    source,
    model: readOperation({ path, method, item, source }, options),
  }));

interface Found {
  readonly path: string;
  readonly method: Method;
  readonly item: JsonObject;
  readonly source: JsonObject;
}

const readOperation = ({ path, method, item, source }: Found, options: OperationContext): OperationModel => {
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
  const listed = [...listAt(item, "parameters"), ...listAt(source, "parameters")];
  return {
    id,
    method,
    path,
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    isDeprecated: memberOf(source, "deprecated") === true,
    parameters: readParameters(listed.map(options.resolve), options.key),
    ...(body !== undefined && { body }),
    responses: readResponses(source, operationType, options.resolve),
  };
};

/** The parameters that callers pass; an operation's own replace those of its path, and the key is none of them. */
const readParameters = (list: readonly JsonObject[], key: KeyModel | undefined): readonly ParameterModel[] => {
  const parameters = new Map<string, ParameterModel>();
  for (const source of list) {
    const name = textAt(source, "name") ?? "";
    const place = textAt(source, "in");
    if (place !== "path" && place !== "query" && place !== "header" && place !== "cookie") continue;
    const isKey = place === key?.in && name.toLowerCase() === key.name.toLowerCase();
    if (isKey || (place === "header" && ignoredHeaders.has(name.toLowerCase()))) continue;
    const description = textAt(source, "description");
    const style = textAt(source, "style");
    const explode = memberOf(source, "explode");
    parameters.set(`${place} ${name}`, {
      name,
      in: place,
      isRequired: place === "path" || memberOf(source, "required") === true,
      ...(description !== undefined && { description }),
      schema: objectAt(source, "schema"),
      ...(style !== undefined && { style }),
      ...(typeof explode === "boolean" && { explode }),
      ...(memberOf(source, "allowReserved") === true && { allowReserved: true }),
    });
  }
  return [...parameters.values()];
};

// OpenAPI ignores parameters of these names: https://spec.openapis.org/oas/v3.0.3#fixed-fields-9
const ignoredHeaders: ReadonlySet<string> = new Set(["accept", "content-type", "authorization"]);

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
  return { isRequired, media, schema, type: typeOfSchema(schema, inline) };
};

const readResponses = (operation: JsonObject, operationType: string, resolve: Resolve): readonly ResponseModel[] => {
  const responses = Object.entries(objectAt(operation, "responses")).map(([code, value]): ResponseModel => {
    const content = objectAt(resolve(value), "content");
    const media = Object.keys(content).find(isJsonMedia);
    const schema = media === undefined ? undefined : memberOf(objectAt(content, media), "schema");
    const inline = `${operationType}["responses"]${indexAccess(code)}["content"]${indexAccess(media ?? "")}`;
    return {
      code: code === "default" ? code : code.toUpperCase(),
      ...(isJsonObject(schema) && { schema }),
      type: media === undefined ? "undefined" : schema === undefined ? "unknown" : typeOfSchema(schema, inline),
    };
  });
  // Where no good response has a code of its own, the default is the good one, too.
  const isGoodMissing = responses.every(({ code }) => !code.startsWith("2"));
  return isGoodMissing
    ? responses.map((response) => (response.code === "default" ? { ...response, code: "2XX" } : response))
    : responses;
};

/** A component by its name, anything else by its place. */
const typeOfSchema = (schema: Json, inline: string): string => {
  const component = componentOf(schema);
  return component === undefined ? inline : `components["schemas"]${indexAccess(component)}`;
};

/** The job that an operation reports on, if it does. */
const readJob = ({ source, model }: ReadOperation, place: string): readonly JobModel[] => {
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
};

/** The job that is meant when nobody names one: the declared default, the only one, or the first that is not deprecated. */
export const defaultJobOf = (jobs: readonly JobModel[]): JobModel | undefined =>
  jobs.find((job) => job.declaration.default === true) ?? jobs.find((job) => !job.operation.isDeprecated) ?? jobs[0];

// The declaration has passed the JSON Schema of x-job before anything is generated; this tells the compiler.
const isDeclaration = (value: Json): value is Json & XJob =>
  isJsonObject(value) && textAt(value, "name") !== undefined && textAt(memberOf(value, "id"), "request") !== undefined;

const readId = ({ id, name }: XJob, operation: OperationModel, place: string): JobModel["id"] => {
  const [, inPath, inQuery, inBody] = /^\$request\.(?:path\.(.+)|query\.(.+)|body#\/([^/]+))$/.exec(id.request) ?? [];
  if (inBody !== undefined) return { in: "body", name: inBody };
  const holder = inPath === undefined ? "query" : "path";
  const wanted = inPath ?? inQuery;
  if (operation.parameters.some((parameter) => parameter.in === holder && parameter.name === wanted))
    return { in: holder, name: wanted ?? "" };
  const parameters = operation.parameters.map((parameter) => `$request.${parameter.in}.${parameter.name}`).join(", ");
  throw new GenerateError(
    `${place} (${operation.id})`,
    `job "${name}" takes its id from ${id.request}, which the operation does not have`,
    `Use one of: ${parameters === "" ? "$request.body#/<member>" : parameters}.`,
  );
};

interface StartOptions {
  readonly jobs: readonly JobModel[];
  readonly resolve: Resolve;
  readonly place: string;
}

/** The job that an operation starts, by the OpenAPI Link on its good responses; the first link that leads to a job counts. */
const readStart = (operation: JsonObject, { jobs, resolve, place }: StartOptions): StartModel | undefined => {
  for (const [code, response] of Object.entries(objectAt(operation, "responses"))) {
    if (!code.startsWith("2")) continue;
    for (const [name, value] of Object.entries(objectAt(resolve(response), "links"))) {
      const link = resolve(value);
      const job = jobs.find(
        ({ operation: { id, path, method } }) =>
          id === textAt(link, "operationId") || pointerOf(path, method) === textAt(link, "operationRef"),
      );
      if (job !== undefined) return startOf(link, job, `${place} (${textAt(operation, "operationId")}, link ${name})`);
    }
  }
  return undefined;
};

const startOf = (link: JsonObject, job: JobModel, place: string): StartModel => {
  const parameters = objectAt(link, "parameters");
  const passed =
    job.id.in === "body"
      ? idInBody(link, job.id.name)
      : (memberOf(parameters, job.id.name) ?? memberOf(parameters, `${job.id.in}.${job.id.name}`));
  const id = responsePointer(passed);
  if (id === undefined) {
    throw new GenerateError(
      place,
      `it does not say which member of the response is the job's id`,
      `Write parameters: { ${job.id.name}: "$response.body#/<pointer>" }.`,
    );
  }
  const items = responsePointer(memberOf(link, "x-items"));
  return { job: job.declaration.name, id, ...(items !== undefined && { items }) };
};

const pointerOf = (path: string, method: Method): string =>
  `#/paths/${path.replaceAll("~", "~0").replaceAll("/", "~1")}/${method}`;

const idInBody = (link: JsonObject, member: string): Json | undefined => {
  const body = memberOf(link, "requestBody");
  return typeof body === "string" ? body : memberOf(body, member);
};

const responsePointer = (expression: Json | undefined): string | undefined => {
  if (typeof expression !== "string") return undefined;
  return expression.startsWith("/") ? expression : /^\$response\.body#(\/.+)$/.exec(expression)?.[1];
};
