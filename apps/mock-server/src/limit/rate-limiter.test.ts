import fc from "fast-check";
import { expect, test } from "vitest";

import { createRateLimiter } from "./rate-limiter.ts";

const headers = { limit: "x-limit", remaining: "x-remaining" };

test("a full bucket lets that number in at once, then as many as flow in", () => {
  const rateLimiter = createRateLimiter([{ requests: 3, windowMs: 3000, headers }]);
  const at = (ms: number) => rateLimiter("k", ms).isOver;
  expect([at(0), at(0), at(0), at(0)]).toEqual([false, false, false, true]);
  expect(rateLimiter("k", 0).waitMs).toBe(1000);
  expect([at(999), at(1000), at(1000)]).toEqual([true, false, true]);
});

test("no key is let in more often than a window and a bucketful allow", () => {
  const law = fc.property(fc.array(fc.nat(2000), { maxLength: 200 }), (steps) => {
    const rateLimiter = createRateLimiter([{ requests: 5, windowMs: 10_000 }]);
    let [now, passed] = [0, 0];
    for (const step of steps) {
      now += step;
      if (!rateLimiter("k", now).isOver) passed++;
    }
    return passed <= 5 + (now * 5) / 10_000;
  });
  fc.assert(law);
});

test("the strictest of several limits decides, and a refused request takes from none", () => {
  const rateLimiter = createRateLimiter([
    { requests: 1, windowMs: 1000, headers },
    { requests: 10, windowMs: 60_000, headers: { limit: "x-limit-hour", remaining: "x-remaining-hour" } },
  ]);
  rateLimiter("k", 0);
  expect(rateLimiter("k", 0)).toMatchObject({
    isOver: true,
    headers: { "x-limit": "1", "x-remaining": "0", "x-remaining-hour": "9" },
  });
});

test("each key has a bucket of its own, and a clock that goes back does no harm", () => {
  const rateLimiter = createRateLimiter([{ requests: 1, windowMs: 1000, headers }]);
  expect([rateLimiter("a", 1000).isOver, rateLimiter("b", 1000).isOver, rateLimiter("a", 0).isOver]).toEqual([
    false,
    false,
    true,
  ]);
});
