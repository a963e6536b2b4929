import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { openStudio } from "../fixtures/studio.ts";
import { readScenarioFile } from "./read-scenarios.ts";
import { schemaFault } from "./scenario-schema.ts";

test("a scenario says what a finished job contains, for all jobs or for one", async () => {
  const mine = { duration: "0s", body: { title: "Mine", extra: { deep: [1, null] } } } as const;
  const { poll, mock } = await openStudio({ scenarios: { mine } });
  const { body, headers } = await poll("deck", "mock-mine-1");
  expect(body).toMatchObject({ status: "completed", title: "Mine", extra: { deep: [1, null] } });
  expect(headers.get("x-mock-violations")).toBeNull();
  await mock.jobs.create({ api: "studio", id: "one", scenario: { duration: "0s", body: { credits: "many" } } });
  const odd = await poll("deck", "one");
  expect(odd.body).toMatchObject({ title: "Hikes", credits: "many" });
  // It is the test's own wish, and yet said.
  expect(odd.headers.get("x-mock-violations")).toMatch(/credits/);
  expect((await poll("deck", "mock-instant")).body).toMatchObject({ title: "Hikes" });
});

test("a job is pending for a number of polls, then over, whatever the time", async () => {
  const { poll, clock, mock } = await openStudio();
  const words: unknown[] = [];
  for (let count = 0; count < 5; count++) {
    words.push(Object((await poll("deck", "mock-polls-3")).body).status);
    if (count === 1) await clock.advance(3_600_000);
  }
  expect(words).toEqual(["pending", "pending", "pending", "completed", "completed"]);
  expect(mock.jobs.get("mock-polls-3")).toMatchObject({ kind: "succeeded", polls: 5 });
  const { body } = await poll("pictures", "mock-polls-0");
  expect(body).toMatchObject({ data: { images: Array.from({ length: 4 }, () => ({ status: "success" })) } });
});

test("no outputs and a thousand of them mean that", async () => {
  const { poll, clock } = await openStudio();
  const count = async (id: string): Promise<unknown> => {
    await poll("pictures", id);
    await clock.advance(600_000);
    const data: unknown = Object((await poll("pictures", id)).body).data;
    return Object(data).images.length;
  };
  expect([await count("mock-items-0"), await count("mock-items-1000")]).toEqual([0, 1000]);
});

test("files come from a folder beside the file of scenarios, and never by way of the network", async () => {
  const folder = await mkdtemp(join(tmpdir(), "genwait-files-"));
  await writeFile(join(folder, "url.png"), "my own picture");
  await writeFile(join(folder, "mine.yaml"), "scenarios:\n  mine:\n    duration: 0s\n    files: .\n");
  const { scenarios } = await readScenarioFile(join(folder, "mine.yaml"));
  const { poll, mock, call } = await openStudio({ scenarios });
  const { url } = Object((await poll("cloth", "mock-mine")).body);
  const file = await mock.fetch(String(url));
  expect([file.headers.get("content-type"), await file.text()]).toEqual(["image/png", "my own picture"]);
  const remote = await call("/_mock/scenarios/remote", { method: "PUT", body: JSON.stringify({ files: "/etc" }) });
  expect([remote.status, remote.text]).toEqual([400, expect.stringContaining("opens a folder of this machine")]);
  await rm(folder, { recursive: true });
});

test.each([
  [{ duration: { from: "10s", to: "1s" } }, '"from" is more than "to"'],
  [{ duration: { p50: "1m", p95: "2s" } }, '"p50" is more than "p95"'],
  [{ duration: "999999999h" }, '"999999999h" is longer than a hundred years'],
  [{ phases: [{ for: "9999999h" }] }, '"9999999h" is longer than a hundred years'],
  [{ polls: 2, duration: "1s" }, '"duration", "phases" and "polls" contradict each other: give one of them'],
  [
    { faults: [{ is: "hang", retryAfter: "2s" }] },
    '"retryAfter" means nothing to hang; rate-limited and unavailable read it',
  ],
  [{ items: 1001 }, "is not a number of outputs from 0 to 1000"],
])("a scenario that cannot be is refused: %j", (scenario, reason) => {
  expect(schemaFault(scenario, "scenario")?.reason).toContain(reason);
});
