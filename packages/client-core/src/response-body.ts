import type { ResponseFacts } from "@genwait/lifecycle";
import type { FetchResponse } from "./client-options.ts";

/** What came of a body. */
export interface Body {
  readonly bytes: Uint8Array;
  /** What ended the body before its end. */
  readonly broken?: unknown;
  /** The body is longer than it may be; the bytes are its beginning. */
  readonly isTooLong?: true;
}

/** Reads a body and keeps what came before it broke off or grew too long: `response.text()` would lose that. */
export const readBody = async (
  response: Pick<FetchResponse, "body" | "arrayBuffer">,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Body> => {
  // Not every fetch streams: React Native's has no body to read from.
  if (!response.body) {
    const bytes = new Uint8Array(await response.arrayBuffer());
    return bytes.length > maxBytes ? { bytes: bytes.slice(0, maxBytes), isTooLong: true } : { bytes };
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
      return { bytes: joined(chunks, length), isTooLong: true };
    }
  } catch (broken) {
    return { bytes: joined(chunks, length), broken: broken ?? new Error("the body broke off") };
  }
};

const joined = (chunks: readonly Uint8Array[], length: number): Uint8Array => {
  const [first] = chunks;
  if (first?.length === length) return first;
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
};

/** A response that was read. */
export interface ReceivedResponse extends ResponseFacts {
  readonly header: (name: string) => string | null;
  readonly text: string;
  /** Why the text is no JSON, in words; undefined for an empty one. */
  readonly problem?: string;
  readonly broken?: unknown;
  readonly isTooLong?: true;
}

/** Makes of a body what rules look at. JSON is JSON under any content type. */
export const receivedResponse = (
  { status, headers }: Pick<FetchResponse, "status" | "headers">,
  text: string,
  { broken, isTooLong }: Omit<Body, "bytes"> = {},
): ReceivedResponse => ({
  status,
  header: (name) => headers.get(name),
  text,
  ...(broken === undefined && isTooLong === undefined ? parsed(text) : { body: undefined }),
  ...(broken !== undefined && { broken, problem: "the connection broke in the middle of the response" }),
  ...(isTooLong && { isTooLong }),
});

const parsed = (text: string): { readonly body: unknown; readonly problem?: string } => {
  if (text === "") return { body: undefined };
  try {
    return { body: JSON.parse(text) };
  } catch {
    return { body: undefined, problem: `the response is ${/^\s*</.test(text) ? "HTML" : "no whole JSON"}` };
  }
};

const utf8 = new TextDecoder();

/** The charset that a content type names, in lower case. */
const charsetOf = (contentType: string): string =>
  /charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? "utf-8";

/** Whether a content type names UTF-8, or no charset at all. */
export const isUtf8 = (contentType: string | null): boolean =>
  contentType === null || !/charset/i.test(contentType) || /^utf-?8$/.test(charsetOf(contentType));

/** The text of a body, in the charset that the response names where the platform knows it. */
export const textOf = (bytes: Uint8Array, contentType: string | null): string => {
  if (contentType === null || isUtf8(contentType)) return utf8.decode(bytes);
  try {
    return new TextDecoder(charsetOf(contentType)).decode(bytes);
  } catch {
    return utf8.decode(bytes);
  }
};

/** Statuses whose responses have no body; `Response` refuses one. */
export const hasNoBody = (status: number): boolean => status === 204 || status === 205 || status === 304;
