import { expect, test } from "vitest";

import { settled } from "../fixtures/studio.ts";
import { createEventFeed, type EventFeed } from "./event-feed.ts";
import type { WaitingChanges } from "./waiting-changes.ts";

const open = () => {
  const counts = { snapshots: 0, news: 0, listening: 0 };
  const closing = new AbortController();
  let waiting: WaitingChanges | undefined;
  const feed = createEventFeed({
    listen: (given) => {
      waiting = given;
      counts.listening++;
      return () => counts.listening--;
    },
    snapshot: (limits) => `snapshot ${++counts.snapshots} ${limits}\n`,
    news: ({ parts }) => `news ${++counts.news} ${[...parts].join(",")}\n`,
    clock: () => "clock\n",
    closed: closing.signal,
  });
  const change = async (): Promise<void> => {
    waiting?.add({ of: "faults" });
    // Longer than the feed gathers what comes in bunches.
    await new Promise((resolve) => setTimeout(resolve, 80));
    await settled();
  };
  return { feed, counts, change, closing, more: () => waiting };
};

const follow = (feed: EventFeed, limits = "{}") => {
  const iterator = feed.open(limits).stream[Symbol.asyncIterator]();
  const seen: string[] = [];
  const pull = async (parts: number): Promise<void> => {
    for (let count = 0; count < parts; count++) {
      const { value, done } = await iterator.next();
      if (done === true) return void seen.push("end");
      seen.push(typeof value === "string" ? value.trim() : Buffer.from(value).toString().trim());
    }
  };
  return { pull, seen, stop: () => iterator.return?.(undefined) };
};

test("what happens is written once for all readers, and a snapshot once for all that come", async () => {
  const { feed, counts, change } = open();
  const readers = Array.from({ length: 40 }, () => follow(feed));
  await Promise.all(readers.map(({ pull }) => pull(3)));
  const pulls = readers.map(({ pull }) => pull(1));
  await change();
  await Promise.all(pulls);
  expect(counts).toEqual({ snapshots: 1, news: 1, listening: 1 });
  for (const { seen } of readers) expect(seen).toEqual(["retry: 1000", "snapshot 1 {}", "clock", "news 1 faults"]);
});

test("nothing is written while nobody reads, however many streams are open", async () => {
  const { feed, counts, change } = open();
  const readers = Array.from({ length: 200 }, () => follow(feed));
  // Each takes its snapshot and stops reading there.
  await Promise.all(readers.slice(-50).map(({ pull }) => pull(2)));
  for (let round = 0; round < 3; round++) await change();
  expect(counts).toMatchObject({ snapshots: 1, news: 0 });
});

test("whoever comes later gets the same snapshot and what happened since, once", async () => {
  const { feed, counts, change } = open();
  const first = follow(feed);
  await first.pull(3);
  const pull = first.pull(1);
  await change();
  await pull;
  const second = follow(feed);
  await second.pull(4);
  expect(second.seen).toEqual(["retry: 1000", "snapshot 1 {}", "news 1 faults", "clock"]);
  const third = follow(feed, "others");
  await third.pull(3);
  expect(third.seen).toEqual(["retry: 1000", "snapshot 2 others", "clock"]);
  expect(counts.snapshots).toBe(2);
});

test("a reader for whom there is too much gets another snapshot", async () => {
  const { feed, change, more } = open();
  const reader = follow(feed);
  await reader.pull(3);
  const pull = reader.pull(2);
  more()?.add({ of: "reloaded" });
  await change();
  await pull;
  expect(reader.seen.slice(3)).toEqual(["snapshot 2 {}", "clock"]);
});

test("of too many readers the oldest is ended, and with the last of them nothing is listened to any more", async () => {
  const { feed, counts, closing } = open();
  const readers = Array.from({ length: 51 }, () => follow(feed));
  await Promise.all(readers.map(({ pull }) => pull(1)));
  const [oldest, ...others] = readers;
  await oldest?.pull(1);
  expect(oldest?.seen.at(-1)).toBe("end");
  for (const { stop } of others) await stop();
  expect(counts.listening).toBe(0);
  const again = follow(feed);
  await again.pull(2);
  expect([counts.listening, again.seen.at(-1)]).toEqual([1, "snapshot 1 {}"]);
  closing.abort();
  await again.pull(2);
  expect(again.seen.at(-1)).toBe("end");
});
