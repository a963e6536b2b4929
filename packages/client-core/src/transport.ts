/*
 * The layer below openapi-fetch: the `fetch` that it is given. What it holds, whoever made the request:
 * - The key is added last, only towards the base URL, those pinned for single operations and an address whose host is
 *   declared, and no refusal that is handed up shows it.
 * - No redirect is followed, and no GET is responded to from a cache unless the call asks for it.
 * - Bodies are read here (received-response.ts): within the limit, and one that breaks off keeps its beginning.
 * - Nothing is sent once the call is over, and what sends gets an address and plain options, never a stream.
 */
import { isSuccessStatus } from "@genwait/lifecycle";
import type { Call } from "./call.ts";
import type { BodyReader, ClientSettings, FetchInit, FetchResponse } from "./client-options.ts";
import { findKey, redactorOf, type SentKey } from "./key.ts";
import { receive, type ReceivedResponse, receivedResponse } from "./received-response.ts";
import { version } from "./version.ts";

/** What one call asks of the transport beside its requests. */
export interface Delivery {
  /** What sends in place of the client's `fetch`. */
  readonly fetch: ((request: Request) => Promise<Response>) | undefined;
  /** Options of the call that only a platform's `fetch` knows. */
  readonly extras: Readonly<Record<string, unknown>>;
  /** A good response is passed on unread. */
  readonly isUnread: boolean;
  readonly wantsJson: boolean;
  /** A middleware may have made the request. */
  readonly isForeign: boolean;
  /** Somebody may read the body of the response that is handed up. */
  readonly isShown: boolean;
  /** An address beside the base URL that gets the key, without its query. */
  readonly keyAt?: string | undefined;
  /** The body of a good response is kept as bytes, too. */
  readonly keepsBytes?: boolean | undefined;
}

/** A response as it is handed up, with what was read of it. */
export interface Delivered {
  readonly response: Response;
  readonly received: ReceivedResponse;
}

/** What sends the requests of one client. */
export class Transport {
  readonly #settings: ClientSettings;
  /** The key of the last request. */
  #key: SentKey | undefined;
  /** An old edge runtime throws for the member `cache`. */
  #omitsCache = !("cache" in Request.prototype);

  constructor(settings: ClientSettings) {
    this.#settings = settings;
  }

  /** Sends one request of a call. Rejects with an `ApiError`, or with what ended the call or the request. */
  async send(call: Call, request: Request, delivery: Delivery): Promise<Delivered> {
    call.throwIfOver();
    const { url, headers } = await this.#addressed(call, request, delivery);
    const body = await bodyOf(request);
    const { signal, release } = delivery.isForeign ? linked(call.signal, request.signal) : { signal: call.signal };
    try {
      call.throwIfOver();
      signal.throwIfAborted();
      const init: FetchInit = {
        ...delivery.extras,
        ...(delivery.isForeign && membersOf(request)),
        method: request.method,
        headers,
        ...(body !== undefined && { body }),
        redirect: "manual",
        signal,
      };
      const response = await this.#fetch(call, url, init, delivery);
      call.throwIfOver();
      return await this.#delivered(call, response, request, delivery);
    } finally {
      release?.();
    }
  }

  /** The address and the headers of a request, with the key and what a request says of itself. */
  async #addressed(
    call: Call,
    { url, headers: given }: Request,
    { wantsJson, keyAt }: Delivery,
  ): Promise<{ readonly url: string; readonly headers: Record<string, string> }> {
    const { api, baseUrl } = this.#settings;
    const headers: Record<string, string> = {};
    given.forEach((value, name) => {
      headers[name] = value;
    });
    if (wantsJson) headers["accept"] ??= "application/json";
    // In a page the browser says who it is, and a header of one's own would cost a preflight.
    if (!("document" in globalThis)) headers["user-agent"] ??= `genwait/${version}`;
    const mayHaveKey = isUnder(baseUrl, url) || isUnder(keyAt ?? baseUrl, url);
    const secret = mayHaveKey ? await this.#secretFor(call) : undefined;
    if (!api.key || secret === undefined) return { url, headers };
    const { in: place, name, prefix = "" } = api.key;
    if (place === "query") return { url: withParameter(url, name, prefix + secret), headers };
    headers[name.toLowerCase()] = prefix + secret;
    return { url, headers };
  }

  /** The key for one request; the call hides it from now on. */
  async #secretFor(call: Call): Promise<string | undefined> {
    try {
      const secret = await findKey(this.#settings.api, this.#settings.apiKey);
      if (secret === undefined) return undefined;
      if (this.#key?.secret !== secret) this.#key = { secret, redact: redactorOf(secret) };
      call.hide(this.#key);
      return secret;
    } catch (cause) {
      throw call.error("unauthorized", { cause });
    }
  }

  async #fetch(call: Call, url: string, init: FetchInit, { fetch: own }: Delivery): Promise<FetchResponse> {
    const fetch = own
      ? (address: string, given: FetchInit) => own(new Request(address, given))
      : (this.#settings.fetch ?? globalThis.fetch);
    // A stored response would say that a job is where it was.
    const isUncached = init.method === "GET" && init.cache === undefined && !this.#omitsCache;
    call.noteSent();
    try {
      try {
        return checked(await fetch(url, isUncached ? { ...init, cache: "no-store" } : init));
      } catch (thrown) {
        if (!isUncached || !/\bcache\b/.test(`${thrown}`)) throw thrown;
        call.throwIfOver();
        const response = checked(await fetch(url, init));
        this.#omitsCache = true;
        return response;
      }
    } catch (cause) {
      call.throwIfOver();
      init.signal.throwIfAborted();
      const isBug = (own ?? this.#settings.fetch) !== undefined && isProgrammingError(cause);
      const error = isBug
        ? call.error("invalid-request", {
            why: `the fetch that was given threw ${cause.name}: ${cause.message}`,
            cause,
          })
        : call.error("network", { why: `${new URL(url).origin} could not be reached`, cause });
      call.noteOutcome(error);
      throw error;
    }
  }

  async #delivered(call: Call, response: FetchResponse, request: Request, delivery: Delivery): Promise<Delivered> {
    const { status } = response;
    const hasNoBody = status === 204 || status === 205 || status === 304;
    if (isSuccessStatus(status) && delivery.isUnread) {
      // As bytes where the platform's fetch does not stream, as React Native's.
      const body = response.body ? unreadBody(call, response.body.getReader()) : await response.arrayBuffer();
      const received = receivedResponse(response, "", { isUnread: true });
      return { response: handedUp(response, request, hasNoBody ? null : body), received };
    }
    call.noteOutcome({ status });
    const received = await receive(call, response, this.#settings.maxResponseBytes, delivery);
    if (!delivery.isShown) return { response: new Response(null, { status }), received };
    // A refusal may repeat the key anywhere: its body was redacted when it was read.
    const redact = isSuccessStatus(status) ? undefined : (text: string): string => call.redact(text);
    return {
      response: handedUp(response, request, hasNoBody ? null : (received.bytes ?? received.text), redact),
      received,
    };
  }
}

/** Whether an address lies under a base URL; both as `URL` writes them, so that no `..` is left. */
const isUnder = (baseUrl: string, url: string): boolean =>
  url.startsWith(baseUrl) && (url.length === baseUrl.length || "/?#".includes(url.charAt(baseUrl.length)));

/** @throws TypeError for what is no response: a `fetch` of one's own has forgotten to return it. */
const checked = (response: FetchResponse): FetchResponse => {
  if (typeof response?.status === "number" && typeof response.headers?.get === "function") return response;
  throw new TypeError("it gave no Response");
};

/** Errors that a program makes, not a network: those of the platforms' own fetch say so in one of these words. */
const isProgrammingError = (thrown: unknown): thrown is Error =>
  [TypeError, ReferenceError, RangeError, SyntaxError].some((kind) => thrown instanceof kind) &&
  thrown instanceof Error &&
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

const membersOf = (request: Request): Record<string, unknown> => {
  const members: Record<string, unknown> = {};
  for (const name in requestDefaults) {
    const value: unknown = Reflect.get(request, name);
    if (value !== undefined && value !== requestDefaults[name]) members[name] = value;
  }
  return members;
};

/** An address with a parameter in its query, in place of any of the same name. */
const withParameter = (url: string, name: string, value: string): string => {
  const [address = ""] = url.split("#");
  const [path = "", ...query] = address.split("?");
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
  redact?: (text: string) => string,
): Response => {
  const headers = given instanceof Headers && !redact ? given : new Headers();
  if (headers !== given) given.forEach((value, name) => headers.append(name, redact?.(value) ?? value));
  const response = new Response(body, { status, statusText, headers });
  // A text gets a content type of its own, which the service has not sent.
  if (typeof body === "string" && !headers.has("content-type")) response.headers.delete("content-type");
  Object.defineProperty(response, "url", { value: request.url });
  return response;
};

/** A body that is passed on as it comes; an abort of the call reaches it until it ends. */
const unreadBody = (call: Call, reader: BodyReader): ReadableStream => {
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
