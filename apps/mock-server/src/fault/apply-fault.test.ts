import { expect, test } from "vitest";

import { openStudio, settled } from "../fixtures/studio.ts";
import { faultNames } from "./fault.ts";

const second = async (scenario: string, job: string = "deck") => {
  const studio = await openStudio();
  await studio.poll(job, `mock-${scenario}`);
  return studio.poll(job, `mock-${scenario}`);
};

test.each([
  ["401", 401, { message: "Who are you?" }],
  ["402", 402, { message: "Nothing left" }],
  ["403", 403, { message: "Not yours" }],
  ["403-credits", 403, { message: "Out of credit" }],
  ["404", 404, { message: "No such deck: mock-404" }],
  ["429", 429, { message: "Slow down" }],
  ["500", 500, { message: "Our fault" }],
])("mock-%s responds as the document shows it", async (scenario, status, body) => {
  const response = await second(scenario);
  expect([response.status, response.body]).toEqual([status, body]);
  expect(response.headers.get("x-mock-fault")).not.toBeNull();
});

test.each([
  ["429-7s", "7"],
  ["429-date", "Thu, 01 Jan 2026 00:00:02 GMT"],
  ["429-bare", null],
])("%s has Retry-After as %s", async (scenario, value) => {
  expect((await second(scenario)).headers.get("retry-after")).toBe(value);
});

test("without a time of its own a 429 has the Retry-After that the document shows", async () => {
  const { poll } = await openStudio();
  const response = await poll("deck", "a", { headers: { "x-mock-fault": "rate-limited" } });
  expect(response.headers.get("retry-after")).toBe("30");
});

test("an API that says no inside a 200 plays its faults there", async () => {
  expect((await second("503", "mesh")).body).toMatchObject({ code: 500, data: null });
  expect((await second("404", "mesh")).body).toEqual({ code: 404, message: "No such task", data: null });
  expect((await second("error-in-200", "mesh")).body).toEqual({ code: 13, message: "Against the rules", data: null });
  expect((await second("error-in-200", "pictures")).body).toMatchObject({ err: { message: expect.any(String) } });
});

test("a gateway's page, a page with 200, half a document and nothing at all are no JSON", async () => {
  expect((await second("502")).text).toContain("<h1>502 Bad Gateway</h1>");
  expect((await second("html")).text).toContain("<!doctype html>");
  expect((await second("truncated")).text).toBe('{"deckId":"mock-truncat');
  const empty = await second("empty-body");
  expect([empty.status, empty.text, empty.headers.get("content-type")]).toEqual([200, "", "application/json"]);
});

test("a broken body comes under a good code, also where the code tells how the job ended", async () => {
  const { poll, clock } = await openStudio({ scenario: { result: "expired" } });
  await poll("cloth", "a");
  await clock.advance(600_000);
  const broken = async (fault: string) => (await poll("cloth", "a", { headers: { "x-mock-fault": fault } })).status;
  expect([await broken("truncated"), await broken("empty-body"), (await poll("cloth", "a")).status]).toEqual([
    200, 200, 410,
  ]);
});

test("an unknown status stands where the status stands", async () => {
  expect((await second("unknown-status")).body).toMatchObject({ status: "mock_unknown_status" });
  expect((await second("unknown-status", "mesh")).body).toMatchObject({ data: { state: 987 } });
  expect((await second("unknown-status", "pictures")).body).toMatchObject({
    data: { images: [{ status: "mock_unknown_status" }, {}, {}, {}] },
  });
  expect((await second("unknown-status", "picturesOld")).body).toEqual({ data: [{ status: "mock_unknown_status" }] });
  expect((await second("unknown-field")).body).toHaveProperty("mock_unknown_field");
});

test("a dropped connection rejects as fetch does, before the response and in its middle", async () => {
  await expect(second("reset")).rejects.toMatchObject({ message: "fetch failed", cause: { code: "ECONNRESET" } });
  await expect(second("reset-mid-body")).rejects.toMatchObject({ message: "terminated" });
});

test("latency passes in virtual time, and a response that never comes ends with the signal", async () => {
  const { poll, clock } = await openStudio();
  const late = poll("deck", "mock-latency-3s");
  await settled();
  expect(await Promise.race([late, clock.advance(2999).then(() => "not yet")])).toBe("not yet");
  await clock.advance(1);
  expect((await late).status).toBe(200);
  await poll("deck", "mock-hang");
  const caller = new AbortController();
  const never = poll("deck", "mock-hang", { signal: caller.signal });
  await clock.advance(3_600_000);
  const rejected = never.catch(String);
  caller.abort(new Error("enough"));
  expect(await rejected).toBe("Error: enough");
  expect(clock.pending()).toBe(0);
});

test("closing the mock ends a response that never comes", async () => {
  const { poll, mock } = await openStudio({ scenario: { faults: [{ is: "hang" }] } });
  const never = poll("deck", "a");
  const rejected = never.catch(String);
  await settled();
  await mock.close();
  expect(await rejected).toBe("TypeError: fetch failed");
});

test("a job that is late is unknown for that long", async () => {
  const { poll, clock } = await openStudio();
  expect((await poll("deck", "mock-late-3s")).status).toBe(404);
  await clock.advance(3000);
  expect((await poll("deck", "mock-late-3s")).status).toBe(200);
});

test("a rate hits as often as it says, and in the same places for the same seed", async () => {
  const places = await hit(1);
  expect(places.replaceAll(".", "").length).toBeGreaterThan(40);
  expect(places.replaceAll(".", "").length).toBeLessThan(80);
  expect(await hit(1)).toBe(places);
  expect(await hit(2)).not.toBe(places);
});

test("a fault on the create refuses it, and no job starts", async () => {
  const { call, mock } = await openStudio({ scenario: { faults: [{ is: "rate-limited", on: "create" }] } });
  const headers = { "content-type": "application/json" };
  expect((await call("/decks", { method: "POST", headers, body: '{"topic":"a"}' })).status).toBe(429);
  expect(mock.jobs.count()).toBe(0);
});

test("an injected fault hits the next calls that fit, as often as it is told to", async () => {
  const { poll, mock } = await openStudio();
  mock.faults.add({ is: "server-error" }, { job: "a", times: 2 });
  const statuses = [];
  for (const id of ["b", "a", "a", "a"]) statuses.push((await poll("deck", id)).status);
  expect(statuses).toEqual([200, 500, 500, 200]);
  expect(mock.faults.list()).toEqual([]);
});

test("every fault can be asked for by header, in every job", async () => {
  const { poll, mock } = await openStudio({ limits: false });
  for (const job of ["deck", "pictures", "picturesOld", "mesh", "cloth"]) {
    for (const fault of faultNames.filter((name) => name !== "latency")) {
      const signal = AbortSignal.timeout(50);
      const outcome = await poll(job, "a", {
        headers: { "x-mock-fault": fault },
        ...(fault === "hang" && { signal }),
      }).catch(() => undefined);
      if (outcome !== undefined) expect(outcome.headers.get("x-mock-fault")).toBe(fault);
    }
  }
  expect(mock.requests.list().every(({ fault }) => fault !== undefined)).toBe(true);
});

const hit = async (seed: number): Promise<string> => {
  const scenario = { faults: [{ is: "server-error", rate: 0.3 }] } as const;
  const { poll } = await openStudio({ seed, scenario, limits: false });
  let places = "";
  for (let count = 0; count < 200; count++) places += (await poll("deck", "a")).status === 500 ? "x" : ".";
  return places;
};
