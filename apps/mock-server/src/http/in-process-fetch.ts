import type { Clock } from "@genwait/lifecycle";

import type { MockAnswer, MockRequest } from "../mock-request.ts";

export interface InProcessOptions {
  /** Who answers for an address; nothing where nobody does. */
  readonly route: (url: URL) => Route | undefined;
  readonly clock: Clock;
  /** Aborted when the service closes: nothing hangs on after it. */
  readonly closed: AbortSignal;
}

export interface Route {
  /** Path and query as the API knows them. */
  readonly target: string;
  readonly answer: (request: MockRequest) => Promise<MockAnswer>;
}

/**
 * A `fetch` without a socket. It rejects as a real one does when the connection is dropped, breaks off bodies in the middle,
 * and obeys the signal. While it works it holds the clock, so that virtual time passes only in waits.
 */
export const createInProcessFetch =
  ({ route, clock, closed }: InProcessOptions): typeof fetch =>
  async (input, init) => {
    const request = new Request(input, init);
    // The caller's own signal: that of a Request never aborts once the Request itself has been collected.
    const signal = init?.signal ?? (input instanceof Request ? input : request).signal;
    signal.throwIfAborted();
    const url = new URL(request.url);
    const routed = route(url);
    if (routed === undefined) throw failed(new Error(`Failed to reach ${url.origin}: no mocked API has this address.`));
    const release = clock.hold();
    try {
      const body = request.body === null ? "" : await request.text();
      const { method, headers } = request;
      const answer = await routed.answer({ method, target: routed.target, headers: Object.fromEntries(headers), body });
      signal.throwIfAborted();
      if (answer.delayMs > 0 || answer.end === "hang") {
        // The wait is what virtual time is for.
        release();
        await wait(
          answer.end === "hang" ? Number.POSITIVE_INFINITY : answer.delayMs,
          clock,
          AbortSignal.any([signal, closed]),
        );
      }
      return toResponse(answer, request.url);
    } finally {
      release();
    }
  };

const toResponse = (answer: MockAnswer, url: string): Response => {
  const { status, headers, chunks, end } = answer;
  if (end === "reset" && chunks.length === 0) throw failed(reset());
  const hasBody = status !== 204 && status !== 304 && status !== 205;
  const response = new Response(hasBody ? toStream(answer) : null, { status, headers });
  Object.defineProperty(response, "url", { value: url });
  return response;
};

const toStream = ({ chunks, stream, end }: MockAnswer): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  const iterator = everything(chunks, stream);
  return new ReadableStream({
    pull: async (controller) => {
      const next = await iterator.next();
      if (next.done !== true) controller.enqueue(encoder.encode(next.value));
      else if (end === "reset") controller.error(new TypeError("terminated", { cause: reset() }));
      else controller.close();
    },
    cancel: async () => {
      await iterator.return(undefined);
    },
  });
};

const everything = async function* (
  chunks: readonly string[],
  stream: AsyncIterable<string> = nothing(),
): AsyncGenerator<string> {
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
