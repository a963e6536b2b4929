import type * as PrismHttp from "../vendor/prism-http.ts";
import type { IHttpConfig, IHttpResponse, PrismHttpComponents } from "../vendor/prism-http.ts";

import type { Operation } from "../document/operation.ts";
import { withoutOwnWords } from "../response/read-prefer.ts";
import type { Engine, EngineResponse, EngineRequest, Preferences } from "./engine.ts";
import { loadPrism } from "./load-prism.ts";
import { lowerCase, problemResponse } from "./problem.ts";
import { readOperation } from "./read-operation.ts";
import type { Violation } from "./violation.ts";
import { silentLogger } from "./silent-logger.ts";

type Prism = ReturnType<(typeof PrismHttp)["createInstance"]>;
type Resource = Awaited<ReturnType<(typeof PrismHttp)["getHttpOperationsFromSpec"]>>[number];

/**
 * Prism on one document: routing, validation of requests and of responses, negotiation and generation.
 * The only file that sees Prism and its fp-ts; nothing of either leaks out.
 */
export const createEngine = async (document: object): Promise<Engine> => {
  const prism = await loadPrism();
  const { resources, operations } = await readDocument(document);
  const only = (operation: Operation | undefined): Resource[] => {
    const resource = operation === undefined ? undefined : resources[operations.indexOf(operation)];
    return resource === undefined ? resources : [resource];
  };
  const logger = silentLogger();
  const stock = prism.createInstance(configOf({}), { logger });
  const ours = prism.createInstance(configOf({}), { logger, mock: respond });

  return {
    operations,
    match: async (request) => {
      let matched: Matched = {};
      const onMatched = (found: Matched): IHttpResponse => {
        matched = found;
        return { statusCode: 200 };
      };
      const response = await send(ours, request, resources, configOf({ onMatched, isRequest: true }));
      const operation = matched.resource === undefined ? undefined : operations[resources.indexOf(matched.resource)];
      return operation === undefined
        ? { ok: false, response }
        : { ok: true, operation, violations: violationsOf(matched.violations ?? []) };
    },
    mock: (request, preferences, operation) =>
      send(stock, request, only(operation), configOf({ isRequest: true, isResponse: true, preferences })),
    sample: (operation, { code, ignoreExamples = false }) =>
      send(stock, placeholder(operation), only(operation), configOf({ preferences: { code }, ignoreExamples })),
    check: async (operation, { status, headers, body }) => {
      const onMatched = (): IHttpResponse => ({ statusCode: status, headers: { ...headers }, body });
      return (await send(ours, placeholder(operation), only(operation), configOf({ onMatched, isResponse: true })))
        .violations;
    },
  };
};

/** What Prism makes of a document. Nobody changes it. */
interface ReadDocument {
  readonly resources: Resource[];
  readonly operations: readonly Operation[];
}

const readDocument = (document: object): Promise<ReadDocument> => {
  const text = textOf(document);
  const known = text === undefined ? undefined : reads.get(text);
  if (known !== undefined) return known;
  const reading = read(document);
  if (text === undefined) return reading;
  if (reads.size >= mostReads) reads.delete(reads.keys().next().value ?? "");
  reads.set(text, reading);
  reading.catch(() => reads.delete(text));
  return reading;
};

const read = async (document: object): Promise<ReadDocument> => {
  const prism = await loadPrism();
  // Prism resolves references in place.
  const found = await prism.getHttpOperationsFromSpec(structuredClone(document));
  return {
    // Prism would call them whenever it makes a response up, also for a sample; the mock sends its own.
    resources: found.map((resource) => ({ ...resource, callbacks: [] })),
    operations: found.map((resource) => readOperation(resource)),
  };
};

// Suites of tests start a server for each file, or each test, and all of them for the same documents.
const reads = new Map<string, Promise<ReadDocument>>();
const mostReads = 8;

// A document that somebody has resolved may be circular.
const textOf = (document: object): string | undefined => {
  try {
    return JSON.stringify(document);
  } catch {
    return undefined;
  }
};

interface Matched {
  readonly resource?: Resource;
  readonly violations?: readonly Diagnostic[];
}

interface Diagnostic {
  readonly severity: number;
  readonly code?: string | number;
  readonly message: string;
  readonly path?: readonly (string | number)[];
}

type OnMatched = (matched: Matched) => IHttpResponse;

const send = async (
  prism: Prism,
  { method, path, query, headers, body }: EngineRequest,
  resources: Resource[],
  config: IHttpConfig,
): Promise<EngineResponse> => {
  try {
    const url = { path, query: { ...query } };
    const input = { method: methodOf(method), url, headers: withoutOwnWords(headers), body };
    const outcome = await prism.request(input, resources, config)();
    if (outcome._tag === "Left") return problemResponse(outcome.left);
    const { output, validations } = outcome.right;
    const violations = textsOf(validations.output);
    return { status: output.statusCode, headers: lowerCase(output.headers ?? {}), body: output.body, violations };
  } catch (error) {
    // A path that is no good percent-encoding makes Prism throw instead of responding.
    return problemResponse({ status: 400, title: "Bad request", detail: String(error) });
  }
};

interface ConfigOptions {
  readonly onMatched?: OnMatched;
  readonly isRequest?: boolean;
  readonly isResponse?: boolean;
  readonly ignoreExamples?: boolean;
  readonly preferences?: Preferences;
}

const configOf = ({
  onMatched,
  isRequest = false,
  isResponse = false,
  preferences,
  ...more
}: ConfigOptions): IHttpConfig => ({
  // Keys are the mock's own business.
  checkSecurity: false,
  validateRequest: isRequest,
  validateResponse: isResponse,
  errors: false,
  isProxy: false,
  upstreamProxy: undefined,
  mock: { dynamic: false, ...more, ...preferences, ...(onMatched !== undefined && { onMatched }) },
});

// Prism hands the `mock` part of a request's configuration through to this component as it is.
const respond: PrismHttpComponents["mock"] = ({ resource, input, config }) => {
  const onMatched: unknown = Reflect.get(config, "onMatched");
  const right = isOnMatched(onMatched) ? onMatched({ resource, violations: input.validations }) : { statusCode: 500 };
  return () => ({ _tag: "Right", right });
};

const isOnMatched = (value: unknown): value is OnMatched => typeof value === "function";

const placeholder = ({ method, path }: Operation): EngineRequest => ({
  method,
  path: path.replaceAll(/\{[^}]*\}/g, "x"),
  query: {},
  headers: {},
});

const violationsOf = (diagnostics: readonly Diagnostic[]): readonly Violation[] =>
  diagnostics.flatMap(({ severity, path = [], code = "", message }) =>
    severity === 0 ? [{ path: path.map(String), code: String(code), message }] : [],
  );

const textsOf = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics.flatMap(({ severity, path, message }) => (severity === 0 ? [[...(path ?? []), message].join(" ")] : []));

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

// Any method that no document can declare gets the response of one that this document does not declare.
const methodOf = (method: string): (typeof methods)[number] => methods.find((known) => known === method) ?? "trace";
