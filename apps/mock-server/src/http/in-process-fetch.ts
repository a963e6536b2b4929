import type { Clock } from "@genwait/lifecycle";

import type { MockResponse, MockRequest } from "../mock-request.ts";
import { readFetchInput } from "./read-fetch-input.ts";

/** What is behind a fetch without a socket. */
export interface InProcessOptions {
  /** Who responds at an address; nothing where nobody does. */
  readonly route: (url: URL) => Route | undefined;
  readonly clock: Clock;
  /** Aborted when the service closes: nothing hangs on after it. */
  readonly closed: AbortSignal;
}

/** Who responds, and to which target. */
export interface Route {
  /** Path and query as the API knows them. */
  readonly target: string;
  /** What stands before the target in the address. */
  readonly base: string;
  readonly respond: (request: MockRequest) => Promise<MockResponse>;
}

/**
 * A `fetch` without a socket. It rejects as a real one does when the connection is dropped, breaks off bodies in the middle,
 * and obeys the signal. While it works it holds the clock, so that virtual time passes only in waits.
 */
export const createInProcessFetch =
  ({ route, clock, closed }: InProcessOptions): typeof fetch =>
  async (input, init) => {
    // A body may be a stream, and to read it is work: time must not pass meanwhile.
    const release = clock.hold();
    try {
      const { url, method, headers, body, bytes, signal } = await readFetchInput(input, init);
      signal?.throwIfAborted();
      const routed = route(new URL(url));
      if (routed === undefined) throw failed(new Error(`Failed to reach ${url}: no mocked API has this address.`));
      const { target, base } = routed;
      const response = await routed.respond({ method, target, base, headers, body, ...(bytes && { bytes }) });
      signal?.throwIfAborted();
      if (response.delayMs > 0 || response.end === "hang") {
        // The wait is what virtual time is for.
        release();
        const delayMs = response.end === "hang" ? Number.POSITIVE_INFINITY : response.delayMs;
        await wait(delayMs, clock, signal === undefined ? closed : AbortSignal.any([signal, closed]));
      }
      return toResponse(response, url);
    } finally {
      release();
    }
  };

const toResponse = (response: MockResponse, url: string): Response => {
  const { status, headers, chunks, end } = response;
  if (end === "reset" && chunks.length === 0) throw failed(reset());
  const made = new Response(hasNoBody.has(status) ? null : bodyOf(response), { status, headers });
  Object.defineProperty(made, "url", { value: url });
  return made;
};

const hasNoBody: ReadonlySet<number> = new Set([101, 103, 204, 205, 304]);

// What is whole needs no stream, and a stream takes ten times as long.
const bodyOf = (response: MockResponse): BodyInit => {
  const { chunks, end, stream } = response;
  if (end !== "close" || stream !== undefined) return toStream(response);
  const [first = ""] = chunks;
  return typeof first === "string" ? first : new Uint8Array(first);
};

const toStream = ({ chunks, stream, end }: MockResponse): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  const iterator = everything(chunks, stream);
  return new ReadableStream({
    pull: async (controller) => {
      const next = await iterator.next();
      if (next.done !== true)
        controller.enqueue(typeof next.value === "string" ? encoder.encode(next.value) : next.value);
      else if (end === "reset") controller.error(new TypeError("terminated", { cause: reset() }));
      else controller.close();
    },
    cancel: async () => {
      await iterator.return(undefined);
    },
  });
};

const everything = async function* (
  chunks: readonly (string | Uint8Array)[],
  stream: AsyncIterable<string | Uint8Array> = nothing(),
): AsyncGenerator<string | Uint8Array> {
  yield* chunks;
  yield* stream;
};

const nothing = async function* (): AsyncGenerator<string> {};

const wait = (delayMs: number, clock: Clock, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const onAbort = (): void => {
      cancel();
      reject(signal.reason);
    };
    const onTime = (): void => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    };
    const cancel = Number.isFinite(delayMs) ? clock.after(delayMs, onTime) : (): void => {};
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });

const failed = (cause: Error): TypeError => new TypeError("fetch failed", { cause });

const reset = (): Error => Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
