import { isTextual } from "./read-body.ts";

/** What somebody asked `fetch` for. */
export interface FetchInput {
  readonly url: string;
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as it is, where it is no text. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** The caller's own; nothing where nobody can give up. */
  readonly signal?: AbortSignal;
}

/**
 * Reads the arguments of `fetch`. Plain ones, which are nearly all, are read without a `Request`: making one takes longer
 * than everything else about an in-process response.
 *
 * @throws TypeError as `fetch` does, for an address that is none or a method that cannot have a body.
 */
export const readFetchInput = async (input: string | URL | Request, init: RequestInit = {}): Promise<FetchInput> => {
  // That of a Request never aborts once the Request itself has been collected.
  const signal = init.signal ?? (input instanceof Request ? input.signal : undefined);
  const given = { ...(signal != null && { signal }) };
  const { method = "GET", body } = init;
  if (input instanceof Request || !isPlain(method, body)) {
    const request = new Request(input, init);
    const bytes = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    return {
      url: request.url,
      method: request.method,
      headers: Object.fromEntries(request.headers),
      body: text,
      ...(bytes !== undefined && !isTextual(request.headers.get("content-type")) && { bytes }),
      ...given,
    };
  }
  const headers = Object.fromEntries(new Headers(init.headers));
  if (body === undefined || body === null) return { url: new URL(input).href, method, headers, body: "", ...given };
  return {
    url: new URL(input).href,
    method,
    headers: { "content-type": "text/plain;charset=UTF-8", ...headers },
    body,
    ...given,
  };
};

const isPlain = (method: string, body: RequestInit["body"]): body is string | null | undefined =>
  body === undefined || body === null ? plainMethods.has(method) : typeof body === "string" && bodyMethods.has(method);

// Written as `fetch` would write them; anything else is for `Request` to judge.
const bodyMethods: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH", "DELETE"]);
const plainMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", ...bodyMethods]);
