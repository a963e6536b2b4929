import type { ApiError } from "./api-error.ts";
import { isUnder } from "./base-url.ts";
import { type Call, isRefusal } from "./call.ts";
import type { BodyReader, ClientSettings, FetchInit, FetchResponse } from "./client-options.ts";
import { findKey } from "./key.ts";
import { hasNoBody, readBody, type ReceivedResponse, receivedResponse, textOf } from "./response-body.ts";
import { version } from "./version.ts";

/** What one call asks of the transport beside its requests. */
export interface Delivery {
  /** What sends in place of the client's `fetch`. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Options of the call that only a platform's `fetch` knows. */
  readonly extras: Readonly<Record<string, unknown>>;
  /** A good response is passed on unread. */
  readonly isUnread: boolean;
  readonly wantsJson: boolean;
  /** A middleware may have made the request. */
  readonly isForeign: boolean;
  /** Somebody may read the body of the response that is handed up. */
  readonly isShown: boolean;
}

/** A response as it is handed up, with what was read of it; a response that is passed on unread has nothing of it. */
export interface Delivered {
  readonly response: Response;
  readonly received?: ReceivedResponse;
}

/**
 * What sends the requests of one client: the custom `fetch` below openapi-fetch. It adds the key, last and only towards
 * the client's own base URL, follows no redirect, and reads what comes.
 */
export class Transport {
  readonly #settings: ClientSettings;
  /** An old edge runtime throws for the member `cache`. */
  #omitsCache = !("cache" in Request.prototype);

  constructor(settings: ClientSettings) {
    this.#settings = settings;
  }

  /** Sends one request of a call. Rejects with an {@link ApiError}, or with what the call has ended with. */
  async send(call: Call, request: Request, delivery: Delivery): Promise<Delivered> {
    call.throwIfOver();
    const key = isUnder(this.#settings.baseUrl, request.url) ? await this.#keyFor(call) : undefined;
    const { url, headers } = this.#addressed(request, key, delivery);
    const body = await bodyOf(request);
    const { signal, release } = delivery.isForeign ? linked(call.signal, request.signal) : { signal: call.signal };
    const init: FetchInit = {
      ...delivery.extras,
      ...(delivery.isForeign && membersOf(request)),
      method: request.method,
      headers,
      ...(body !== undefined && { body }),
      redirect: "manual",
      signal,
    };
    try {
      call.throwIfOver();
      signal.throwIfAborted();
      const response = await this.#fetch(call, url, init, delivery);
      call.throwIfOver();
      return await this.#receive(call, response, request, delivery);
    } finally {
      release?.();
    }
  }

  async #keyFor(call: Call): Promise<string | undefined> {
    const { api, apiKey } = this.#settings;
    try {
      const key = await findKey(api, apiKey);
      if (key !== undefined) call.hide(key);
      return key;
    } catch (cause) {
      throw call.error("unauthorized", { cause });
    }
  }

  /** The address and the headers of a request, with the key and what a request says of itself. */
  #addressed(
    request: Request,
    secret: string | undefined,
    { wantsJson }: Delivery,
  ): { readonly url: string; readonly headers: Record<string, string> } {
    const { key } = this.#settings.api;
    const headers: Record<string, string> = {};
    request.headers.forEach((value, name) => {
      headers[name] = value;
    });
    if (wantsJson) headers["accept"] ??= "application/json";
    // In a page the browser says who it is, and a header of one's own would cost a preflight.
    if (!("document" in globalThis)) headers["user-agent"] ??= `genwait/${version}`;
    if (!key || secret === undefined) return { url: request.url, headers };
    const value = (key.prefix ?? "") + secret;
    if (key.in === "query") return { url: withParameter(request.url, key.name, value), headers };
    headers[key.name.toLowerCase()] = value;
    return { url: request.url, headers };
  }

  async #fetch(call: Call, url: string, init: FetchInit, { fetch: own }: Delivery): Promise<FetchResponse> {
    const { fetch: clients = globalThis.fetch } = this.#settings;
    const fetch = own ? (address: string, given: FetchInit) => own(new Request(address, given)) : clients;
    // A stored response would say that a job is where it was.
    const isUncached = init.method === "GET" && init.cache === undefined && !this.#omitsCache;
    call.noteSent();
    try {
      try {
        return checkedResponse(await fetch(url, isUncached ? { ...init, cache: "no-store" } : init));
      } catch (thrown) {
        if (!isUncached || !/\bcache\b/.test(`${thrown}`)) throw thrown;
        call.throwIfOver();
        const response = checkedResponse(await fetch(url, init));
        this.#omitsCache = true;
        return response;
      }
    } catch (thrown) {
      call.throwIfOver();
      init.signal.throwIfAborted();
      throw this.#networkError(call, url, thrown, own ?? this.#settings.fetch);
    }
  }

  #networkError(call: Call, url: string, cause: unknown, own: unknown): ApiError {
    const error =
      own !== undefined && isProgrammingError(cause)
        ? call.error("invalid-request", {
            why: `the fetch that was given threw ${cause.name}: ${cause.message}`,
            cause,
          })
        : call.error("network", { why: `${new URL(url).origin} could not be reached`, cause });
    call.noteOutcome(error.mayHaveStarted === true);
    return error;
  }

  async #receive(call: Call, response: FetchResponse, request: Request, delivery: Delivery): Promise<Delivered> {
    const { status, headers } = response;
    const isGood = status >= 200 && status < 300;
    if (isGood && delivery.isUnread) return { response: handedUp(response, request, await unreadBody(call, response)) };
    call.noteOutcome(!isRefusal(status));
    // A redirect that the platform hides has no body, and some platforms throw when it is read.
    const body =
      status === 0
        ? { bytes: new Uint8Array() }
        : await readBody(response, this.#settings.maxResponseBytes, call.signal);
    call.throwIfOver();
    const plain = textOf(body.bytes, headers.get("content-type"));
    // What refuses a key likes to repeat it, and refusals are logged.
    const text = isGood ? plain : call.redact(plain);
    const received = receivedResponse(response, text, body);
    const error = failureOf(call, received);
    if (error) throw error;
    if (!delivery.isShown) return { response: new Response(null, { status }), received };
    return { response: handedUp(response, request, hasNoBody(status) ? null : text), received };
  }
}

// 304 is none: it responds to a condition that the caller set.
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Why a response cannot be handed up at all. */
export const failureOf = (call: Call, received: ReceivedResponse): ApiError | undefined => {
  const { status, broken, isTooLong } = received;
  if (isTooLong)
    return call.error("invalid-response", { why: "the response is longer than maxResponseBytes", received });
  if (redirects.has(status) || status < 200 || status > 599) return call.errorOf(received);
  if (broken === undefined) return undefined;
  return status < 300 ? call.error("network", { why: `${received.problem}`, received }) : call.errorOf(received);
};

/** @throws TypeError for what is no response: a `fetch` of one's own has forgotten to return it. */
const checkedResponse = (response: FetchResponse): FetchResponse => {
  if (typeof response?.status === "number" && typeof response.headers?.get === "function") return response;
  throw new TypeError("it gave no Response");
};

/** Errors that a program makes, not a network: those of the platforms' own fetch say so in one of these words. */
const isProgrammingError = (thrown: unknown): thrown is Error =>
  (thrown instanceof TypeError ||
    thrown instanceof ReferenceError ||
    thrown instanceof RangeError ||
    thrown instanceof SyntaxError) &&
  thrown.cause === undefined &&
  !("code" in thrown) &&
  !/fetch|network|load failed|connect|socket|terminated|sending request|timed? ?out/i.test(thrown.message);

/** The body of a request: text where it is text, and never a stream, which no second try could send. */
const bodyOf = async (request: Request): Promise<string | ArrayBuffer | undefined> => {
  if (request.method === "GET" || request.method === "HEAD" || request.body === null) return undefined;
  // A copy is read: a middleware may want to send the request once more.
  const copy = request.clone();
  if (/[/+]json\b|^text\/|x-www-form-urlencoded/i.test(request.headers.get("content-type") ?? "")) return copy.text();
  const bytes = await copy.arrayBuffer();
  return bytes.byteLength === 0 ? undefined : bytes;
};

/** Lets the signal of a middleware's Request end what is sent, too, and leaves no listener on it. */
const linked = (
  call: AbortSignal,
  own: AbortSignal,
): { readonly signal: AbortSignal; readonly release: () => void } => {
  const controller = new AbortController();
  const abort = (): void => controller.abort(call.aborted ? call.reason : own.reason);
  if (own.aborted) abort();
  own.addEventListener("abort", abort);
  call.addEventListener("abort", abort);
  return { signal: controller.signal, release: () => own.removeEventListener("abort", abort) };
};

/** What a Request has by itself; edge runtimes refuse some of these members, so only what differs is passed on. */
const requestDefaults: Readonly<Record<string, unknown>> = {
  cache: "default",
  credentials: "same-origin",
  integrity: "",
  keepalive: false,
  mode: "cors",
  referrer: "about:client",
  referrerPolicy: "",
};

const membersOf = (request: Request): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(requestDefaults).flatMap(([name, usual]) => {
      const value: unknown = Reflect.get(request, name);
      return value === undefined || value === usual ? [] : [[name, value]];
    }),
  );

/** An address with a parameter in its query, in place of any of the same name. */
const withParameter = (url: string, name: string, value: string): string => {
  const hashAt = url.indexOf("#");
  const [path = "", ...query] = (hashAt < 0 ? url : url.slice(0, hashAt)).split("?");
  const others = query
    .join("?")
    .split("&")
    .filter((pair) => pair !== "" && !new URLSearchParams(pair).has(name));
  return `${path}?${[...others, `${encodeURIComponent(name)}=${encodeURIComponent(value)}`].join("&")}`;
};

/** A response of the platform's, with what was read; its address is that of the request, without a key. */
const handedUp = (
  { status, statusText = "", headers: given }: FetchResponse,
  request: Request,
  body: string | ArrayBuffer | ReadableStream | null,
): Response => {
  const headers = given instanceof Headers ? given : copied(given);
  const response = new Response(body, { status, statusText, headers });
  // A text gets a content type of its own, which the service has not sent.
  if (typeof body === "string" && !headers.has("content-type")) response.headers.delete("content-type");
  Object.defineProperty(response, "url", { value: request.url });
  return response;
};

const copied = (given: FetchResponse["headers"]): Headers => {
  const headers = new Headers();
  given.forEach((value, name) => headers.append(name, value));
  return headers;
};

/** A body that nobody has looked at; as bytes where the platform's fetch does not stream, as React Native's. */
const unreadBody = async (call: Call, response: FetchResponse): Promise<ReadableStream | ArrayBuffer | null> => {
  if (hasNoBody(response.status)) return null;
  return response.body ? unread(call, response.body.getReader()) : response.arrayBuffer();
};

/** A body that is passed on as it comes; an abort of the call reaches it until it ends. */
const unread = (call: Call, reader: BodyReader): ReadableStream => {
  const release = call.passOn((reason) => void reader.cancel(reason).catch(() => {}));
  return new ReadableStream({
    pull: async (controller) => {
      try {
        call.signal.throwIfAborted();
        const { done, value } = await reader.read();
        call.signal.throwIfAborted();
        if (!done) return controller.enqueue(value);
        release();
        controller.close();
      } catch (thrown) {
        release();
        throw thrown;
      }
    },
    cancel: async (reason) => {
      release();
      await reader.cancel(reason);
    },
  });
};
