import createFetchClient, {
  type Client,
  type HeadersOptions,
  type Middleware,
  type MiddlewareCallbackParams,
  type QuerySerializer,
  type QuerySerializerOptions,
} from "openapi-fetch";
import type { ApiOperation } from "./api-description.ts";
import { ApiError } from "./api-error.ts";
import { checkBaseUrl } from "./base-url.ts";
import { Call } from "./call.ts";
import { checkCallOptions, type ClientSettings } from "./client-options.ts";
import {
  checkedPathSerializer,
  checkPathParameters,
  checkQueryParameters,
  cookieHeader,
  type GivenParameters,
  hasStructuredParameter,
  pathParameterNames,
  querySerializerOf,
} from "./parameters.ts";
import { readBody, type ReceivedResponse, receivedResponse, textOf } from "./response-body.ts";
import { type Delivered, type Delivery, failureOf, Transport } from "./transport.ts";

/** The options of one call, as untyped programs give them. */
export interface GivenInit {
  readonly [name: string]: unknown;
  readonly params?: GivenParameters;
  readonly headers?: HeadersOptions;
  readonly body?: unknown;
  readonly baseUrl?: string;
  readonly parseAs?: "json" | "text" | "blob" | "arrayBuffer" | "stream";
  readonly querySerializer?: QuerySerializer<unknown> | QuerySerializerOptions;
  readonly pathSerializer?: (path: string, parameters: Record<string, unknown>) => string;
  readonly middleware?: Middleware[];
  readonly fetch?: (request: Request) => Promise<Response>;
  readonly signal?: AbortSignal | null;
  readonly timeoutMs?: number;
}

/** What an operation needs for each call; made once. */
interface PreparedOperation extends ApiOperation {
  readonly pathParameters: readonly string[];
  readonly querySerializer: ReturnType<typeof querySerializerOf>;
}

type Paths = Record<string, Record<Lowercase<ApiOperation["method"]>, AnyOperation>>;

interface AnyOperation {
  readonly parameters: { readonly query?: Record<string, unknown>; readonly path?: Record<string, unknown> };
  readonly requestBody?: { readonly content: { readonly "application/json": unknown } };
  readonly responses: { readonly default: { readonly content: { readonly "application/json": unknown } } };
}

type Method = ApiOperation["method"];

const lowerCase: Readonly<Record<Method, Lowercase<Method>>> = {
  GET: "get",
  PUT: "put",
  POST: "post",
  DELETE: "delete",
  OPTIONS: "options",
  HEAD: "head",
  PATCH: "patch",
  TRACE: "trace",
};

const isMethod = (name: string): name is Method => Object.hasOwn(lowerCase, name);

/** The methods of an openapi-fetch client, and of HTTP. */
export const methods: readonly Method[] = Object.keys(lowerCase).filter(isMethod);

/** What makes a call of ours differ from one of openapi-fetch's. */
export interface CallPurpose {
  /** Finds the id of the job that a create has started, for the error of a middleware that throws after it. */
  readonly recoverId?: (received: ReceivedResponse) => string | undefined;
  /** Nobody sees the `Response`, so its body need not be made a second time: a poll. */
  readonly isResponseHidden?: true;
}

/**
 * What carries the calls of one client: the layer around openapi-fetch. A whole call, its middlewares included, keeps to
 * its time and to its signal, and after it has settled nothing is sent for it any more.
 */
export class Caller {
  readonly #settings: ClientSettings;
  readonly #client: object;
  readonly #core: Client<Paths>;
  readonly #transport: Transport;
  readonly #operations: ReadonlyMap<string, PreparedOperation>;
  #middlewares: readonly Middleware[] = [];

  constructor(settings: ClientSettings, client: object) {
    const { api, baseUrl, headers } = settings;
    this.#settings = settings;
    this.#client = client;
    this.#core = createFetchClient<Paths>({ baseUrl, ...(headers && { headers }) });
    this.#transport = new Transport(settings);
    this.#operations = new Map(
      api.operations.map((operation) => [`${operation.method} ${operation.path}`, preparedOperation(operation)]),
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

  /** Makes one call, and gives what `read` makes of its outcome. What was received is absent where it is passed on unread. */
  async call<Result>(
    method: string,
    path: string,
    init: GivenInit | null | undefined,
    read: (call: Call, response: Response, received: ReceivedResponse | undefined) => Result | Promise<Result>,
    purpose: CallPurpose = {},
  ): Promise<Result> {
    const given = init ?? {};
    const operation = this.#operations.get(`${method} ${path}`) ?? undeclared(method, path);
    checkCallOptions(operation.id, given);
    const call = new Call(operation, this.#settings, this.#client);
    return call.run(given.timeoutMs ?? this.#settings.timeoutMs, given.signal ?? undefined, async () => {
      const { response, received } = await this.#carry(call, operation, given, purpose);
      return read(call, response, received);
    });
  }

  /** The same for whoever reads JSON. */
  callForJson<Result>(
    { method, path }: Pick<ApiOperation, "method" | "path">,
    init: GivenInit,
    read: (call: Call, received: ReceivedResponse, response: Response) => Result,
    purpose: CallPurpose = {},
  ): Promise<Result> {
    const given = { ...init, parseAs: "json" } as const;
    return this.call(
      method,
      path,
      given,
      (call, response, received) => read(call, received ?? receivedResponse(response, ""), response),
      purpose,
    );
  }

  async #carry(
    call: Call,
    operation: PreparedOperation,
    given: GivenInit,
    { recoverId, isResponseHidden }: CallPurpose,
  ): Promise<Delivered> {
    const { signal: _, timeoutMs: __, redirect: ___, fetch, middleware = [], parseAs = "json", ...rest } = given;
    const middlewares = [...this.#middlewares, ...middleware];
    const progress: Progress = { hasBegun: false };
    const delivery: Delivery = {
      fetch,
      extras: extrasOf(rest),
      isUnread: parseAs === "blob" || parseAs === "arrayBuffer" || parseAs === "stream",
      wantsJson: parseAs === "json",
      isForeign: middlewares.length > 0,
      isShown: !isResponseHidden || middlewares.length > 0,
    };
    const send = async (input: Request | string | URL, changes?: RequestInit): Promise<Response> => {
      const request = input instanceof Request && changes === undefined ? input : new Request(input, changes);
      try {
        const delivered = await this.#transport.send(call, request, delivery);
        progress.delivered = delivered;
        return delivered.response;
      } catch (thrown) {
        progress.failure = thrown;
        throw thrown;
      }
    };
    try {
      const { error, response } = await this.#core.request(lowerCase[operation.method], operation.path, {
        ...prepared(operation, rest),
        // Bodies are read below and above: what openapi-fetch throws for HTML, nobody could tell from other errors.
        parseAs: "stream",
        redirect: "manual",
        fetch: send,
        ...(middlewares.length > 0 && {
          middleware: middlewares.map((each) => observed(each, progress, parseAs)),
        }),
      });
      if (response === progress.delivered?.response) return progress.delivered;
      return await this.#receivedFromMiddleware(call, response, error, delivery);
    } catch (thrown) {
      call.throwIfOver();
      if (thrown === progress.failure || thrown instanceof ApiError) throw thrown;
      if (!progress.hasBegun) throw call.error("invalid-request", { cause: thrown });
      if (!recoverId || !call.isSent) throw thrown;
      const received = progress.delivered?.received;
      const jobId = received && recoverId(received);
      throw call.error("middleware", {
        why: "a middleware threw after the request was sent",
        received,
        cause: thrown,
        jobId,
      });
    }
  }

  /** What a middleware gave in place of the service's response. */
  async #receivedFromMiddleware(
    call: Call,
    response: Response,
    error: unknown,
    { isUnread }: Delivery,
  ): Promise<Delivered> {
    if (response.ok && isUnread) return { response };
    if (!response.ok) {
      const text = typeof error === "string" ? error : (JSON.stringify(error) ?? "");
      return { response, received: receivedResponse(response, text) };
    }
    const body = await readBody(response, this.#settings.maxResponseBytes, call.signal);
    const received = receivedResponse(response, textOf(body.bytes, response.headers.get("content-type")), body);
    const failure = failureOf(call, received);
    if (failure) throw failure;
    return { response, received };
  }
}

/** How far a call has come. */
interface Progress {
  /** A middleware has been called: what is thrown from now on, and not by us, is a middleware's. */
  hasBegun: boolean;
  delivered?: Delivered;
  failure?: unknown;
}

/** A middleware that is seen to begin, and that is told how the caller wants the response. */
const observed = (
  middleware: Middleware,
  progress: Progress,
  parseAs: NonNullable<GivenInit["parseAs"]>,
): Middleware => {
  const told = <Given extends MiddlewareCallbackParams>(given: Given): Given => {
    progress.hasBegun = true;
    return { ...given, options: Object.freeze({ ...given.options, parseAs }) };
  };
  return {
    onRequest: (given) => middleware.onRequest?.(told(given)),
    onResponse: (given) => middleware.onResponse?.(told(given)),
    onError: (given) => middleware.onError?.(told(given)),
  };
};

const preparedOperation = (operation: ApiOperation): PreparedOperation => ({
  ...operation,
  pathParameters: pathParameterNames(operation.path),
  querySerializer: querySerializerOf(operation),
});

const undeclared = (method: string, path: string): PreparedOperation => {
  if (isMethod(method)) return preparedOperation({ id: `${method} ${path}`, method, path });
  throw new TypeError(`Failed to call ${path}: ${JSON.stringify(method)} is no method of OpenAPI.`);
};

/** Names that openapi-fetch, or we, take from the options of a call; all others are for the platform. */
const ownNames: ReadonlySet<string> = new Set([
  "params",
  "headers",
  "body",
  "baseUrl",
  "querySerializer",
  "bodySerializer",
  "pathSerializer",
  "method",
  "Request",
]);

const extrasOf = (rest: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(rest).filter(([name, value]) => value !== undefined && !ownNames.has(name)));

/**
 * The options of a call as openapi-fetch gets them.
 *
 * @throws TypeError for parameters that cannot be sent.
 */
const prepared = (
  { id, pathParameters, parameters, querySerializer: declaredSerializer }: PreparedOperation,
  { params = {}, baseUrl, querySerializer = declaredSerializer, pathSerializer, ...rest }: GivenInit,
): GivenInit => {
  checkPathParameters(pathParameters, params.path);
  if (querySerializer === declaredSerializer) checkQueryParameters(parameters, params.query);
  const cookie = cookieHeader(params.cookie);
  const isPathChecked = pathSerializer !== undefined || hasStructuredParameter(pathParameters, params.path);
  return {
    ...rest,
    params: cookie === undefined ? params : { ...params, header: { ...params.header, cookie } },
    ...(baseUrl && { baseUrl: checkBaseUrl(baseUrl, `Failed to call ${id}: `) }),
    ...(querySerializer && { querySerializer }),
    ...(isPathChecked && { pathSerializer: checkedPathSerializer(pathSerializer) }),
  };
};
