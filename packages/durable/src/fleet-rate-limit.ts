import type { Clock } from "@genwait/lifecycle";

import type { Database } from "./database.ts";
import { noTelemetry, type Telemetry } from "./telemetry.ts";

/** How many requests all workers together may send for one API and account. */
export interface FleetRate {
  readonly requestsPerSecond: number;
}

/** A block of slots covers at most this long: whoever dies with one wastes no more. */
const blockMs = 250;

/** A slot that is later than this is given up: used after a stall, it would fall together with the next ones. */
const latenessMs = 50;

/** Slots are this much further apart than the rate says, so that those that are late fill up no second. */
const wider = 1.02;

/**
 * Slots are never further ahead than this: the longest pause that a 429 may ask for, and the most that polling stands
 * still when somebody sets the clock of the database back.
 */
const longestPauseMs = 600_000;

/** How soon a database that cannot be asked is asked again. */
const retryMs = 500;

interface Slot {
  /** Not before this, by the local clock. */
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * Slots for the polls of one group, reserved from one row that all workers share, by the database's clock. Without a
 * database nothing is sent beyond slots that are already held.
 */
class GroupLimit {
  readonly #database: Database;
  readonly #table: string;
  readonly #group: string;
  readonly #intervalMs: number;
  readonly #clock: Clock;
  #slots: Slot[] = [];
  /** The shortest round trip so far: what exceeds it is a stall, not distance. */
  #shortestMs = Infinity;

  constructor(database: Database, table: string, group: string, rate: FleetRate, clock: Clock) {
    this.#database = database;
    this.#table = table;
    this.#group = group;
    this.#intervalMs = (1000 * wider) / rate.requestsPerSecond;
    this.#clock = clock;
  }

  /** Resolves at the next slot, with 1; with 0 after the signal. */
  async reserve(count: number, signal: AbortSignal): Promise<number> {
    while (!signal.aborted) {
      const slot = this.#slots[0];
      if (slot === undefined) {
        await this.#fetch(count).catch(() => sleep(this.#clock, retryMs, signal));
        continue;
      }
      const nowMs = this.#clock.elapsed();
      if (nowMs < slot.fromMs) {
        await sleep(this.#clock, slot.fromMs - nowMs, signal);
        continue;
      }
      this.#slots.shift();
      if (nowMs <= slot.untilMs) return 1;
    }
    return 0;
  }

  /** A 429: nobody sends for this long, and the slots that are held are given up. */
  async pause(pauseMs: number): Promise<void> {
    this.#slots = [];
    await this.#database.query(
      `INSERT INTO ${this.#table} AS l (rate_limit_group, next_at) VALUES ($1, ${now} + $2::float8)
ON CONFLICT (rate_limit_group) DO UPDATE SET next_at = GREATEST(l.next_at, ${now} + $2::float8)`,
      [this.#group, Math.min(Math.max(0, pauseMs), longestPauseMs)],
    );
  }

  async #fetch(count: number): Promise<void> {
    const slots = Math.max(1, Math.min(Math.ceil(count), Math.floor(blockMs / this.#intervalMs)));
    const sentMs = this.#clock.elapsed();
    const [row] = await this.#database.query(
      `INSERT INTO ${this.#table} AS l (rate_limit_group, next_at) VALUES ($1, ${now} + $2::float8)
ON CONFLICT (rate_limit_group) DO UPDATE SET next_at = LEAST(GREATEST(l.next_at, ${now}), ${now} + ${longestPauseMs}) + $2::float8
RETURNING next_at - $2::float8 - ${now} AS wait_ms`,
      [this.#group, slots * this.#intervalMs],
    );
    const repliedMs = this.#clock.elapsed();
    const tripMs = repliedMs - sentMs;
    this.#shortestMs = Math.min(this.#shortestMs, tripMs);
    // When the database looked at its clock is only known to lie within the trip: never early, and late only by a stall.
    const waitMs = Math.max(0, Number(row?.["wait_ms"]));
    this.#slots = Array.from({ length: slots }, (_, index) => ({
      fromMs: repliedMs + waitMs + index * this.#intervalMs,
      untilMs: sentMs + this.#shortestMs + waitMs + index * this.#intervalMs + latenessMs,
    }));
  }
}

/** Milliseconds by the database's clock. */
const now = "(extract(epoch from clock_timestamp()) * 1000)::float8";

const sleep = (clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      signal.removeEventListener("abort", done);
      cancel();
      resolve();
    };
    const cancel = clock.after(delayMs, done);
    signal.addEventListener("abort", done, { once: true });
  });

/** One rate for all workers on one store. */
export class FleetRateLimit {
  readonly #database: Database;
  readonly #table: string;
  readonly #rates: Readonly<Record<string, FleetRate>>;
  readonly #clock: Clock;
  readonly #telemetry: Telemetry;
  readonly #groups = new Map<string, GroupLimit>();
  readonly #names = new Map<string, string>();
  readonly #abort = new AbortController();

  constructor(
    database: Database,
    schema: string,
    rates: Readonly<Record<string, FleetRate>>,
    clock: Clock,
    telemetry: Telemetry = noTelemetry,
  ) {
    this.#database = database;
    this.#table = `${schema}.limiter`;
    this.#rates = rates;
    this.#clock = clock;
    this.#telemetry = telemetry;
  }

  /** For a poller's `reserve`: resolves with how many polls of the group may start now. */
  async reserve(group: string | object, count: number): Promise<number> {
    const limit = this.#limitOf(group);
    if (limit === undefined) return count;
    const fromMs = this.#clock.elapsed();
    const granted = await limit.reserve(count, this.#abort.signal);
    if (typeof group === "string") this.#telemetry.limited(apiOf(group), this.#clock.elapsed() - fromMs);
    return granted;
  }

  /** Somebody got a 429: the whole fleet keeps away. Without a rate, each worker's own limiter does. */
  pause(group: string | object, pauseMs: number): void {
    void this.#limitOf(group)
      ?.pause(pauseMs)
      .catch(() => {});
  }

  /** The group of a stored job, as one text for all of them. */
  groupOf(job: Parameters<typeof fleetGroupOf>[0]): string {
    const group = fleetGroupOf(job);
    const known = this.#names.get(group);
    if (known === undefined) this.#names.set(group, group);
    return known ?? group;
  }

  /** The rate of an API, as this process was told. */
  rateOf(api: string): number | undefined {
    return Object.hasOwn(this.#rates, api) ? this.#rates[api]?.requestsPerSecond : undefined;
  }

  close(): void {
    this.#abort.abort();
  }

  #limitOf(group: string | object): GroupLimit | undefined {
    if (typeof group !== "string") return undefined;
    const known = this.#groups.get(group);
    if (known !== undefined) return known;
    const requestsPerSecond = this.rateOf(apiOf(group));
    if (requestsPerSecond === undefined) return undefined;
    const limit = new GroupLimit(this.#database, this.#table, group, { requestsPerSecond }, this.#clock);
    this.#groups.set(group, limit);
    return limit;
  }
}

/** The group of a stored job: its API, its base URL and its account share one rate in the whole fleet. */
export const fleetGroupOf = (job: { api: string; baseUrl: string; account?: string | undefined }): string =>
  JSON.stringify([job.api, job.baseUrl, job.account ?? ""]);

const apiOf = (group: string): string => {
  const [api]: unknown[] = JSON.parse(group);
  return typeof api === "string" ? api : "";
};
