import { expect, test } from "vitest";

import { openStudio, type Studio } from "../fixtures/studio.ts";

const steer = async ({ call }: Studio, method: string, path: string, body?: unknown) =>
  call(`/_mock${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });

test("jobs are created, inspected, ended and deleted from outside", async () => {
  const studio = await openStudio();
  const created = await steer(studio, "POST", "/jobs", {
    api: "studio",
    job: "pictures",
    id: "mine",
    scenario: "partial-3",
  });
  expect([created.status, created.headers.get("location")]).toEqual([201, "/_mock/jobs/mine?api=studio"]);
  expect(created.body).toMatchObject({
    job: "pictures",
    kind: "pending",
    result: "partial",
    items: [{}, {}, { kind: "failed" }],
    wasCreated: true,
  });
  await studio.poll("pictures", "mine");
  expect((await steer(studio, "GET", "/jobs/mine")).body).toMatchObject({
    polls: 1,
    requests: [{ job: "mine", poll: 1 }],
  });
  expect((await steer(studio, "POST", "/jobs/mine/fail", { kind: "filtered" })).body).toMatchObject({
    kind: "filtered",
  });
  expect((await studio.poll("pictures", "mine")).text).toContain("censored");
  expect((await steer(studio, "POST", "/jobs/mine/finish")).body).toMatchObject({
    status: 409,
    title: "The job is over",
  });
  expect((await steer(studio, "DELETE", "/jobs/mine")).status).toBe(204);
  expect((await steer(studio, "GET", "/jobs/mine")).status).toBe(404);
});

test("a job that fails from outside says what it was told to say", async () => {
  const studio = await openStudio();
  await studio.poll("deck", "a");
  await steer(studio, "POST", "/jobs/a/fail", { message: "Out of paper" });
  expect((await studio.poll("deck", "a")).body).toMatchObject({
    status: "failed",
    error: { message: "Out of paper", code: 422 },
  });
});

test("jobs are listed by phase, in pages", async () => {
  const studio = await openStudio();
  for (const id of ["a", "mock-instant", "b"]) await studio.poll("deck", id);
  const page = await steer(studio, "GET", "/jobs?phase=pending&limit=1");
  expect(page.body).toMatchObject({ jobs: [{ id: "b" }], total: 2, nextOffset: 1 });
  expect((await steer(studio, "GET", "/jobs?phase=pending&limit=1&offset=1")).body).toMatchObject({
    jobs: [{ id: "a" }],
  });
  expect((await steer(studio, "GET", "/jobs?limit=0")).status).toBe(400);
});

test("a job gets another scenario from its start on", async () => {
  const studio = await openStudio();
  await studio.poll("deck", "mock-instant");
  expect((await steer(studio, "PUT", "/jobs/mock-instant/scenario", { scenario: "slow-90s" })).body).toMatchObject({
    kind: "pending",
  });
  expect((await steer(studio, "PUT", "/jobs/nobody/scenario", { scenario: "failed" })).status).toBe(404);
  expect((await steer(studio, "PUT", "/jobs/mock-instant/scenario", { scenario: "sloow" })).status).toBe(400);
});

test("scenarios are added, chosen for all and for the next create", async () => {
  const studio = await openStudio();
  await steer(studio, "PUT", "/scenarios/mine", { duration: "5s", result: "failed" });
  await steer(studio, "PUT", "/scenarios/default", { scenario: "mine" });
  const chosen = await steer(studio, "PUT", "/scenarios/next", { scenario: "instant" });
  expect(chosen.body).toMatchObject({ default: "mine", next: "instant" });
  const headers = { "content-type": "application/json" };
  const names: unknown[] = [];
  for (let count = 0; count < 2; count++) {
    const { headers: response } = await studio.call("/decks", { method: "POST", headers, body: '{"topic":"a"}' });
    names.push(response.get("x-mock-scenario"));
  }
  expect(names).toEqual(["instant", "mine"]);
  expect((await steer(studio, "GET", "/scenarios/429-3s")).body).toEqual({
    faults: [{ is: "rate-limited", on: 2, retryAfter: "3s" }],
  });
  expect((await steer(studio, "GET", "/scenarios/none")).status).toBe(404);
  expect((await steer(studio, "PUT", "/scenarios/bad", { duratio: "5s" })).body).toMatchObject({
    detail: expect.stringContaining('"duratio" is no member of it'),
  });
});

test("faults are put in the way and taken out of it", async () => {
  const studio = await openStudio();
  const added = await steer(studio, "POST", "/faults", { is: "unavailable", retryAfter: "2s", times: 1, job: "a" });
  expect(added.body).toEqual({ number: 1, is: "unavailable", retryAfter: "2s", times: 1, job: "a" });
  expect((await studio.poll("deck", "a")).status).toBe(503);
  expect((await steer(studio, "GET", "/faults")).body).toMatchObject({ faults: [] });
  expect((await steer(studio, "DELETE", "/faults/1")).status).toBe(404);
  expect((await steer(studio, "POST", "/faults", { is: "boredom" })).status).toBe(400);
});

test("requests are logged with their responses, and without keys", async () => {
  const studio = await openStudio();
  await studio.poll("deck", "a", { headers: { "x-key": "sk-very-secret" } });
  const { text, body } = await steer(studio, "GET", "/requests");
  expect(body).toMatchObject({
    last: 1,
    requests: [{ number: 1, target: "/decks/a", status: 200, kind: "pending", poll: 1 }],
  });
  expect(text).not.toContain("sk-very-secret");
  await steer(studio, "DELETE", "/requests");
  await studio.poll("deck", "b");
  expect((await steer(studio, "GET", "/requests?since=1")).body).toMatchObject({ last: 2, requests: [{ number: 2 }] });
});

test("time jumps, and a reset makes everything as it was", async () => {
  const studio = await openStudio();
  await studio.poll("deck", "a");
  expect((await steer(studio, "POST", "/clock/advance", { by: "10m" })).body).toMatchObject({
    jumpedMs: 600_000,
    speed: 1,
  });
  expect((await studio.poll("deck", "a")).body).toHaveProperty("status", "completed");
  expect((await steer(studio, "POST", "/clock/advance", { by: "30" })).status).toBe(400);
  await steer(studio, "PUT", "/scenarios/default", { scenario: "failed" });
  expect((await steer(studio, "POST", "/reset")).status).toBe(204);
  expect((await steer(studio, "GET", "/snapshot")).body).toMatchObject({
    totalJobs: 0,
    requests: [],
    scenarios: { default: "default" },
  });
});

test("pages of other origins and other hosts are kept out", async () => {
  const { mock } = await openStudio();
  const send = (headers: Record<string, string>) =>
    mock.respond("studio", { method: "GET", target: "/_mock/jobs", headers, body: "" });
  expect((await send({ host: "127.0.0.1:4010" })).status).toBe(200);
  expect((await send({ host: "127.0.0.1:4010", origin: "http://127.0.0.1:4010" })).status).toBe(200);
  expect((await send({ host: "127.0.0.1:4010", origin: "http://evil.example" })).status).toBe(403);
  expect((await send({ host: "evil.example" })).status).toBe(403);
});

test("what does not exist is said so", async () => {
  const studio = await openStudio();
  expect((await steer(studio, "GET", "/nothing")).status).toBe(404);
  expect((await steer(studio, "PATCH", "/jobs")).status).toBe(405);
  expect((await studio.call("/_mockery")).status).toBe(404);
  expect((await steer(studio, "POST", "/jobs", { api: "none" })).body).toMatchObject({ title: "No such API" });
  expect((await studio.call("/_mock/jobs", { method: "POST", body: "{" })).body).toMatchObject({
    title: "Not understood",
  });
});

test("the stream begins with a snapshot and tells every change after it", async () => {
  const studio = await openStudio();
  const response = await studio.mock.fetch(`${studio.mock.url("studio")}/_mock/events`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let told = "";
  const toldOf = async (news: string): Promise<void> => {
    while (!told.includes(news)) told += (await reader?.read())?.value ?? "";
    told = told.slice(told.indexOf(news) + news.length);
  };
  await toldOf("event: snapshot\n");
  await studio.poll("deck", "a");
  await toldOf("event: jobs\n");
  await toldOf("event: requests\n");
  studio.mock.faults.add({ is: "reset" });
  await toldOf('event: faults\ndata: [{"number":1,"is":"reset"}]\n\n');
  studio.mock.reset();
  await toldOf('event: removed\ndata: [{"api":"studio","job":"deck","id":"a"}]');
  await studio.mock.close();
  expect((await reader?.read())?.done).toBe(true);
});
