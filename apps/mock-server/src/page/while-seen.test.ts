import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { whileSeen } from "../../page/while-seen.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const open = () => {
  const calls: string[] = [];
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" as DocumentVisibilityState });
  whileSeen({ join: () => calls.push("join"), leave: () => calls.push("leave") }, page);
  const show = (state: DocumentVisibilityState): void => {
    page.visibilityState = state;
    page.dispatchEvent(new Event("visibilitychange"));
  };
  return { calls, show };
};

test("a page that nobody sees lets the stream go, and takes it up again when it is seen", () => {
  const { calls, show } = open();
  show("hidden");
  vi.advanceTimersByTime(19_999);
  expect(calls).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(calls).toEqual(["leave"]);
  show("visible");
  expect(calls).toEqual(["leave", "join"]);
});

test("a look at another tab keeps the stream", () => {
  const { calls, show } = open();
  show("hidden");
  vi.advanceTimersByTime(5000);
  show("visible");
  vi.advanceTimersByTime(60_000);
  expect(calls).toEqual([]);
});
