import type { JobState } from "@genwait/lifecycle";
import { expect, test } from "vitest";
import { stateWords } from "./state-words.ts";

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
