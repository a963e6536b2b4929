import { isRecord, type Scalar, type XJob } from "@genwait/lifecycle";

import {
  type CallbackModel,
  type ContentModel,
  type HeaderModel,
  isJson,
  type Operation,
  type ParameterModel,
  type ResponseModel,
  type SecurityScheme,
} from "../document/operation.ts";
import { leastOf, type Schema } from "../document/schema.ts";

/** Reads the engine's resource, in which every reference is resolved. */
export const readOperation = (resource: object): Operation => {
  const { method, path, iid, deprecated, security, responses, extensions, request, callbacks } = fields(resource);
  const { path: inPath, query, headers, cookie, body } = fields(request);
  const xJob = fields(extensions)["x-job"];
  return {
    name: typeof iid === "string" ? iid : `${String(method)} ${String(path)}`,
    method: String(method),
    path: String(path),
    deprecated: deprecated === true,
    security: list(security).map((alternative) => list(alternative).map(readScheme)),
    responses: list(responses).map(readResponse),
    parameters: [
      ...list(inPath).map((parameter) => readParameter(parameter, "path")),
      ...list(query).map((parameter) => readParameter(parameter, "query")),
      ...list(headers).map((parameter) => readParameter(parameter, "header")),
    ],
    readsHeaders: list(headers).length + list(cookie).length > 0,
    bodyTypes: list(fields(body).contents).map((content) => String(fields(content).mediaType)),
    ...exampleBodyOf(list(fields(body).contents).map(readContent)),
    callbacks: list(callbacks).map(readCallback),
    ...(isXJob(xJob) && { xJob }),
  };
};

const readParameter = (value: unknown, place: ParameterModel["in"]): ParameterModel => {
  const { name, required, schema, examples } = fields(value);
  const shown = fields(list(examples)[0]).value ?? list(fields(schema).examples)[0];
  const { const: only, enum: listed, default: preset } = fields(schema);
  const isRequired = required === true || place === "path";
  const single = only ?? (list(listed).length === 1 ? list(listed)[0] : isRequired ? preset : undefined);
  return {
    name: place === "header" ? String(name).toLowerCase() : String(name),
    in: place,
    required: isRequired,
    ...(isScalar(single) && { value: single }),
    ...(isScalar(shown) && { example: String(shown) }),
    ...(isSchema(schema) && { schema }),
  };
};

const isScalar = (value: unknown): value is Scalar =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

const exampleBodyOf = (contents: readonly ContentModel[]): Pick<Operation, "exampleBody"> => {
  const content = contents.find(({ mediaType }) => isJson(mediaType));
  if (content === undefined) return {};
  const [example] = content.examples;
  return { exampleBody: example === undefined ? leastOf(content.schema) : example.value };
};

const readCallback = (value: unknown): CallbackModel => {
  const { key, path, method, request } = fields(value);
  const contents = list(fields(fields(request).body).contents).map(readContent);
  const { exampleBody } = exampleBodyOf(contents);
  const schema = contents.find(({ mediaType }) => isJson(mediaType))?.schema;
  return {
    name: String(key),
    url: String(path),
    method: String(method),
    ...(exampleBody !== undefined && { body: exampleBody }),
    ...(schema !== undefined && { schema }),
  };
};

const isXJob = (value: unknown): value is XJob =>
  isRecord(value) && typeof value.name === "string" && isRecord(value.id) && typeof value.id.request === "string";

const readScheme = (value: unknown): SecurityScheme => {
  const { type, in: place, name, scheme, extensions } = fields(value);
  const prefix = fields(extensions)["x-key-prefix"];
  const prefixed = typeof prefix === "string" && prefix !== "" ? { prefix } : {};
  if (type === "apiKey") return { type, in: String(place), name: String(name).toLowerCase(), ...prefixed };
  return type === "http" ? { type, scheme: String(scheme).toLowerCase() } : { type: "other" };
};

const readResponse = (value: unknown): ResponseModel => {
  const { code, headers, contents } = fields(value);
  return { code: String(code), headers: list(headers).map(readHeader), contents: list(contents).map(readContent) };
};

const readHeader = (value: unknown): HeaderModel => {
  const { name, required, schema, examples } = fields(value);
  const { examples: ofSchema, default: preset } = fields(schema);
  const example = fields(list(examples)[0]).value ?? list(ofSchema)[0] ?? preset;
  return {
    name: String(name).toLowerCase(),
    required: required === true,
    ...(example != null && { example: String(example) }),
  };
};

const readContent = (value: unknown): ContentModel => {
  const { mediaType, schema, examples } = fields(value);
  return {
    mediaType: String(mediaType),
    ...(isSchema(schema) && { schema }),
    examples: list(examples).map((example) => ({ key: String(fields(example).key), value: fields(example).value })),
  };
};

const isSchema = (value: unknown): value is Schema => isRecord(value);

const fields = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
