import type { Clock } from "@genwait/lifecycle";
import type { BuiltRequest } from "./build-request.ts";
import { type Body, readBody } from "./read-body.ts";

export interface SendOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** An answer, or as much of it as came. */
export interface RawAnswer extends Body {
  readonly status: number;
  readonly header: (name: string) => string | null;
}

/** What {@link send} rejects with when the time limit has passed. */
export const timeLimit: unique symbol = Symbol("time limit");

/**
 * Sends one request and reads its answer to the last byte. Rejects with {@link timeLimit}, with the signal's own reason,
 * or with what `fetch` threw: at once, whether or not `fetch` minds its signal. Leaves no timer and no listener.
 */
export const send = (request: BuiltRequest, { fetch, clock, timeoutMs, signal }: SendOptions): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const controller = new AbortController();
    const stop = (reason: unknown): void => {
      finish();
      reject(reason);
      controller.abort(reason);
    };
    const onAbort = (): void => stop(signal?.reason);
    const cancel = clock.after(timeoutMs, () => stop(timeLimit));
    const finish = (): void => {
      cancel();
      signal?.removeEventListener("abort", onAbort);
    };
    signal?.addEventListener("abort", onAbort);
    exchange(request, fetch, controller.signal).finally(finish).then(resolve, reject);
  });

const exchange = async (
  { url, init }: BuiltRequest,
  fetch: SendOptions["fetch"],
  signal: AbortSignal,
): Promise<RawAnswer> => {
  const response = await fetch(url, { ...init, signal });
  const { status, headers } = response;
  return { status, header: (name) => headers.get(name), ...(await readBody(response)) };
};
