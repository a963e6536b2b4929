import type { Job } from "@genwait/lifecycle";
import { expect, test } from "vitest";
import { howToGoOn } from "./how-to-go-on.ts";

const job = (id: string): Job => ({
  api: "decks",
  name: "deck",
  id,
  identity: `decks/deck//${id}`,
  client: {},
  rateLimitGroup: "decks",
  lifecycle: {
    name: "deck",
    id: {},
    poll: { initialDelayMs: 0, intervalMs: 1, timeoutMs: 1, notFoundRetryMs: 0 },
  },
  poll: () => Promise.reject(new Error("not polled")),
  toJSON: () => ({ api: "decks", name: "deck", id, baseUrl: "https://decks.example" }),
});

test("is a line to copy", () => {
  expect(howToGoOn(job("d1"), { isDefaultJob: true })).toBe("genwait wait decks d1");
});

test("keeps the job, the server and the caller's own package", () => {
  expect(howToGoOn(job("d1"), { isDefaultJob: false, baseUrl: "http://127.0.0.1:4010", own: "./my decks" })).toBe(
    "genwait wait --api './my decks' d1 --job deck --base-url http://127.0.0.1:4010",
  );
});

test("quotes an id that a shell would read otherwise", () => {
  expect(howToGoOn(job("a'b $HOME"), { isDefaultJob: true })).toBe(`genwait wait decks 'a'\\''b $HOME'`);
});
