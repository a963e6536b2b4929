import { type Clock, isSuccessStatus, type ResponseFacts } from "@genwait/lifecycle";
import type { Call } from "./call.ts";
import type { FetchResponse } from "./client-options.ts";

/** A response of which is known what rules look at. */
export interface ReceivedResponse extends ResponseFacts {
  readonly header: (name: string) => string | null;
  readonly text: string;
  /** Why there is no body, in words; undefined where there is one, or no text to make one of. */
  readonly problem?: string;
  /** What ended the body before its end. */
  readonly broken?: unknown;
  /** The body is longer than it may be; the text is its beginning. */
  readonly isTooLong?: true;
  /** The response is passed on unread. */
  readonly isUnread?: true;
  /** The body as it came, where it was asked for. */
  readonly bytes?: ArrayBuffer;
}

/** Makes of a text what rules look at. JSON is JSON under any content type. */
export const receivedResponse = (
  { status, headers }: Pick<FetchResponse, "status" | "headers">,
  text: string,
  more: Partial<ReceivedResponse> = {},
): ReceivedResponse => ({ status, header: (name) => headers.get(name), text, ...parsed(text), ...more });

const parsed = (text: string): Pick<ReceivedResponse, "body" | "problem"> => {
  if (text === "") return { body: undefined };
  try {
    return { body: JSON.parse(text) };
  } catch {
    return { body: undefined, problem: `the response is ${/^\s*</.test(text) ? "HTML" : "no whole JSON"}` };
  }
};

// 304 is none: it responds to a condition that the caller set.
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Reads a response. What came of a body that breaks off, or grows too long, is kept: `response.text()` would lose it.
 *
 * @throws ApiError for a response that cannot be handed up at all.
 */
export const receive = async (
  call: Call,
  response: FetchResponse,
  maxBytes: number,
  { keepsBytes, isShown }: { readonly keepsBytes?: boolean | undefined; readonly isShown: boolean },
): Promise<ReceivedResponse> => {
  const { status, headers } = response;
  // A redirect that the platform hides has no body, and some platforms throw when it is read.
  const { bytes, ...unfinished } = status === 0 ? { bytes: noBytes } : await readBody(response, maxBytes, call.signal);
  call.throwIfOver();
  const text = textOf(bytes, headers.get("content-type"));
  // What refuses a key likes to repeat it, and refusals are logged.
  const received = receivedResponse(response, isSuccessStatus(status) ? text : call.redact(text), {
    ...unfinished,
    ...(keepsBytes && { bytes: new Uint8Array(bytes).buffer }),
  });
  if (received.isTooLong) throw call.error("invalid-response", { why: unfinished.problem, received });
  if (redirects.has(status) || status < 200 || status > 599) throw call.errorOf(received);
  if (unfinished.problem === undefined) return received;
  if (isSuccessStatus(status)) throw call.error("network", { why: unfinished.problem, received });
  // Whoever reads a job's responses knows whether this code tells a state, whose body is missing.
  if (isShown) throw call.errorOf(received);
  return received;
};

/** What came of a body: all of it, or its beginning. */
interface Body extends Pick<ReceivedResponse, "broken" | "isTooLong" | "problem"> {
  readonly bytes: Uint8Array;
  readonly body?: undefined;
}

const noBytes = new Uint8Array();

const readBody = async (response: FetchResponse, maxBytes: number, signal: AbortSignal): Promise<Body> => {
  const tooLong = {
    body: undefined,
    problem: "the response is longer than maxResponseBytes",
    isTooLong: true,
  } as const;
  // Not every fetch streams: React Native's has no body to read from.
  if (!response.body) {
    const bytes = new Uint8Array(await response.arrayBuffer());
    return bytes.length > maxBytes ? { bytes: bytes.slice(0, maxBytes), ...tooLong } : { bytes };
  }
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { bytes: joined(chunks, length) };
      if (!ArrayBuffer.isView(value)) throw new TypeError("the body is no stream of bytes");
      chunks.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
      length += value.byteLength;
      if (length <= maxBytes && !signal.aborted) continue;
      reader.cancel().catch(() => {});
      return { bytes: joined(chunks, length), ...tooLong };
    }
  } catch (broken) {
    const problem = "the connection broke in the middle of the response";
    return { bytes: joined(chunks, length), body: undefined, problem, broken: broken ?? new Error("no reason") };
  }
};

const joined = (chunks: readonly Uint8Array[], length: number): Uint8Array => {
  const [first = noBytes] = chunks;
  if (first.length === length) return first;
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
};

const utf8 = new TextDecoder();

/** The charset that a content type names, in lower case. */
const charsetOf = (contentType: string | null): string =>
  /charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? "")?.[1]?.toLowerCase() ?? "utf-8";

/** Whether a content type names UTF-8, or no charset at all. */
export const isUtf8 = (contentType: string | null): boolean => /^utf-?8$/.test(charsetOf(contentType));

/** The text of a body, in the charset that the response names where the platform knows it. */
const textOf = (bytes: Uint8Array, contentType: string | null): string => {
  if (isUtf8(contentType)) return utf8.decode(bytes);
  try {
    return new TextDecoder(charsetOf(contentType)).decode(bytes);
  } catch {
    return utf8.decode(bytes);
  }
};

/**
 * The wait that a response's `Retry-After` asks for, in milliseconds; undefined without a sane one. Never negative and
 * never NaN, but as long as the service says: to bound it is the business of whoever waits.
 *
 * A date counts from the response's own `Date`, where there is one: the service's clock and ours may differ.
 */
export const retryAfterMsOf = (
  header: (name: string) => string | null,
  clock: Pick<Clock, "now">,
): number | undefined => {
  const text = header("retry-after");
  if (!text) return undefined;
  const delayMs = /^\d+(\.\d+)?$/.test(text)
    ? Math.min(Number(text) * 1000, 2 ** 53 - 1)
    : dateIn(text) - (dateIn(`${header("date")}`) || clock.now());
  return delayMs >= 0 ? delayMs : delayMs < 0 ? 0 : undefined;
};

// Date.parse makes a date of nearly anything, "-5" included; what names its zone is meant as one.
const dateIn = (text: string): number => Date.parse(/(GMT|Z)$/.test(text) ? text : "");
