import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { createVirtualClock } from "@genwait/lifecycle/testing";
import { createMockService, type MockService } from "@genwait/mock-server";

import { headersOf } from "./contestant.ts";

const document: object = JSON.parse(
  await readFile(fileURLToPath(import.meta.resolve("@genwait/gamma-client/openapi.json")), "utf8"),
);
const clock = createVirtualClock({ auto: false });
const serve = (): Promise<MockService> => createMockService({ apis: [{ name: "api", document }], anyId: true, clock });

let count = 0;
const poll = async (mock: MockService, id: string): Promise<void> => {
  const target = `/v1.0/generations/${id}`;
  const { status } = await mock.respond("api", { method: "GET", target, headers: headersOf(count++ % 32), body: "" });
  if (status !== 200)
    throw new Error(`Failed to measure: ${target} got ${status}. The limits of the document have changed.`);
};

const heapMb = (): number => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
};

const measureJobs = async (mock: MockService): Promise<number> => {
  const beforeMb = heapMb();
  for (let index = 0; index < 100_000; index++) {
    await poll(mock, `alive-${index}`);
    if (index % 1000 === 0) await clock.advance(1000);
  }
  return heapMb() - beforeMb;
};

// Longer than the document's field takes: refused, with the body in hand.
const tooLong = JSON.stringify({ inputText: "x".repeat(9_000_000) });

const refuseLarge = async (mock: MockService): Promise<void> => {
  const headers = { ...headersOf(count++ % 32), "content-type": "application/json" };
  // A text of its own each time, as a socket would hand it over.
  const body = Buffer.from(tooLong).toString("utf8");
  const { status } = await mock.respond("api", { method: "POST", target: "/v1.0/generations", headers, body });
  if (status !== 400) throw new Error(`Failed to measure: a body of 9 MB got ${status}, and should be refused.`);
};

// A tenth of an hour at a thousand requests a second, once the log is full and everything is compiled.
const measureRequests = async (mock: MockService): Promise<number> => {
  for (let index = 0; index < 5000; index++) await poll(mock, `polled-${index % 1000}`);
  await refuseLarge(mock);
  const beforeMb = heapMb();
  for (let index = 0; index < 360_000; index++) {
    await poll(mock, `polled-${index % 1000}`);
    if (index % 12_000 === 0) await refuseLarge(mock);
    if (index % 1000 === 0) await clock.advance(1000);
  }
  return heapMb() - beforeMb;
};

const alive = await serve();
const jobsMb = await measureJobs(alive);
const timers = clock.pending();
const growthMb = await measureRequests(await serve());
console.log(JSON.stringify({ jobsMb, timers, growthMb, jobs: alive.jobs.count() }));
