import { describe, expect, it } from "vitest";

import { guessPoll } from "./guess-poll.ts";

describe("guessPoll", () => {
  it.each([
    ["Poll this endpoint every 5 seconds until it is done.", "5s"],
    ["Get the state. Poll it every 1-2 seconds, or use a webhook.", "1s"],
    ["We recommend checking the status every `10s`.", "10s"],
    ["Consumers should not expect updates more frequent than once every five seconds for a given task.", "5s"],
    ["Use a polling interval of 500 ms.", "500ms"],
    ["Query once per 2 minutes.", "2m"],
  ])("reads how often to ask: %s", (text, every) => {
    expect(guessPoll([text]).every).toBe(every);
  });

  it.each([
    ["Generation usually takes 2 to 5 minutes.", { p50: "2m", p95: "5m" }],
    ["Most jobs complete within 30-90 seconds.", { p50: "30s", p95: "90s" }],
    ["A render takes about one minute.", { p50: "1m", p95: "2m" }],
  ])("reads how long a job takes: %s", (text, typical) => {
    expect(guessPoll([text]).typical).toEqual(typical);
  });

  it.each([
    "The url is valid for about 60 minutes.",
    "Files are deleted within 24 hours.",
    "Keys rotate every 30 minutes.",
    "Supports up to 5 images.",
    "A 10 second video.",
  ])("is not taken in: %s", (text) => {
    expect(guessPoll([text])).toEqual({ sources: [] });
  });

  it("names the sentences it goes by", () => {
    expect(guessPoll(["Starts a job.\nIt takes 20 s. Poll every 2 s."]).sources).toEqual([
      "Poll every 2 s.",
      "It takes 20 s.",
    ]);
  });
});
