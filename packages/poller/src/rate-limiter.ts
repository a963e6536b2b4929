import type { LowLimit } from "@genwait/lifecycle";
import type { RateLimitedFacts } from "./events.ts";
import type { PollerSettings } from "./options.ts";
import { reportError } from "./runtime.ts";
import { Timer, type Timers } from "./timers.ts";

/** Something that is sent when its group may: a poll, or a create that is repeated. */
export interface Turn {
  /** The interval of the polls that it is one of. */
  readonly intervalMs: number;
  /** It is its turn. */
  start(nowMs: number): void;
}

/** What a response said about the load of the service. */
export interface Overload {
  /** It is a 429: the requests themselves are too many. A 503 says only when to come back. */
  readonly isTooMany: boolean;
  /** When the request began to which it is the response. */
  readonly startedMs: number;
  /** What the service asks for; 0 for nothing. */
  readonly retryAfterMs: number;
  /** The pause after a 429 that names none. */
  readonly pauseMs: number;
}

/** Timers come late; a start that came late may be made up for by this much, and no budget is exceeded by it. */
const latenessMs = 10;

/** Polls that are due together start twice as densely as in the usual course, or this far apart. */
const widestGapMs = 10;

/** After a machine's sleep no more start at once than have gathered in this time. */
const burstMs = 60;

/** Pauses after one 429 on another double up to this, unless the declared pause is longer by itself. */
const longestLearnedPauseMs = 120_000;

/** Of the polls a second that the service has served, so many are made after it said that they were too many. */
const shareAfterLimit = 0.8;

/** Where nothing was served yet, polls begin at this rate after a 429, and it halves down to the slowest. */
const firstGuessPerSecond = 1;
const slowestPerSecond = 0.2;

/** After this long without a 429 the rate rises, by this factor; once it has risen so far, it is no limit any more. */
const raiseAfterMs = 10_000;
const raise = 1.1;
const forgottenAfterRaise = 10;

/** A pause that is lengthened by less is no event. */
const worthTellingMs = 1000;

/** A service that cannot be asked for a reservation is asked again after this. */
const reserveRetryMs = 1000;

/**
 * When the jobs of one group may be polled: those of a client, or of all clients of one account. It knows times and
 * counts, and no data of any job.
 *
 * It learns. The first 429 without `Retry-After` pauses the group, once for all requests in flight; afterwards requests
 * are spread evenly at 0.8 of the good responses in the best second since the last 429, and a tenth more after each ten
 * seconds without one. A 429 with no good response since the last one doubles the pause and halves the rate.
 */
export class RateLimiter extends Timer {
  readonly #timers: Timers;
  readonly #settings: PollerSettings;
  readonly #group: string | object;
  /** Turns that are due, the longest due first; those that are final go first, and past a pause. */
  readonly #due = new Set<Turn>();
  readonly #final = new Set<Turn>();
  #concurrent = 0;
  /** Loops that are open, and the most of them since none was. */
  #loops = 0;
  #mostLoops = 0;
  /** The earliest start by `requestsPerSecond`; not even a final poll is earlier. */
  #budgetMs = 0;
  /** The earliest start of the next turn that is not final, by what goes before it. */
  #nextMs = 0;
  #pausedUntilMs = 0;
  /** When the last 429 came, -1 before the first, and the pause that it brought. */
  #limitedMs = -1;
  #pauseMs = 0;
  /** What is learned, in starts a second; undefined while there is no limit. */
  #rate: number | undefined = undefined;
  #raisedMs = 0;
  #forgetAtRate = 0;
  /** Good responses in the second that began then, and in the best second since the last 429. */
  #secondMs = 0;
  #inSecond = 0;
  #bestSecond = 0;
  #isSecondOfLimit = false;
  /** A declared limit runs low; and the starts a second that it leaves. */
  #isLow = false;
  #lowRate: number | undefined = undefined;
  #isAsking = false;
  #reserved = 0;

  constructor(timers: Timers, settings: PollerSettings, group: string | object) {
    super();
    this.#timers = timers;
    this.#settings = settings;
    this.#group = group;
  }

  /** How many loops are open, or were, since there was none. */
  get mostLoops(): number {
    return this.#mostLoops;
  }

  /** Whether requests hold more than half of the places. */
  get isCrowded(): boolean {
    return this.#concurrent > this.#settings.maxConcurrent / 2;
  }

  /** When the pause is over that a response asked for; in the past for none. */
  get pausedUntilMs(): number {
    return this.#pausedUntilMs;
  }

  /** Whether nothing of it is needed any more, so that it can be made anew. */
  isIdle(nowMs: number): boolean {
    return (
      this.#loops + this.#concurrent + this.#due.size + this.#final.size === 0 &&
      this.#rate === undefined &&
      Math.max(this.#budgetMs, this.#nextMs, this.#pausedUntilMs) <= nowMs
    );
  }

  /** A loop has opened. Gives how many were open before. */
  join(): number {
    this.#mostLoops = Math.max(this.#mostLoops, this.#loops + 1);
    return this.#loops++;
  }

  /** A loop has closed. */
  leave(): void {
    this.#loops--;
    if (this.#loops === 0) this.#mostLoops = 0;
  }

  /** Starts a turn, now or as soon as the group may. A final one goes first, and past a pause. */
  request(turn: Turn, nowMs: number, isFinal: boolean): void {
    const isFirst = this.#due.size + this.#final.size === 0;
    if (isFirst && this.#settings.reserve === undefined && this.#opensAt(isFinal) <= nowMs) {
      this.#start(turn, nowMs);
      return;
    }
    // One that stands in the right queue already keeps its place.
    if (isFinal) this.#due.delete(turn);
    (isFinal ? this.#final : this.#due).add(turn);
    // Behind others it is started with them: by the limiter's timer, by a request that is over, or by a reservation.
    if (isFirst || isFinal) this.#startQueued(nowMs);
  }

  /** A turn is not wanted any more before it has started. */
  withdraw(turn: Turn): void {
    this.#final.delete(turn);
    this.#due.delete(turn);
    if (this.#due.size + this.#final.size === 0) this.#timers.clear(this);
  }

  /** A request is over, or is given up: another of the group may start. */
  release(nowMs: number): void {
    this.#concurrent--;
    // Not at once: where one is aborted, the next may be about to be; and a response's socket is not free before its turn ends.
    if (this.#due.size + this.#final.size > 0) this.#timers.set(this, nowMs);
  }

  /** A request that began then got a good response. */
  succeeded(startedMs: number, nowMs: number): void {
    if (nowMs - this.#secondMs >= 1000) {
      this.#secondMs = nowMs;
      this.#inSecond = 0;
    }
    this.#inSecond++;
    this.#bestSecond = Math.max(this.#bestSecond, this.#inSecond);
    // It was under way when the 429 came: the service can do so much, too.
    if (this.#isSecondOfLimit && startedMs <= this.#limitedMs && this.#rate !== undefined)
      this.#setRate(Math.max(this.#rate, this.#bestSecond * shareAfterLimit));
  }

  /** A poll told the declared limit that runs low, if any does. Gives what has changed for the group, if anything. */
  runsLow(low: LowLimit | undefined, nowMs: number): RateLimitedFacts | undefined {
    const was = this.#isLow;
    this.#isLow = low !== undefined;
    this.#lowRate = low === undefined ? undefined : lowRateOf(low);
    if (low === undefined || was) return undefined;
    const pollsPerSecond = this.#perSecond();
    if (pollsPerSecond !== undefined) this.#nextMs = Math.max(this.#nextMs, nowMs + 1000 / pollsPerSecond);
    return { reason: "limit-low", pauseMs: 0, pollsPerSecond };
  }

  /** The service said that it has too much to do. Gives what has changed for the group, if anything. */
  limited({ isTooMany, startedMs, retryAfterMs, pauseMs }: Overload, nowMs: number): RateLimitedFacts | undefined {
    // Requests that were under way when the pause began bring it up once more each, which is no reason to lengthen it.
    const isNews = startedMs > this.#limitedMs;
    if (isTooMany && isNews) this.#learn(nowMs, pauseMs);
    const wantedMs = retryAfterMs > 0 ? retryAfterMs : isNews ? this.#pauseMs : 0;
    const untilMs = nowMs + Math.min(wantedMs, this.#settings.maxPauseMs);
    if (untilMs <= this.#pausedUntilMs || wantedMs === 0) return undefined;
    const isWorthTelling = isNews || untilMs - this.#pausedUntilMs >= worthTellingMs;
    this.#pausedUntilMs = untilMs;
    this.#raisedMs = untilMs;
    if (!isWorthTelling) return undefined;
    const reason = retryAfterMs > 0 ? "retry-after" : "too-many-requests";
    return { reason, pauseMs: untilMs - nowMs, pollsPerSecond: this.#perSecond() };
  }

  override wake(nowMs: number): void {
    this.#startQueued(nowMs);
  }

  #learn(nowMs: number, pauseMs: number): void {
    if (this.#bestSecond > 0 || this.#limitedMs < 0) {
      this.#pauseMs = pauseMs;
      this.#setRate(this.#bestSecond > 0 ? this.#bestSecond * shareAfterLimit : firstGuessPerSecond);
    } else {
      this.#pauseMs = Math.min(this.#pauseMs * 2, Math.max(pauseMs, longestLearnedPauseMs));
      this.#setRate(Math.max((this.#rate ?? firstGuessPerSecond) / 2, slowestPerSecond));
    }
    this.#limitedMs = nowMs;
    this.#raisedMs = nowMs;
    this.#isSecondOfLimit = true;
  }

  #setRate(rate: number): void {
    this.#rate = rate;
    this.#forgetAtRate = rate * forgottenAfterRaise;
  }

  #perSecond(): number | undefined {
    const rate = Math.min(this.#rate ?? Infinity, this.#lowRate ?? Infinity);
    return rate < Infinity ? rate : undefined;
  }

  /** When the next turn may start. */
  #opensAt(isFinal: boolean): number {
    if (this.#concurrent >= this.#settings.maxConcurrent) return Infinity;
    return isFinal ? this.#budgetMs : Math.max(this.#budgetMs, this.#nextMs, this.#pausedUntilMs);
  }

  /** Starts as many queued turns as may start now; the limiter wakes when there may be more. */
  #startQueued(nowMs: number): void {
    for (const queue of [this.#final, this.#due])
      for (const turn of queue) {
        const opensMs = this.#opensAt(queue === this.#final);
        // With every place taken, the request that is over first wakes the limiter.
        if (opensMs > nowMs) {
          this.#timers.set(this, opensMs);
          return;
        }
        if (this.#settings.reserve !== undefined) {
          if (this.#reserved === 0) {
            this.#askForReservation(this.#settings.reserve);
            return;
          }
          this.#reserved--;
        }
        queue.delete(turn);
        this.#start(turn, nowMs);
      }
    // A final turn that went first may have left the timer of a queue that is empty now.
    this.#timers.clear(this);
  }

  #start(turn: Turn, nowMs: number): void {
    this.#concurrent++;
    const { requestsPerSecond } = this.#settings;
    // Wider by the lateness that is made up for and by the part of a millisecond, so that no second has more than its share.
    if (requestsPerSecond < Infinity)
      this.#budgetMs = Math.max(this.#budgetMs, nowMs - latenessMs) + (1001 + latenessMs) / requestsPerSecond;
    this.#raiseRate(nowMs);
    const perSecond = this.#perSecond();
    this.#nextMs =
      perSecond === undefined
        ? Math.max(this.#nextMs, nowMs - burstMs) + Math.min(widestGapMs, turn.intervalMs / this.#mostLoops / 2)
        : Math.max(this.#nextMs, nowMs) + 1000 / perSecond;
    turn.start(nowMs);
  }

  /** Nothing is known of a pause before it is over: the best second begins anew then, and so does the time without a 429. */
  #raiseRate(nowMs: number): void {
    if (this.#rate === undefined || nowMs < this.#pausedUntilMs) return;
    if (this.#isSecondOfLimit) {
      this.#isSecondOfLimit = false;
      this.#bestSecond = 0;
      this.#inSecond = 0;
      this.#secondMs = nowMs;
    }
    while (this.#rate < this.#forgetAtRate && nowMs - this.#raisedMs >= raiseAfterMs) {
      this.#rate *= raise;
      this.#raisedMs += raiseAfterMs;
    }
    if (this.#rate >= this.#forgetAtRate) this.#rate = undefined;
  }

  #askForReservation(reserve: NonNullable<PollerSettings["reserve"]>): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const count = this.#reservable();
    const answered = (granted: unknown): void => {
      this.#isAsking = false;
      this.#reserved = typeof granted === "number" ? Math.min(Math.max(0, Math.floor(granted)), count) : count;
      const nowMs = this.#timers.nowMs();
      if (this.#reserved > 0) this.#startQueued(nowMs);
      else if (this.#due.size + this.#final.size > 0) this.#timers.set(this, nowMs + reserveRetryMs);
      // What was reserved for turns that are not wanted any more is given up: a reservation is for now.
      this.#reserved = 0;
    };
    const failed = (error: unknown): void => {
      reportError("The poller's reserve failed", error);
      answered(0);
    };
    new Promise((resolve) => resolve(reserve(this.#group, count))).then(answered, failed);
  }

  /** As many turns as could start together now. */
  #reservable(): number {
    if (this.#settings.requestsPerSecond < Infinity || this.#perSecond() !== undefined) return 1;
    return Math.min(this.#due.size + this.#final.size, this.#settings.maxConcurrent - this.#concurrent);
  }
}

/**
 * Where in its window a limit is, no response says: on average half of it is over. So what is left may be used up in half
 * a window, and as every response tells anew what is left, it never is. Without a window one job's interval is all there is.
 */
const lowRateOf = ({ remaining, windowMs, intervalMs }: LowLimit): number | undefined =>
  windowMs === undefined || !(windowMs > 0 && intervalMs > 0 && remaining >= 0)
    ? undefined
    : Math.max((2000 * remaining) / windowMs, 1000 / intervalMs);
