import { describe, expect, it } from "vitest";

import { isKnownWord, kindOfWord } from "./status-words.ts";

describe("kindOfWord", () => {
  it.each([
    ["pending", "pending"],
    ["IN_PROGRESS", "pending"],
    ["inProgress", "pending"],
    ["JOB_STATE_RUNNING", "pending"],
    ["THROTTLED", "pending"],
    ["canceling", "pending"],
    ["succeed", "succeeded"],
    ["Ready", "succeeded"],
    ["task_completed", "succeeded"],
    ["completed_with_errors", "partial"],
    ["partially_succeeded", "partial"],
    ["CREATE_TASK_FAILED", "failed"],
    ["error", "failed"],
    ["censored", "filtered"],
    ["Request Moderated", "filtered"],
    ["SENSITIVE_WORD_ERROR", "filtered"],
    ["canceled", "cancelled"],
    ["aborted", "cancelled"],
    ["Task not found", "expired"],
    ["timed_out", "expired"],
  ])("takes %s for %s", (word, kind) => {
    expect(kindOfWord(word)).toBe(kind);
  });

  it("says nothing of a word that means nothing by itself", () => {
    expect(["review", "state", "", "unknown", "toString"].map(kindOfWord)).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
  });

  it("knows a word by its whole, and takes one that only contains a known word with a grain of salt", () => {
    expect(["SUCCESS", "TEXT_SUCCESS", "job_state_succeeded"].map(isKnownWord)).toEqual([true, false, true]);
  });
});
