import { once } from "node:events";
import type { ServerResponse } from "node:http";

import type { Clock } from "@genwait/lifecycle";

import type { MockResponse } from "../mock-request.ts";

/** Writes a response on a socket: at once or late, whole or broken off, or not at all. */
export const writeResponse = async (response: MockResponse, outgoing: ServerResponse, clock: Clock): Promise<void> => {
  const { status, headers, chunks, end, delayMs } = response;
  // Whoever waits in vain ends the connection; until then it stays as it is.
  if (end === "hang") return;
  if (delayMs > 0 && !(await stillThere(delayMs, outgoing, clock))) return;
  const [first] = chunks;
  if (end === "close") {
    outgoing.writeHead(status, headers);
    for (const chunk of chunks) outgoing.write(chunk);
    if (response.stream === undefined) outgoing.end();
    else await pour(response.stream, outgoing, response.closed);
    return;
  }
  if (first === undefined) {
    outgoing.socket?.resetAndDestroy();
    return;
  }
  outgoing.writeHead(status, headers);
  // The part must be on its way before the connection is dropped, or nobody ever sees it.
  outgoing.write(first, () => setImmediate(() => outgoing.socket?.resetAndDestroy()));
};

const pour = async (
  stream: AsyncIterable<string>,
  outgoing: ServerResponse,
  closed: AbortSignal | undefined,
): Promise<void> => {
  const iterator = stream[Symbol.asyncIterator]();
  // A reader who does not read would never see the end.
  const end = (): void => void outgoing.destroy();
  closed?.addEventListener("abort", end, { once: true });
  outgoing.once("close", () => {
    closed?.removeEventListener("abort", end);
    void iterator.return?.();
  });
  for (let next = await iterator.next(); next.done !== true && !outgoing.destroyed; next = await iterator.next()) {
    await writeInPieces(next.value, outgoing);
  }
  outgoing.end();
};

// Nothing is taken from the stream, and nothing copied from a long text, for a reader who has not read what there was.
const writeInPieces = async (text: string, outgoing: ServerResponse): Promise<void> => {
  for (let from = 0; from < text.length && !outgoing.destroyed; from += pieceLength) {
    // A character of two halves is not cut: what is written piece by piece is encoded piece by piece.
    const isCut = /[\uD800-\uDBFF]/.test(text.charAt(from + pieceLength - 1));
    const to = from + pieceLength - (isCut ? 1 : 0);
    const isFull = !outgoing.write(text.slice(from, to));
    if (isCut) from -= 1;
    if (isFull && !outgoing.destroyed) await drained(outgoing);
  }
};

const pieceLength = 65_536;

const drained = async (outgoing: ServerResponse): Promise<void> => {
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race([once(outgoing, "drain", { signal }), once(outgoing, "close", { signal })]);
  settled.abort();
};

const stillThere = (delayMs: number, outgoing: ServerResponse, clock: Clock): Promise<boolean> =>
  new Promise((resolve) => {
    const onGone = (): void => {
      cancel();
      resolve(false);
    };
    const cancel = clock.after(delayMs, () => {
      outgoing.off("close", onGone);
      resolve(true);
    });
    outgoing.once("close", onGone);
  });
