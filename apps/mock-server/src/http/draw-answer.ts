import { once } from "node:events";
import type { ServerResponse } from "node:http";

import type { Clock } from "@genwait/lifecycle";

import type { MockAnswer } from "../mock-request.ts";

/** Draws an answer on a socket: at once or late, whole or broken off, or not at all. */
export const drawAnswer = async (answer: MockAnswer, response: ServerResponse, clock: Clock): Promise<void> => {
  const { status, headers, chunks, end, delayMs } = answer;
  // Whoever waits in vain ends the connection; until then it stays as it is.
  if (end === "hang") return;
  if (delayMs > 0 && !(await stillThere(delayMs, response, clock))) return;
  const [first] = chunks;
  if (end === "close") {
    response.writeHead(status, headers);
    if (answer.stream === undefined) response.end(chunks.length > 1 ? chunks.join("") : first);
    else await pour(first ?? "", answer.stream, response);
    return;
  }
  if (first === undefined) {
    response.socket?.resetAndDestroy();
    return;
  }
  response.writeHead(status, headers);
  // The part must be on its way before the connection is dropped, or nobody ever sees it.
  response.write(first, () => setImmediate(() => response.socket?.resetAndDestroy()));
};

const pour = async (first: string, stream: AsyncIterable<string>, response: ServerResponse): Promise<void> => {
  response.write(first);
  const iterator = stream[Symbol.asyncIterator]();
  response.once("close", () => void iterator.return?.());
  for (let next = await iterator.next(); next.done !== true && !response.destroyed; next = await iterator.next()) {
    // Nothing is taken from the stream for a reader who has not read what there was.
    if (!response.write(next.value)) await Promise.race([once(response, "drain"), once(response, "close")]);
  }
  response.end();
};

const stillThere = (delayMs: number, response: ServerResponse, clock: Clock): Promise<boolean> =>
  new Promise((resolve) => {
    const onGone = (): void => {
      cancel();
      resolve(false);
    };
    const cancel = clock.after(delayMs, () => {
      response.off("close", onGone);
      resolve(true);
    });
    response.once("close", onGone);
  });
