import { expect, test } from "vitest";

import { studio } from "./fixtures/studio.ts";
import { createMockService } from "./create-mock-service.ts";
import type { MockOptions } from "./mock-options.ts";
import type { MockService } from "./mock-service.ts";
import { startMockServer } from "./start-mock-server.ts";

const options: MockOptions = {
  apis: [{ name: "studio", document: studio }],
  seed: "snapshots",
  startTime: "2026-03-01T12:00:00.000Z",
  publicUrl: "https://mock.example",
};

const headers = { "x-key": "any", "content-type": "application/json", "x-mock-scenario": "polls-1" };

const bodiesOf = async (mock: MockService, via: typeof fetch): Promise<readonly string[]> => {
  const bodies: string[] = [];
  for (const topic of ["Lamps", "Chairs"]) {
    const body = JSON.stringify({ topic, exportAs: "pptx" });
    const created = await (await via(`${mock.url("studio")}/decks`, { method: "POST", headers, body })).text();
    bodies.push(created);
    const { deckId } = JSON.parse(created);
    for (const _ of [1, 2]) {
      // Real time goes on between two calls, and nothing may show it.
      await new Promise((resolve) => setTimeout(resolve, 2));
      bodies.push(await (await via(`${mock.url("studio")}/decks/${deckId}`, { headers })).text());
    }
    mock.clock.advance("36h");
  }
  return bodies;
};

test("the same seed and start time give the same bodies, byte for byte, in-process and over HTTP", async () => {
  const [first, second] = [await createMockService(options), await createMockService(options)];
  const server = await startMockServer(options);
  const bodies = await bodiesOf(first, first.fetch);
  expect(await bodiesOf(second, second.fetch)).toEqual(bodies);
  expect(await bodiesOf(server, fetch)).toEqual(bodies);
  const finished = bodies.map((body) => JSON.parse(body)).filter(({ status }) => status === "completed");
  expect(finished.map(({ title, createdAt }) => [title, createdAt])).toEqual([
    ["Lamps", "2026-03-01T12:00:00Z"],
    ["Chairs", "2026-03-03T00:00:00Z"],
  ]);
  for (const mock of [first, second, server]) await mock.close();
});

test("the mock's time begins at the start time", async () => {
  const mock = await createMockService({ ...options, startTime: new Date(86_400_000) });
  expect(Math.floor(mock.clock.now() / 86_400_000)).toBe(1);
  await mock.close();
});
