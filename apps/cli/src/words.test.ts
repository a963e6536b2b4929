import type { JobState } from "@genwait/lifecycle";
import type { PollerEvent } from "@genwait/poller";
import { expect, test } from "vitest";
import { noteOfEvent, seconds, stateWords } from "./words.ts";

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

const item = (phase: "pending" | "succeeded") => ({ phase, status: phase, body: {} });

test.each<[JobState, string]>([
  [{ phase: "pending", body: {} }, "pending"],
  [{ phase: "pending", body: {}, items: [] }, "pending"],
  [{ phase: "pending", body: {}, items: [], stage: "rendering", progress: 0.404 }, "pending, rendering, 40 %"],
  [{ phase: "pending", body: {}, items: [item("pending"), item("succeeded")] }, "pending, 1 of 2"],
  [
    { phase: "pending", body: {}, items: [], unknownStatus: "warming" },
    'pending, status "warming" is new to this client',
  ],
  [{ phase: "succeeded", body: {}, items: [item("succeeded")] }, "succeeded"],
])("%j", (state, words) => {
  expect(stateWords(state)).toBe(words);
});

test.each([
  [1500, "1.5 s"],
  [99_900, "99.9 s"],
  [120_000, "2 min"],
  [119_900, "2 min"],
  [150_400, "2 min 30 s"],
])("%i ms are %s", (ms, words) => {
  expect(seconds(ms)).toBe(words);
});
