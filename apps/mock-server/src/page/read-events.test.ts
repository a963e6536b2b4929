import { expect, test } from "vitest";

import { readEvents } from "../../page/read-events.js";

const text =
  'retry: 1000\n\nevent: snapshot\ndata: {"a":"ü"}\n\n: a heartbeat\n\nevent: clock\ndata: {}\n\nevent: half\nda';

const read = async (bytesInPiece: number): Promise<{ event: string; data: string }[]> => {
  const bytes = new TextEncoder().encode(text);
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => {
      for (let at = 0; at < bytes.length; at += bytesInPiece) controller.enqueue(bytes.slice(at, at + bytesInPiece));
      controller.close();
    },
  });
  const events: { event: string; data: string }[] = [];
  for await (const event of readEvents(stream)) events.push(event);
  return events;
};

test("events are read wherever the network cuts them, a character included", async () => {
  for (const size of [1, 2, 3, 7, 30, 1000]) {
    expect(await read(size)).toEqual([
      { event: "snapshot", data: '{"a":"ü"}' },
      { event: "clock", data: "{}" },
    ]);
  }
});
