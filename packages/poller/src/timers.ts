import type { Clock } from "@genwait/lifecycle";
import { reportError } from "./runtime.ts";

/** Something that is woken at a time. Its place among the others is written by {@link Timers} alone. */
export abstract class Timer {
  list: TimerList | undefined = undefined;
  previous: Timer | undefined = undefined;
  next: Timer | undefined = undefined;

  abstract wake(nowMs: number): void;
}

/** All timers of one millisecond, in the order in which they were set. */
export interface TimerList {
  readonly dueMs: number;
  first: Timer | undefined;
  last: Timer | undefined;
}

// A tick that has thousands to wake lets the event loop breathe in between.
const wakesPerTick = 1000;

// Native timers above this overflow to 1 ms in every runtime.
const longestNativeMs = 2 ** 31 - 1;

/**
 * Any number of timers on one native timer: a linked list for each millisecond at which somebody wants to be woken, and a
 * heap of those milliseconds, as Node has it for its own timers. Setting and clearing touch no other timer's memory but
 * its neighbours'.
 */
export class Timers {
  readonly #clock: Clock;
  readonly #lists = new Map<number, TimerList>();
  /** A binary heap of the keys of the lists. */
  readonly #times: number[] = [];
  #count = 0;
  /** When the native timer fires. */
  #armedMs = Infinity;
  #cancelNative: (() => void) | undefined = undefined;
  #isTicking = false;
  /** A native timer that has fired proves that its time has come, also where fakes let `performance` stand still. */
  #reachedMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Monotonic time in whole milliseconds: other numbers take more room in every loop. */
  nowMs(): number {
    return Math.floor(this.#elapsedMs());
  }

  #elapsedMs(): number {
    return Math.max(this.#clock.elapsed(), this.#reachedMs);
  }

  /** Wakes a timer at a time, and at no other that was set before. A time that never comes clears it. */
  set(timer: Timer, atMs: number): void {
    const dueMs = Math.ceil(atMs);
    if (timer.list?.dueMs === dueMs) return;
    this.#unlink(timer);
    if (dueMs < Infinity) {
      this.#link(timer, dueMs);
      this.#arm(dueMs);
    } else this.#stopIfEmpty();
  }

  /** Wakes a timer no more. With the last one the native timer goes. */
  clear(timer: Timer): void {
    this.#unlink(timer);
    this.#stopIfEmpty();
  }

  #link(timer: Timer, dueMs: number): void {
    let list = this.#lists.get(dueMs);
    if (list === undefined) {
      list = { dueMs, first: undefined, last: undefined };
      this.#lists.set(dueMs, list);
      pushTime(this.#times, dueMs);
    }
    timer.list = list;
    timer.previous = list.last;
    if (list.last === undefined) list.first = timer;
    else list.last.next = timer;
    list.last = timer;
    this.#count++;
  }

  #unlink(timer: Timer): void {
    const { list, previous, next } = timer;
    if (list === undefined) return;
    if (previous === undefined) list.first = next;
    else previous.next = next;
    if (next === undefined) list.last = previous;
    else next.previous = previous;
    timer.list = undefined;
    timer.previous = undefined;
    timer.next = undefined;
    this.#count--;
  }

  /** A native timer that comes too early only looks again: moving it for every change would cost more. */
  #arm(dueMs: number): void {
    if (this.#isTicking || dueMs >= this.#armedMs) return;
    this.#cancelNative?.();
    const elapsedMs = this.#elapsedMs();
    const delayMs = Math.min(Math.max(0, dueMs - elapsedMs), longestNativeMs);
    this.#armedMs = elapsedMs + delayMs;
    this.#cancelNative = this.#clock.after(delayMs, () => this.#tick());
  }

  #tick(): void {
    this.#reachedMs = Math.max(this.#reachedMs, this.#armedMs);
    this.#isTicking = true;
    const nowMs = this.nowMs();
    let left = wakesPerTick;
    let dueMs = this.#times[0];
    while (dueMs !== undefined && dueMs <= nowMs && left > 0) {
      const timer = this.#lists.get(dueMs)?.first;
      if (timer === undefined) {
        this.#lists.delete(dueMs);
        popTime(this.#times);
        dueMs = this.#times[0];
      } else {
        left--;
        this.#unlink(timer);
        wakeSafely(timer, nowMs);
        // Whoever was woken may have set an earlier one.
        dueMs = this.#times[0];
      }
    }
    this.#isTicking = false;
    this.#armedMs = Infinity;
    this.#stopIfEmpty();
    if (dueMs !== undefined && this.#count > 0) this.#arm(dueMs);
  }

  #stopIfEmpty(): void {
    if (this.#count > 0 || this.#isTicking) return;
    this.#lists.clear();
    this.#times.length = 0;
    this.#cancelNative?.();
    this.#cancelNative = undefined;
    this.#armedMs = Infinity;
  }
}

const wakeSafely = (timer: Timer, nowMs: number): void => {
  try {
    timer.wake(nowMs);
  } catch (error) {
    reportError("A job of this program broke its own wait", error);
  }
};

const pushTime = (heap: number[], ms: number): void => {
  let place = heap.length;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    const parentMs = heap[parent] ?? -Infinity;
    if (parentMs <= ms) break;
    heap[place] = parentMs;
    place = parent;
  }
  heap[place] = ms;
};

const popTime = (heap: number[]): void => {
  const ms = heap.pop();
  if (ms === undefined || heap.length === 0) return;
  let place = 0;
  for (;;) {
    const left = 2 * place + 1;
    const leftMs = heap[left] ?? Infinity;
    const rightMs = heap[left + 1] ?? Infinity;
    const leastMs = Math.min(leftMs, rightMs);
    if (leastMs >= ms) break;
    heap[place] = leastMs;
    place = leftMs <= rightMs ? left : left + 1;
  }
  heap[place] = ms;
};
