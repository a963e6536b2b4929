/*
 * The layer above openapi-fetch. What it holds, whatever options and middlewares a call has:
 * - A whole call, its middlewares included, keeps to its time and to its signal (call.ts).
 * - Path parameters keep to their places, whatever serializer writes them (parameters.ts).
 * - The caller's signal reaches no `Request`, and no option of a call takes the transport's place.
 * - What a middleware throws is passed on as it is, but for a create that was sent; what openapi-fetch throws for an
 *   input is an `invalid-request`.
 */
import createFetchClient, { type Client, type Middleware, type MiddlewareCallbackParams } from "openapi-fetch";
import type { ApiOperation } from "./api-description.ts";
import { ApiError } from "./api-error.ts";
import { Call } from "./call.ts";
import { callRules, checkBaseUrl, checkOptions, type ClientSettings, type GivenInit } from "./client-options.ts";
import { type PathSerializer, pathParameterNames, pathSerializerOf, type RequestWriter } from "./parameters.ts";
import { receive, type ReceivedResponse, receivedResponse } from "./received-response.ts";
import { type Delivered, type Delivery, Transport } from "./transport.ts";

/** What makes a call of ours differ from one of openapi-fetch's. */
export interface CallPurpose extends Pick<Delivery, "keyAt" | "keepsBytes"> {
  /** Finds the id of the job that a create has started, for the error of a middleware that throws after it. */
  readonly recoverId?: (received: ReceivedResponse) => string | undefined;
  /** Nobody sees the `Response`, so its body need not be made a second time: a poll. */
  readonly isResponseHidden?: true;
  /** Writes the address in place of what the call's options say; what it writes has been checked. */
  readonly writePath?: PathSerializer;
}

/** What an operation needs for each call; made once. */
interface PreparedOperation extends ApiOperation {
  /** Undefined for an operation that is called at the client's base URL. */
  readonly pinnedBaseUrl: string | undefined;
  readonly pathParameters: readonly string[];
  readonly writers: readonly ReturnType<RequestWriter>[];
}

type Method = ApiOperation["method"];

/** The methods of an openapi-fetch client, and of HTTP. */
export const methods: readonly Method[] = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"];

const isMethod = (name: string): name is Method => methods.some((method) => method === name);

/** What the types of the platform do not tell of a text. */
const lowerCase = (method: Method): Lowercase<Method> => method.toLowerCase() as Lowercase<Method>;

type Paths = Record<string, Record<Lowercase<Method>, AnyOperation>>;

interface AnyOperation {
  readonly parameters: { readonly query?: Record<string, unknown>; readonly path?: Record<string, unknown> };
  readonly requestBody?: { readonly content: { readonly "application/json": unknown } };
  readonly responses: { readonly default: { readonly content: { readonly "application/json": unknown } } };
}

/** What carries the calls of one client through openapi-fetch to the transport, and back. */
export class Caller {
  readonly #settings: ClientSettings;
  readonly #core: Client<Paths>;
  readonly #transport: Transport;
  readonly #prepare: (operation: ApiOperation) => PreparedOperation;
  readonly #operations: ReadonlyMap<string, PreparedOperation>;
  #middlewares: readonly Middleware[] = [];

  constructor(settings: ClientSettings, writers: readonly RequestWriter[] = []) {
    const { api, baseUrl, headers } = settings;
    this.#settings = settings;
    this.#core = createFetchClient<Paths>({ baseUrl, ...(headers && { headers }) });
    this.#transport = new Transport(settings);
    this.#prepare = (operation) => ({
      ...operation,
      // A base URL of the client's own is that of the whole API: a mock, a proxy.
      pinnedBaseUrl: baseUrl === api.baseUrl ? operation.baseUrl : undefined,
      pathParameters: pathParameterNames(operation.path),
      writers: writers.map((write) => write(operation, headers)),
    });
    this.#operations = new Map(
      api.operations.map((operation) => [`${operation.method} ${operation.path}`, this.#prepare(operation)]),
    );
  }

  use(...middlewares: readonly Middleware[]): void {
    // What openapi-fetch checks, checked by openapi-fetch.
    createFetchClient().use(...middlewares);
    this.#middlewares = [...this.#middlewares, ...middlewares.filter(Boolean)];
  }

  eject(...middlewares: readonly Middleware[]): void {
    for (const middleware of middlewares) {
      const index = this.#middlewares.indexOf(middleware);
      if (index !== -1) this.#middlewares = this.#middlewares.toSpliced(index, 1);
    }
  }

  /** Makes one call, and gives what `read` makes of its outcome. */
  async call<Result>(
    method: string,
    path: string,
    init: GivenInit | null | undefined,
    read: (call: Call, received: ReceivedResponse, response: Response) => Result | Promise<Result>,
    purpose: CallPurpose = {},
  ): Promise<Result> {
    const given = init ?? {};
    const operation = this.#operations.get(`${method} ${path}`) ?? this.#undeclared(method, path);
    checkOptions(`call ${operation.id}`, given, callRules);
    const call = new Call(operation, this.#settings);
    return call.run(given.timeoutMs ?? this.#settings.timeoutMs, given.signal, async () => {
      const { response, received } = await this.#carry(call, operation, given, purpose);
      return read(call, received, response);
    });
  }

  #undeclared(method: string, path: string): PreparedOperation {
    if (isMethod(method)) return this.#prepare({ id: `${method} ${path}`, method, path });
    throw new TypeError(`Failed to call ${path}: ${JSON.stringify(method)} is no method of OpenAPI.`);
  }

  /** Through openapi-fetch and its middlewares to the transport, and back. */
  async #carry(call: Call, operation: PreparedOperation, given: GivenInit, purpose: CallPurpose): Promise<Delivered> {
    const { signal: _, timeoutMs: __, redirect: ___, fetch, middleware = [], parseAs = "json", ...rest } = given;
    const middlewares = [...this.#middlewares, ...middleware];
    const { recoverId, isResponseHidden, writePath } = purpose;
    const delivery: Delivery = {
      keyAt: operation.pinnedBaseUrl,
      ...purpose,
      fetch,
      extras: extrasOf(rest),
      isUnread: parseAs === "blob" || parseAs === "arrayBuffer" || parseAs === "stream",
      wantsJson: parseAs === "json",
      isForeign: middlewares.length > 0,
      isShown: !isResponseHidden || middlewares.length > 0,
    };
    let delivered: Delivered | undefined;
    let hasBegun = false;
    const send = async (input: Request | string | URL, changes?: RequestInit): Promise<Response> => {
      const request = input instanceof Request && changes === undefined ? input : new Request(input, changes);
      delivered = await this.#transport.send(call, request, delivery);
      return delivered.response;
    };
    // A middleware that has begun may have thrown; and it is told how the caller wants the response.
    const told = <Params extends MiddlewareCallbackParams>(params: Params): Params => {
      hasBegun = true;
      return { ...params, options: Object.freeze({ ...params.options, parseAs }) };
    };
    try {
      const { error, response } = await this.#core.request(lowerCase(operation.method), operation.path, {
        ...checkedInit(operation, rest, writePath),
        // Bodies are read below and above: what openapi-fetch throws for HTML, nobody could tell from other errors.
        parseAs: "stream",
        redirect: "manual",
        fetch: send,
        ...(middlewares.length > 0 && {
          middleware: middlewares.map((each) => ({
            onRequest: (params) => each.onRequest?.(told(params)),
            onResponse: (params) => each.onResponse?.(told(params)),
            onError: (params) => each.onError?.(told(params)),
          })),
        }),
      });
      return response === delivered?.response ? delivered : await this.#fromMiddleware(call, response, error, delivery);
    } catch (cause) {
      call.throwIfOver();
      if (cause instanceof ApiError) throw cause;
      if (!hasBegun) throw call.error("invalid-request", { cause });
      if (!recoverId || !call.isSent) throw cause;
      const received = delivered?.received;
      const jobId = received && recoverId(received);
      const why = "a middleware threw, or aborted its request, after it was sent";
      throw call.error("middleware", { why, received, cause, jobId });
    }
  }

  /** What a middleware gave in place of the service's response. */
  async #fromMiddleware(call: Call, response: Response, error: unknown, delivery: Delivery): Promise<Delivered> {
    if (!response.ok) {
      // openapi-fetch has read it.
      const text = typeof error === "string" ? error : (JSON.stringify(error) ?? "");
      return { response, received: receivedResponse(response, text) };
    }
    if (delivery.isUnread) return { response, received: receivedResponse(response, "", { isUnread: true }) };
    return { response, received: await receive(call, response, this.#settings.maxResponseBytes, delivery) };
  }
}

/** Names that openapi-fetch takes from the options of a call; all others are for the platform. */
const coreNames: ReadonlySet<string> = new Set(
  "params headers body baseUrl querySerializer bodySerializer pathSerializer method".split(" "),
);

const extrasOf = (rest: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const extras: Record<string, unknown> = {};
  for (const name in rest) if (rest[name] !== undefined && !coreNames.has(name)) extras[name] = rest[name];
  return extras;
};

/**
 * The options of a call as openapi-fetch gets them.
 *
 * @throws TypeError for what cannot be sent.
 */
const checkedInit = (
  { id, pathParameters, writers, pinnedBaseUrl }: PreparedOperation,
  given: GivenInit,
  writePath: PathSerializer | undefined,
): GivenInit => {
  const { baseUrl, pathSerializer: own, ...rest } = writers.reduce((init, write) => write(init), given);
  const pathSerializer = writePath ?? pathSerializerOf(pathParameters, rest.params?.path, own);
  return {
    ...rest,
    ...(pinnedBaseUrl && { baseUrl: pinnedBaseUrl }),
    ...(baseUrl && { baseUrl: checkBaseUrl(baseUrl, `call ${id}`) }),
    ...(pathSerializer && { pathSerializer }),
  };
};
