import { expect } from "vitest";

import { studio } from "./fixtures/studio.ts";
import { createMockTest } from "./vitest.ts";

const test = createMockTest({ apis: [{ name: "studio", document: studio }] });

for (const name of ["first", "second"]) {
  test(`the ${name} test finds the mock running and without what others left`, async ({ mock }) => {
    expect([mock.jobs.count(), mock.faults.list(), mock.requests.list()]).toEqual([0, [], []]);
    await mock.jobs.create({ api: "studio", id: "a" });
    mock.faults.add({ is: "server-error" });
    const response = await fetch(`${mock.url("studio")}/decks/a`, { headers: { "x-key": "any" } });
    expect(response.status).toBe(500);
  });
}
