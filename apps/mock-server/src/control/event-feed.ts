import { createWaitingChanges, type Taken, type WaitingChanges } from "./waiting-changes.ts";

/** What a feed takes its news from, and how it writes them. */
export interface FeedSource {
  /** Hands over news from now on; gives the function that ends it. */
  readonly listen: (waiting: WaitingChanges) => () => void;
  /** Everything there is, as an event. */
  readonly snapshot: (limits: string) => string;
  /** News, as events. */
  readonly news: (taken: Taken) => string;
  /** The time, as an event. */
  readonly clock: () => string;
  /** Aborted when the mock closes. */
  readonly closed: AbortSignal;
}

/** The mock's server-sent events, for any number of readers. */
export interface EventFeed {
  /** A snapshot, then every change, for as long as somebody reads. `limits` says how much of what there is. */
  open(limits: string): { readonly stream: AsyncIterable<string | Uint8Array>; readonly closed: AbortSignal };
}

/** News that were written once, for all readers. */
interface Frame {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** A snapshot that was written once, and the number of the last frame whose news are in it. */
interface Snapshot extends Frame {
  readonly limits: string;
}

/**
 * One text of everything for all readers: news are written once and only while somebody waits for them; whoever comes, or
 * was too slow for the frames that are kept, gets the last snapshot and the frames after it.
 */
export const createEventFeed = (source: FeedSource): EventFeed => {
  const { closed } = source;
  const readers: Reader[] = [];
  const waiters = new Set<() => void>();
  const waiting = createWaitingChanges(() => soon());
  let frames: Frame[] = [];
  let framesBytes = 0;
  let count = 0;
  let snapshots: Snapshot[] = [];
  let stop: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let writtenAtMs = Number.NEGATIVE_INFINITY;

  const wake = (): void => {
    const woken = [...waiters];
    waiters.clear();
    for (const waiter of woken) waiter();
  };
  const forgetFrames = (): void => {
    frames = [];
    framesBytes = 0;
  };
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.isEmpty()) return;
    writtenAtMs = performance.now();
    count++;
    const taken = waiting.take();
    if (taken.isTooMuch) forgetFrames();
    else {
      const bytes = Buffer.from(source.news(taken));
      frames.push({ number: count, bytes });
      framesBytes += bytes.byteLength;
      while (framesBytes > mostFrameBytes) framesBytes -= frames.shift()?.bytes.byteLength ?? framesBytes;
    }
    wake();
  };
  // News that nobody waits for are not written; they wait, as few as a snapshot has room for.
  const soon = (): void => {
    if (waiters.size > 0) timer ??= setTimeout(write, Math.max(0, writtenAtMs + pauseMs - performance.now()));
  };
  const news = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        signal.removeEventListener("abort", done);
        waiters.delete(done);
        resolve();
      };
      signal.addEventListener("abort", done, { once: true });
      waiters.add(done);
      if (signal.aborted) done();
      else if (!waiting.isEmpty()) soon();
    });
  /** Whether all that was told after a frame is still there. */
  const hasAfter = (number: number): boolean => number === count || (frames[0]?.number ?? Infinity) <= number + 1;
  const snapshotFor = (limits: string): Snapshot => {
    const known = snapshots.find((snapshot) => snapshot.limits === limits);
    if (known !== undefined && hasAfter(known.number)) return known;
    // What is in the snapshot must not be told again after it.
    write();
    const made = { limits, bytes: Buffer.from(source.snapshot(limits)), number: count };
    snapshots = [made, ...snapshots.filter((snapshot) => snapshot.limits !== limits)].slice(0, mostSnapshots);
    return made;
  };
  /** Whoever still reads a snapshot that is long gone keeps all of it alive. */
  const endStale = (): void => {
    const held = [...new Set(readers.flatMap(({ holds }) => holds ?? []))].toSorted((a, b) => b.number - a.number);
    for (const reader of readers)
      if (reader.holds !== undefined && held.indexOf(reader.holds) >= mostSnapshots) reader.end.abort();
  };

  const read = async function* (reader: Reader, limits: string): AsyncGenerator<string | Uint8Array> {
    const ended = AbortSignal.any([closed, reader.end.signal]);
    try {
      yield "retry: 1000\n\n";
      let at = Number.NEGATIVE_INFINITY;
      while (!ended.aborted) {
        const wasBehind = !hasAfter(at);
        if (wasBehind) {
          const snapshot = snapshotFor(limits);
          at = snapshot.number;
          reader.holds = snapshot;
          endStale();
          yield snapshot.bytes;
          delete reader.holds;
        }
        for (let frame = frames.find(({ number }) => number > at); frame !== undefined && hasAfter(at);) {
          at = frame.number;
          yield frame.bytes;
          frame = frames.find(({ number }) => number > at);
        }
        // The snapshot may be older than the time it tells.
        if (wasBehind && hasAfter(at)) yield source.clock();
        if (at === count) await news(ended);
      }
    } finally {
      leave(reader);
    }
  };

  const enter = (): Reader => {
    const reader: Reader = { end: new AbortController() };
    readers.push(reader);
    // Tabs that are long gone, or a program that forgets its streams: the oldest makes room, and a page comes back by itself.
    if (readers.length > mostReaders) readers[0]?.end.abort();
    if (readers.length > mostReaders) readers.shift();
    if (stop === undefined) {
      const end = source.listen(waiting);
      const sign = setInterval(() => waiting.add({ of: "clock" }), heartbeatMs);
      stop = () => {
        end();
        clearInterval(sign);
        clearTimeout(timer);
        timer = undefined;
      };
    }
    return reader;
  };
  const leave = (reader: Reader): void => {
    const index = readers.indexOf(reader);
    if (index >= 0) readers.splice(index, 1);
    if (readers.length > 0 || stop === undefined) return;
    stop();
    stop = undefined;
    // Nobody listens from here on, so nothing that is kept will be true any more.
    count++;
    waiting.take();
    forgetFrames();
    snapshots = [];
  };
  closed.addEventListener("abort", () => stop?.(), { once: true });
  return {
    open: (limits) => {
      const reader = enter();
      return { stream: read(reader, limits), closed: AbortSignal.any([closed, reader.end.signal]) };
    },
  };
};

interface Reader {
  readonly end: AbortController;
  /** What it is being told. */
  holds?: Snapshot;
}

const mostReaders = 50;
// Long ones: whoever asks for other numbers of jobs, and whoever reads slowly.
const mostSnapshots = 4;
// Enough for what happens while a snapshot is read; beyond it another snapshot is shorter.
const mostFrameBytes = 4_000_000;

// A proxy or a browser ends streams that are silent for long.
const heartbeatMs = 15_000;

// Changes come in bunches; a page that is told twenty times a second shows no more than one that is told of each.
const pauseMs = 50;

/** A server-sent event. */
export const event = (name: string, data: unknown): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
