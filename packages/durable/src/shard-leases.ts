import type { Clock } from "@genwait/lifecycle";
import type { PgBoss, QueueOptions } from "pg-boss";

import type { Database } from "./database.ts";
import { type LeaseFence, leaseQueue } from "./result-log.ts";

const touchEveryMs = 2_500;

/** Without a touch for this long a worker does not trust its leases any more, before pg-boss does not. */
const trustMs = 7_500;

/** How often leases are looked for, and workers counted. */
const beatMs = 500;

const superviseEveryMs = 1_000;

/** A worker that was not seen for this long does not count any more. */
const liveMs = 10_000;

/**
 * The options of the queue of leases. pg-boss gives a lease to somebody else when it was not touched for its heartbeat,
 * which is the shortest that it allows. The defaults of pg-boss end a job whose worker dies for the third time.
 */
export const leaseQueueOptions: QueueOptions = {
  heartbeatSeconds: 10,
  retryLimit: 2_147_483_647,
  retryDelay: 0,
  expireInSeconds: 86_400,
  retentionSeconds: 365 * 86_400,
};

/** One lease: the right to poll the waits of a shard. */
export interface Lease extends LeaseFence {
  readonly shard: number;
}

interface HeldLease extends Lease {
  /** When the last touch that succeeded was sent, by both clocks: one stops while a machine sleeps, the other is set by hand. */
  touchedElapsedMs: number;
  touchedNowMs: number;
}

/** Told of the leases that are won and lost; a loss is told before anybody else can have the lease. */
export interface LeaseEvents {
  gained(leases: readonly Lease[]): void;
  lost(leases: readonly Lease[]): void;
}

export interface ShardLeasesOptions {
  readonly workerId: string;
  readonly workerName: string;
  readonly schema: string;
  readonly shards: number;
  readonly capacity: number;
  readonly clock: Clock;
  readonly events: LeaseEvents;
  /** How many waits the worker has now. */
  load(): number;
}

/** The id of a shard's lease: the same for all, so that it exists once whoever makes it. */
const leaseIdOf = (shard: number): string => `00000000-0000-4000-8000-${shard.toString(16).padStart(12, "0")}`;

const shardOfLease = (id: string): number => Number.parseInt(id.slice(-12), 16);

/** The shards that this worker may poll. */
export class ShardLeases {
  readonly #boss: PgBoss;
  readonly #database: Database;
  readonly #options: ShardLeasesOptions;
  readonly #held = new Map<number, HeldLease>();
  #touchAtMs = -Infinity;
  #superviseAtMs = -Infinity;
  #target = 0;
  #isStopped = false;
  #beating: Promise<void> = Promise.resolve();
  #cancelBeat: () => void = () => {};
  #cancelWatch: () => void = () => {};

  constructor(boss: PgBoss, database: Database, options: ShardLeasesOptions) {
    this.#boss = boss;
    this.#database = database;
    this.#options = options;
  }

  get shards(): readonly number[] {
    return [...this.#held.keys()].sort((left, right) => left - right);
  }

  /** Whether a lease is still this worker's own, as far as can be told without asking. */
  isHeld(lease: Lease): boolean {
    const held = this.#held.get(lease.shard);
    return held !== undefined && held.retryCount === lease.retryCount && this.#isTrusted(held);
  }

  async start(): Promise<void> {
    await this.#boss.insert(
      leaseQueue,
      Array.from({ length: this.#options.shards }, (_, shard) => ({ id: leaseIdOf(shard), data: { shard } })),
    );
    this.#watch();
    this.#beating = this.#beat();
    await this.#beating;
    this.#schedule();
  }

  /** Gives all leases back, so that others take them at once. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelBeat();
    this.#cancelWatch();
    await this.#beating;
    await this.#giveBack([...this.#held.values()]);
    await this.#database
      .query(`DELETE FROM ${this.#options.schema}.worker WHERE id = $1`, [this.#options.workerId])
      .catch(() => {});
  }

  /** The store says that a lease is somebody else's. */
  drop(shard: number): void {
    const lease = this.#held.get(shard);
    if (lease === undefined) return;
    this.#held.delete(shard);
    this.#options.events.lost([lease]);
  }

  #isTrusted(lease: HeldLease): boolean {
    const { clock } = this.#options;
    const sinceMs = Math.max(clock.elapsed() - lease.touchedElapsedMs, Math.abs(clock.now() - lease.touchedNowMs));
    return sinceMs < trustMs;
  }

  #schedule(): void {
    if (this.#isStopped) return;
    this.#cancelBeat = this.#options.clock.after(beatMs, () => {
      this.#beating = this.#beat();
      void this.#beating.then(() => this.#schedule());
    });
  }

  /** Beside the beat, which may hang on a database that does not answer. */
  #watch(): void {
    const { clock } = this.#options;
    for (const lease of this.#held.values()) {
      if (clock.elapsed() - lease.touchedElapsedMs >= trustMs) this.drop(lease.shard);
      // Somebody has set the clock, or the machine was asleep: polls are held back until the next beat has asked.
      else if (!this.#isTrusted(lease)) this.#touchAtMs = -Infinity;
    }
    if (!this.#isStopped) this.#cancelWatch = this.#options.clock.after(beatMs, () => this.#watch());
  }

  async #beat(): Promise<void> {
    const { clock } = this.#options;
    try {
      if (clock.elapsed() >= this.#touchAtMs) {
        await this.#touch();
        this.#touchAtMs = clock.elapsed() + touchEveryMs;
      }
      if (clock.elapsed() >= this.#superviseAtMs) {
        await this.#boss.supervise(leaseQueue);
        this.#superviseAtMs = clock.elapsed() + superviseEveryMs;
      }
      await this.#balance();
    } catch {
      // A database that does not answer is asked again with the next beat; the watch ends what it cannot confirm.
    }
  }

  async #touch(): Promise<void> {
    const { clock, schema, workerId, workerName, capacity } = this.#options;
    await this.#database.query(
      `INSERT INTO ${schema}.worker AS w (id, name, capacity, waits, shards) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (id) DO UPDATE SET waits = excluded.waits, shards = excluded.shards, seen_at = clock_timestamp()`,
      [workerId, workerName, Math.min(capacity, 2_147_483_647), this.#options.load(), this.shards],
    );
    const leases = [...this.#held.values()];
    if (leases.length === 0) return;
    const touchedElapsedMs = clock.elapsed();
    const touchedNowMs = clock.now();
    const settled = settledIds(
      await this.#boss.touch(
        leaseQueue,
        leases.map(({ id, retryCount }) => ({ id, retryCount })),
      ),
    );
    for (const lease of leases) {
      if (!settled.has(lease.id)) this.drop(lease.shard);
      else Object.assign(lease, { touchedElapsedMs, touchedNowMs });
    }
  }

  /** Each worker takes its share; what it has above that it gives back. */
  async #balance(): Promise<void> {
    const { schema, shards, capacity, workerId, clock } = this.#options;
    const [row] = await this.#database.query(
      `SELECT count(*)::float8 AS live FROM ${schema}.worker WHERE seen_at > clock_timestamp() - $2::float8 * interval '1 ms' OR id = $1`,
      [workerId, liveMs],
    );
    this.#target = Math.ceil(shards / Math.max(1, Number(row?.["live"])));
    const surplus = [...this.#held.values()].slice(this.#target);
    if (surplus.length > 0) await this.#giveBack(surplus);
    const wanted = this.#target - this.#held.size;
    if (wanted <= 0 || this.#isStopped || this.#options.load() >= capacity) return;
    const touchedElapsedMs = clock.elapsed();
    const touchedNowMs = clock.now();
    const jobs = await this.#boss.fetch(leaseQueue, { batchSize: wanted, includeMetadata: true });
    const gained = jobs.map(({ id, retryCount }) => ({
      id,
      retryCount,
      shard: shardOfLease(id),
      touchedElapsedMs,
      touchedNowMs,
    }));
    for (const lease of gained) this.#held.set(lease.shard, lease);
    if (gained.length > 0) this.#options.events.gained(gained);
  }

  async #giveBack(leases: readonly Lease[]): Promise<void> {
    if (leases.length === 0) return;
    for (const { shard } of leases) this.drop(shard);
    const attempts = leases.map(({ id, retryCount }) => ({ id, retryCount }));
    // One that cannot be given back runs out.
    await this.#boss.fail(leaseQueue, attempts, { message: "given back" }).catch(() => {});
  }
}

const settledIds = (response: unknown): ReadonlySet<string> =>
  typeof response === "object" && response !== null && "settled" in response && Array.isArray(response.settled)
    ? new Set(response.settled.map(String))
    : new Set();
