import type { Clock } from "@genwait/lifecycle";

export interface HoldingFetch {
  readonly fetch: typeof globalThis.fetch;
  /** Lets time pass although requests are open: the service has gone silent on purpose. */
  letGo(): void;
}

// A service that responds at all does so far sooner, also on a busy machine; one that hangs costs a test this long.
const patienceMs = 2000;

/**
 * The platform's fetch, over real sockets, with virtual time standing still until the last byte of each response has come:
 * however busy the machine is, a test sees the same times.
 */
export const createHoldingFetch = (clock: Clock): HoldingFetch => {
  const open = new Set<() => void>();
  const holdOnce = (): (() => void) => {
    const release = clock.hold();
    const done = (): void => {
      clearTimeout(timer);
      open.delete(done);
      release();
    };
    const timer = setTimeout(done, patienceMs);
    open.add(done);
    return done;
  };
  return {
    fetch: async (input, init) => {
      const done = holdOnce();
      try {
        const { body, status, headers } = await fetch(input, init);
        if (body === null) done();
        return new Response(body && watched(body, done), { status, headers });
      } catch (error) {
        done();
        throw error;
      }
    },
    letGo: () => {
      for (const done of open) done();
    },
  };
};

const watched = (body: ReadableStream<Uint8Array>, done: () => void): ReadableStream<Uint8Array> => {
  const reader = body.getReader();
  return new ReadableStream({
    pull: async (controller) => {
      try {
        const chunk = await reader.read();
        if (!chunk.done) return controller.enqueue(chunk.value);
        controller.close();
      } catch (error) {
        controller.error(error);
      }
      done();
    },
    cancel: (reason) => {
      done();
      return reader.cancel(reason);
    },
  });
};
