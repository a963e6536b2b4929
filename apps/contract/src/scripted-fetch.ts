import type { Clock } from "@genwait/lifecycle";
import { scriptedResponse, type Script, type ScriptedResponse, type SeenRequest } from "./script.ts";

/** The same as a scripted server, without a socket. */
export interface ScriptedFetch {
  readonly fetch: typeof globalThis.fetch;
  readonly requests: readonly SeenRequest[];
  open(): number;
}

/** A fetch that responds by a script and fails as the platform's does. */
export const createScriptedFetch = (script: Script, clock: Clock): ScriptedFetch => {
  const requests: SeenRequest[] = [];
  let open = 0;
  return {
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { pathname, search } = new URL(request.url);
      const seen = {
        method: request.method,
        url: pathname + search,
        headers: Object.fromEntries(request.headers),
        atMs: clock.elapsed(),
      };
      const index = requests.push(seen) - 1;
      open++;
      try {
        // The caller's own signal: that of a Request never aborts once the Request itself has been collected.
        return await respond(scriptedResponse(script, seen, index), init?.signal ?? request.signal);
      } finally {
        open--;
      }
    },
    requests,
    open: () => open,
  };
};

const respond = async (
  { status = 200, headers = {}, text = "", end = "close" }: ScriptedResponse,
  signal: AbortSignal,
): Promise<Response> => {
  if (end === "hang") return aborted(signal);
  if (end === "reset") throw new TypeError("fetch failed", { cause: connectionLost("ECONNRESET") });
  // A Response with one of these codes must not have a body.
  const body = [204, 205, 304].includes(status) ? null : text;
  return new Response(end === "truncate" ? halfOf(text) : body, { status, headers });
};

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });

const halfOf = (text: string): ReadableStream<Uint8Array> => {
  const bytes = new TextEncoder().encode(text);
  const chunks = [bytes.subarray(0, Math.ceil(bytes.length / 2))];
  return new ReadableStream({
    pull: (controller) => {
      const chunk = chunks.shift();
      if (chunk === undefined)
        controller.error(new TypeError("terminated", { cause: connectionLost("UND_ERR_SOCKET") }));
      else controller.enqueue(chunk);
    },
  });
};

const connectionLost = (code: string): Error => Object.assign(new Error(`${code}: the connection was lost`), { code });
