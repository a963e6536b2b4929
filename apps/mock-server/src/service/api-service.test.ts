import { expect, test } from "vitest";

import { openStudio } from "../fixtures/studio.ts";

test("without a key a path responds with 401", async () => {
  const { mock } = await openStudio();
  const response = await mock.fetch(`${mock.url("studio")}/decks/a`);
  expect([response.status, await response.json()]).toEqual([401, { message: "Who are you?" }]);
});

test("an operation that is open to all responds without a key, the others are not", async () => {
  const { mock } = await openStudio();
  const ask = (path: string) => mock.fetch(mock.url("studio") + path);
  expect(await (await ask("/prices")).json()).toEqual({ deck: 12 });
  expect((await ask("/decks/a")).status).toBe(401);
});

test("a fault from outside hits operations that have nothing to do with jobs, too", async () => {
  const { call, mock } = await openStudio();
  mock.faults.add({ is: "server-error" }, { operation: "listPrices", times: 1 });
  expect([(await call("/prices")).status, (await call("/prices")).status]).toEqual([500, 200]);
  expect((await call("/prices", { headers: { "x-mock-fault": "bad-gateway" } })).status).toBe(502);
});

test("any key is good unless the good ones are listed", async () => {
  const { poll } = await openStudio({ keys: ["right"] });
  expect((await poll("deck", "a")).status).toBe(401);
  expect((await poll("deck", "a", { headers: { "x-key": "right" } })).status).toBe(200);
});

test("a request that breaks the document gets the document's own refusal with its reasons", async () => {
  const { call } = await openStudio();
  const headers = { "content-type": "application/json" };
  const invalid = await call("/decks", { method: "POST", headers, body: JSON.stringify({ exportAs: "docx" }) });
  const message = "topic is required; exportAs must be one of pdf, pptx";
  expect([invalid.status, invalid.body]).toEqual([400, { message }]);
  expect(invalid.headers.get("x-mock-violations")).toBe(message);
  const broken = await call("/decks", { method: "POST", headers, body: "{" });
  expect([broken.status, broken.headers.get("x-mock-violations")?.slice(0, 20)]).toEqual([400, "the body is no JSON:"]);
});

test("unknown paths and methods are responded to as Prism does", async () => {
  const { call } = await openStudio();
  expect((await call("/nowhere")).status).toBe(404);
  expect((await call("/decks/a", { method: "DELETE" })).status).toBe(405);
  expect((await call("/decks/%zz")).status).toBe(400);
});

test("Prefer asks for a code, an example or generated data; code=200 alone means the job's own state", async () => {
  const { poll } = await openStudio();
  const prefer = (value: string) => poll("deck", "a", { headers: { prefer: value } });
  expect((await prefer("code=404")).body).toEqual({ message: "No such deck: xxxxxx" });
  expect((await prefer("code=403, example=outOfCredit")).body).toEqual({ message: "Out of credit" });
  expect((await prefer("code=200; example=nope")).status).toBe(404);
  expect((await prefer("dynamic=true")).body).toHaveProperty("secretNote");
  expect((await prefer("code=200")).body).toEqual({ deckId: "a", status: "pending" });
});

test("somebody who wants no JSON gets Prism's negotiation", async () => {
  const { poll } = await openStudio();
  expect((await poll("deck", "a", { headers: { accept: "application/xml" } })).status).toBe(406);
});

test("limits count down in the API's own headers, refuse, and fill up again", async () => {
  const { poll, clock } = await openStudio({ limits: { requests: 2, per: "10s" } });
  const left = async (): Promise<unknown> => {
    const { status, headers } = await poll("deck", "a");
    return [status, headers.get("x-remaining-minute"), headers.get("retry-after")];
  };
  expect(await left()).toEqual([200, "1", null]);
  expect(await left()).toEqual([200, "0", null]);
  expect(await left()).toEqual([429, "0", "5"]);
  const other = await poll("deck", "a", { headers: { "x-key": "another" } });
  expect(other.headers.get("x-remaining-minute")).toBe("1");
  await clock.advance(5000);
  expect(await left()).toEqual([200, "0", null]);
});

test("an API that says no inside a 200 says so when a limit is reached, too", async () => {
  const { poll } = await openStudio({ limits: { requests: 1, per: "1m" } });
  await poll("mesh", "a");
  expect((await poll("mesh", "a")).status).toBe(429);
});

test("every response has an id of its own under the document's name for it", async () => {
  const { poll } = await openStudio();
  const ids = [
    (await poll("deck", "a")).headers.get("x-trace-id"),
    (await poll("deck", "a")).headers.get("x-trace-id"),
  ];
  expect(ids[0]).toMatch(/^tr-[a-z0-9]{12}$/);
  expect(ids[0]).not.toBe(ids[1]);
});

test("browsers may call from anywhere and read every header", async () => {
  const { call } = await openStudio();
  const origin = "http://app.example";
  const asked = await call("/decks/a", {
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "GET" },
  });
  expect([asked.status, asked.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
  expect(asked.headers.get("access-control-allow-credentials")).toBeNull();
  const response = await call("/decks/a", { headers: { origin } });
  expect(response.headers.get("access-control-expose-headers")).toContain("x-remaining-minute");
});

test("a request header chooses the scenario of a job at its first sight, and a fault for one call", async () => {
  const { poll } = await openStudio();
  const instant = await poll("deck", "a", { headers: { "x-mock-scenario": "instant" } });
  expect([instant.body, instant.headers.get("x-mock-scenario")]).toMatchObject([{ status: "completed" }, "instant"]);
  const faulty = await poll("deck", "a", { headers: { "x-mock-fault": "server-error" } });
  expect([faulty.status, faulty.headers.get("x-mock-fault")]).toEqual([500, "server-error"]);
  expect((await poll("deck", "a")).status).toBe(200);
  const unknown = await poll("deck", "b", { headers: { "x-mock-scenario": "sloow" } });
  expect(unknown.body).toMatchObject({
    status: 400,
    detail: expect.stringContaining('there is no scenario "sloow"; did you mean slow? GET'),
  });
});

test("a job that is read again and again is still asked for its key", async () => {
  const { poll, mock } = await openStudio();
  for (let count = 0; count < 5; count++) await poll("deck", "a");
  expect(mock.jobs.get("a").polls).toBe(5);
  expect((await poll("deck", "a", { headers: { "x-key": "" } })).status).toBe(401);
});

test("a million ids do no harm: the oldest jobs are forgotten", async () => {
  const { poll, mock } = await openStudio({ maxJobs: 3 });
  for (const id of ["a", "b", "c", "d"]) await poll("deck", id);
  expect(mock.jobs.list().map(({ id }) => id)).toEqual(["d", "c", "b"]);
});
