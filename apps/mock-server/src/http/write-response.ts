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
  stream: AsyncIterable<string | Uint8Array>,
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

// Nothing is taken from the stream, and nothing of a long part, for a reader who has not read what there was.
const writeInPieces = async (part: string | Uint8Array, outgoing: ServerResponse): Promise<void> => {
  if (typeof part === "string") {
    if (!outgoing.write(part) && !outgoing.destroyed) await drained(outgoing);
    return;
  }
  for (let from = 0; from < part.byteLength && !outgoing.destroyed; from += pieceBytes) {
    const isTaken = outgoing.write(part.subarray(from, from + pieceBytes));
    if (!isTaken && !outgoing.destroyed) await drained(outgoing);
    // Many drain at the same moment.
    await turn();
  }
};

// One piece of all readers' together, then whatever else is to do: a hundred readers are no longer a wait than one is.
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    turns.push(resolve);
    if (turns.length === 1) setImmediate(takeTurn);
  });

const turns: (() => void)[] = [];

const takeTurn = (): void => {
  turns.shift()?.();
  if (turns.length > 0) setImmediate(takeTurn);
};

const pieceBytes = 65_536;

const drained = (outgoing: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      outgoing.off("drain", done).off("close", done);
      resolve();
    };
    outgoing.once("drain", done).once("close", done);
  });

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
