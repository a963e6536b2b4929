import type { PollerEvent } from "@genwait/poller";
import { expect, test } from "vitest";
import { noteOfEvent } from "./note-of-event.ts";

const job = { api: "decks", name: "deck", id: "d1" };
const requestId = undefined;

test.each<[PollerEvent, string | undefined]>([
  [
    { ...job, type: "retry", attempt: 2, kind: "network", delayMs: 1500, error: undefined, requestId },
    "network, polling again in 1.5 s",
  ],
  [
    { ...job, type: "rate-limited", reason: "limit-low", pauseMs: 0, pollsPerSecond: 2 },
    "near the service's rate limit, polling less often",
  ],
  [
    { ...job, type: "rate-limited", reason: "limit-low", pauseMs: 15_000, pollsPerSecond: undefined },
    "near the service's rate limit, pausing for 15.0 s",
  ],
  [{ ...job, type: "rate-limited", reason: "retry-after", pauseMs: 1000, pollsPerSecond: undefined }, undefined],
  [
    { ...job, type: "schema-mismatch", operation: "getDeck", pointer: "/url", expected: "a string", found: "null" },
    "/url: expected a string, found null",
  ],
  [
    { ...job, type: "schema-mismatch", operation: "getDeck", pointer: "", expected: "an object", found: "an array" },
    "the response: expected an object, found an array",
  ],
  [{ ...job, type: "poll", attempt: 1, durationMs: 20, phase: "pending", requestId }, undefined],
])("%j", (event, note) => {
  expect(noteOfEvent(event)).toBe(note);
});
