import { hostname } from "node:os";

import {
  type Clock,
  type ErrorKind,
  isCallFailure,
  type Lifecycle,
  type PollOptions,
  type PollResult,
  type SavedJob,
} from "@genwait/lifecycle";
import { createPoller, isWaitError, type Poller } from "@genwait/poller";
import type { PgBoss } from "pg-boss";

import type { AnyJob, Clients } from "./clients.ts";
import type { Database } from "./database.ts";
import type { FleetRateLimit } from "./fleet-rate-limit.ts";
import type { Outcome, Recorded, ResultLog, WaitFailure } from "./result-log.ts";
import { type Lease, ShardLeases } from "./shard-leases.ts";
import type { Telemetry } from "./telemetry.ts";
import { uuidV7, waitChannelOf, type WaitRow, type WaitTable } from "./wait-table.ts";
import type { WebhookSender } from "./webhook-sender.ts";

/** How often changes are looked for without a notification. */
const scanEveryMs = 500;

/** How often a wait is tried again that cannot be polled until a person has mended something. */
const heldEveryMs = 60_000;

const purgeEveryMs = 3_600_000;

/** How often a poll that is held back asks whether its lease is confirmed. */
const confirmMs = 100;

const loadPage = 1_000;

/** Results that are recorded in one transaction. */
const recordBatch = 200;

/** What a 429 without any advice means for the fleet. */
const defaultPauseMs = 5_000;

/** How to work. */
export interface WorkOptions {
  /** With this many waits a worker takes no more leases. @default 50,000 */
  readonly capacity?: number | undefined;
  /** Polls under way at once for each API and account. @default 240 */
  readonly maxConcurrent?: number | undefined;
  /** How operators see this worker. @default host name and process id */
  readonly name?: string | undefined;
}

/** What a worker does, told as it happens; for logs and metrics. */
export type WorkerEvent =
  | { readonly type: "leases"; readonly gained: readonly number[]; readonly lost: readonly number[] }
  | { readonly type: "poll"; readonly api: string; readonly outcome: "state" | "error"; readonly kind?: string }
  | { readonly type: "recorded"; readonly count: number }
  | { readonly type: "error"; readonly doing: string; readonly error: unknown };

/** All that a worker works with. */
export interface WorkerParts {
  readonly boss: PgBoss;
  readonly database: Database;
  readonly schema: string;
  readonly shards: number;
  readonly waits: WaitTable;
  readonly results: ResultLog;
  readonly clients: Clients;
  readonly fleet: FleetRateLimit;
  readonly sender: WebhookSender;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly onEvent: (event: WorkerEvent) => void;
  purge(): Promise<unknown>;
}

/** An outcome that is not recorded yet. */
interface EndedWait extends Outcome {
  readonly api: string;
  readonly endedMs: number;
}

/** Polls the waits of the shards that it holds, and records their results. */
export class Worker {
  readonly id: string;
  readonly name: string;
  readonly #parts: WorkerParts;
  readonly #leases: ShardLeases;
  readonly #poller: Poller;
  readonly #open = new Map<string, OpenWait>();
  /** Leases whose waits are read, and those whose are being read. */
  readonly #leaseOf = new Map<number, Lease>();
  /** Waits that stay open and are not polled, the shard of each, and when it is tried again. */
  readonly #held = new Map<string, { readonly shard: number; readonly atMs: number }>();
  readonly #outcomes = new Map<string, EndedWait>();
  readonly #good = new Set<string>();
  readonly #named = new Set<string>();
  readonly #holder: LeaseHolder = {
    isHeld: (lease) => this.#leases.isHeld(lease),
    pause: (signal) => pauseUntil(this.#parts.clock, signal),
    send: (wait, run) => this.#parts.telemetry.span("genwait.poll", () => attributesOf(wait), run),
    polled: (job, error) => this.#polled(job, error),
  };
  #mark: string | undefined;
  #isFlushing: Promise<void> | undefined;
  #isStopped = false;
  #stopping: Promise<void> | undefined;
  #scanning: Promise<void> = Promise.resolve();
  #cancelScan: () => void = () => {};
  #unlisten: () => void = () => {};
  #purgeAtMs: number;

  constructor(parts: WorkerParts, { capacity = 50_000, maxConcurrent, name }: WorkOptions) {
    if (!(capacity >= 1)) throw new RangeError(`capacity is ${capacity}; give a number from 1 on`);
    this.id = uuidV7(parts.clock.now());
    this.name = name ?? `${hostname()}:${process.pid}`;
    this.#parts = parts;
    this.#purgeAtMs = parts.clock.elapsed();
    this.#leases = new ShardLeases(parts.boss, parts.database, {
      workerId: this.id,
      workerName: this.name,
      schema: parts.schema,
      shards: parts.shards,
      capacity,
      clock: parts.clock,
      load: () => this.#open.size,
      events: {
        gained: (leases) => this.#gain(leases),
        lost: (leases) => this.#lose(leases),
      },
    });
    this.#poller = createPoller({
      clock: parts.clock,
      ...(maxConcurrent !== undefined && { rateLimit: { maxConcurrent } }),
      reserve: (group, count) => parts.fleet.reserve(group, count),
    });
  }

  /** The shards that this worker holds now. */
  get shards(): readonly number[] {
    return this.#leases.shards;
  }

  /** How many waits it polls for now. */
  get openWaits(): number {
    return this.#open.size;
  }

  async start(): Promise<void> {
    this.#unlisten = this.#parts.database.listen(waitChannelOf(this.#parts.schema), (id) => {
      this.#named.add(id);
      void this.#readNamed();
    });
    await this.#leases.start();
    this.#parts.sender.start(this.#parts.results);
    this.#scheduleScan();
  }

  /** Stops polling, records the results that are there, and gives the leases back; others take them within a second. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelScan();
    this.#unlisten();
    for (const wait of this.#open.values()) if (!this.#outcomes.has(wait.waitId)) this.#close(wait);
    await this.#scanning;
    await this.#flush();
    await this.#leases.stop();
    await this.#parts.sender.stop();
  }

  #gain(leases: readonly Lease[]): void {
    for (const lease of leases) this.#leaseOf.set(lease.shard, lease);
    this.#parts.onEvent({ type: "leases", gained: leases.map(({ shard }) => shard), lost: [] });
    void this.#load(leases).catch((error: unknown) => {
      // Without its waits a lease is of no use: another try, here or elsewhere.
      for (const { shard } of leases) this.#leases.drop(shard);
      this.#report("read the waits of new leases", error);
    });
  }

  #lose(leases: readonly Lease[]): void {
    const lost = new Set(leases.map(({ shard }) => shard));
    for (const shard of lost) this.#leaseOf.delete(shard);
    for (const wait of this.#open.values()) if (lost.has(wait.lease.shard)) this.#close(wait);
    for (const [id, { shard }] of this.#held) if (lost.has(shard)) this.#held.delete(id);
    this.#parts.onEvent({ type: "leases", gained: [], lost: [...lost] });
  }

  async #load(leases: readonly Lease[]): Promise<void> {
    const { database, waits } = this.#parts;
    // The mark of the scan is older than what is read here: what changes meanwhile is seen by the scan.
    if (this.#mark === undefined) this.#mark = (await waits.changed(database, [], undefined)).mark;
    const shards = leases.map(({ shard }) => shard);
    for (let after: string | undefined; ;) {
      const page = await waits.open(database, shards, after, loadPage);
      await this.#takeAll(page);
      after = page.at(-1)?.id;
      if (after === undefined || page.length < loadPage) return;
    }
  }

  #scheduleScan(): void {
    if (this.#isStopped) return;
    this.#cancelScan = this.#parts.clock.after(scanEveryMs, () => {
      this.#scanning = this.#scan().catch((error: unknown) => this.#report("look for changes", error));
      void this.#scanning.then(() => this.#scheduleScan());
    });
  }

  async #scan(): Promise<void> {
    const { database, waits, clock } = this.#parts;
    const shards = [...this.#leaseOf.keys()];
    if (shards.length > 0 && this.#mark !== undefined) {
      const changed = await waits.changed(database, shards, this.#mark);
      await this.#takeAll(changed.waits);
      this.#mark = changed.mark;
    }
    const nowMs = clock.elapsed();
    const due = [...this.#held].flatMap(([id, { atMs }]) => (nowMs >= atMs ? [id] : []));
    if (due.length > 0) await this.#takeAll(await waits.some(database, due));
    const good = [...this.#good].filter((id) => this.#open.has(id) && !this.#outcomes.has(id));
    this.#good.clear();
    if (good.length > 0) await waits.markGood(database, good);
    if (nowMs >= this.#purgeAtMs) {
      this.#purgeAtMs = nowMs + purgeEveryMs;
      await this.#parts.purge();
    }
    await this.#flush();
  }

  async #readNamed(): Promise<void> {
    // All that are named in one turn of the event loop are read together.
    await Promise.resolve();
    const ids = [...this.#named];
    this.#named.clear();
    if (ids.length === 0 || this.#leaseOf.size === 0) return;
    try {
      await this.#takeAll(await this.#parts.waits.some(this.#parts.database, ids));
    } catch {
      // The scan finds them.
    }
  }

  /** Together: making a client for one must not hold up the others. */
  async #takeAll(rows: readonly WaitRow[]): Promise<void> {
    await Promise.all(rows.map((row) => this.#take(row)));
  }

  /** Takes what the store says of a wait: begins, begins anew, wakes or ends it. */
  async #take(row: WaitRow): Promise<void> {
    const lease = this.#leaseOf.get(row.shard);
    if (lease === undefined || this.#isStopped) return;
    const open = this.#open.get(row.id);
    if (open?.changed === row.changed) return;
    if (row.endedAtMs !== undefined) {
      this.#held.delete(row.id);
      if (open !== undefined && !this.#outcomes.has(row.id)) this.#close(open);
      return;
    }
    if (open !== undefined && open.wokenAtMs !== row.wokenAtMs) {
      open.wokenAtMs = row.wokenAtMs;
      open.changed = row.changed;
      this.#poller.wake(open);
      return;
    }
    if (open !== undefined) this.#close(open);
    const job = await this.#parts.clients.resume({ ...row.saved, ...(row.isGood && { known: true }) }, row.identity);
    if (job === undefined) {
      await this.#hold(row.id, row.shard, "no client");
      return;
    }
    this.#held.delete(row.id);
    // The lease may have gone while a client was made, and another call may have begun the same wait.
    if (this.#leaseOf.get(row.shard) !== lease || this.#open.has(row.id) || this.#isStopped) return;
    if (row.problem !== undefined)
      void this.#parts.waits.setProblem(this.#parts.database, row.id, undefined).catch(() => {});
    this.#begin(row, lease, job);
  }

  #begin(row: WaitRow, lease: Lease, job: AnyJob): void {
    const wait = new OpenWait(job, this.#parts.fleet.groupOf(row.saved), row, lease, this.#holder);
    this.#open.set(row.id, wait);
    this.#poller
      .wait(wait, { ...row.options, timeoutMs: Math.max(0, row.remainingMs ?? Infinity), known: row.isGood })
      .then(
        (state) => this.#ended(wait, resultOf(state)),
        (error: unknown) => void this.#failed(wait, error),
      );
  }

  #ended(wait: OpenWait, { phase, value }: Pick<Outcome, "phase" | "value">): void {
    // Whoever closed it does not want its end.
    if (this.#open.get(wait.waitId) !== wait) return;
    const { waitId, api, lease } = wait;
    this.#outcomes.set(waitId, { waitId, phase, value, lease, api, endedMs: this.#parts.clock.elapsed() });
    void this.#flush();
  }

  #close(wait: OpenWait): void {
    this.#open.delete(wait.waitId);
    this.#outcomes.delete(wait.waitId);
    this.#good.delete(wait.waitId);
    this.#poller.stop(wait, closed);
  }

  #polled(job: OpenWait, error: unknown): void {
    const { fleet, telemetry, onEvent } = this.#parts;
    const { api } = job;
    if (error === undefined) {
      telemetry.polled(api, "state");
      if (!job.known) this.#good.add(job.waitId);
      job.known = true;
      onEvent({ type: "poll", api, outcome: "state" });
      return;
    }
    const failure = isCallFailure(error) ? error : undefined;
    if (failure?.kind === "rate-limited") {
      fleet.pause(job.rateLimitGroup, failure.retryAfterMs ?? job.lifecycle.rateLimit?.pauseMs ?? defaultPauseMs);
    }
    const kind = failure?.kind ?? "unknown";
    telemetry.polled(api, kind);
    onEvent({ type: "poll", api, outcome: "error", kind });
  }

  /** A wait ended before its job: for ever, or until somebody has mended what no wait can be blamed for. */
  async #failed(wait: OpenWait, error: unknown): Promise<void> {
    const problem = mendable(error);
    if (problem === undefined) return this.#ended(wait, failureOf(error));
    try {
      const [row] = await this.#parts.waits.some(this.#parts.database, [wait.waitId]);
      const isOver = row?.remainingMs !== undefined && row.remainingMs <= 0;
      if (row === undefined || isOver || row.options.maxErrors !== undefined)
        return this.#ended(wait, failureOf(error));
    } catch (cause) {
      // The store decides when it can be asked again.
      this.#report("read a wait that cannot be polled", cause);
    }
    if (this.#open.get(wait.waitId) !== wait) return;
    this.#close(wait);
    await this.#hold(wait.waitId, wait.lease.shard, problem);
  }

  /** Keeps a wait open without polling it, says why, and tries it again later. */
  async #hold(id: string, shard: number, problem: string): Promise<void> {
    const { database, waits, clock } = this.#parts;
    this.#held.set(id, { shard, atMs: clock.elapsed() + heldEveryMs });
    try {
      await waits.setProblem(database, id, problem);
    } catch (error) {
      this.#report("say why a wait is not polled", error);
    }
  }

  /** One flush at a time: what comes meanwhile goes together into the next one. */
  #flush(): Promise<void> {
    this.#isFlushing ??= this.#record().finally(() => (this.#isFlushing = undefined));
    return this.#isFlushing;
  }

  async #record(): Promise<void> {
    const { results, database, sender, clock, telemetry, onEvent } = this.#parts;
    // Results that come in one turn of the event loop are recorded together.
    await Promise.resolve();
    let busy = 0;
    while (this.#outcomes.size > busy) {
      const batch = firstOf(this.#outcomes.values(), recordBatch);
      let recorded: readonly Recorded[];
      try {
        recorded = await telemetry.span(
          "genwait.result",
          () => ({ "genwait.results": batch.length }),
          () => results.record(database, batch),
        );
      } catch (error) {
        // They stay, and are tried again with the next scan; if the lease goes first, its next holder polls again.
        this.#report("record results", error);
        return;
      }
      busy = 0;
      batch.forEach((outcome, index) => {
        const what = recorded[index];
        if (what === "recorded") telemetry.recorded(outcome.api, outcome.phase, clock.elapsed() - outcome.endedMs);
        if (what === "busy") busy++;
        else if (what === "lease-lost") this.#leases.drop(this.#open.get(outcome.waitId)?.lease.shard ?? -1);
        else this.#forget(outcome);
      });
      const count = recorded.filter((what) => what === "recorded").length;
      if (count === 0) return;
      sender.notify();
      onEvent({ type: "recorded", count });
    }
  }

  #forget(outcome: EndedWait): void {
    // A wait that was opened again meanwhile has another outcome, or none.
    if (this.#outcomes.get(outcome.waitId) !== outcome) return;
    this.#outcomes.delete(outcome.waitId);
    this.#open.delete(outcome.waitId);
    this.#good.delete(outcome.waitId);
  }

  #report(doing: string, error: unknown): void {
    this.#parts.onEvent({ type: "error", doing, error });
  }
}

/** Why a wait that the worker gave up rejects; nobody sees it. */
const closed = new Error("this worker does not wait for the job any more");

/** A hand-made job may call its phases as it likes. */
const resultOf = (state: { readonly phase: string }): Pick<Outcome, "phase" | "value"> =>
  state.phase === "succeeded" || state.phase === "partial" || state.phase === "failed"
    ? { phase: state.phase, value: storable(state) }
    : { phase: "invalid-response", value: { message: `the job ended in the phase ${state.phase}`, lastState: state } };

/** A state as JSON keeps it: of a body or an output that is bytes, what they are. */
const storable = (state: object): object =>
  Object.fromEntries(
    Object.entries(state).map(([name, member]) => [
      name,
      member instanceof Blob ? { type: member.type, size: member.size } : member,
    ]),
  );

const failureOf = (error: unknown): Pick<Outcome, "phase" | "value"> => {
  if (!isWaitError(error)) {
    const message = error instanceof Error ? error.message : String(error);
    return { phase: "gave-up", value: { message } satisfies WaitFailure };
  }
  const { reason, message, attempts, lastState, lastError } = error.toJSON();
  return { phase: reason, value: { message, attempts, lastState, lastError } satisfies WaitFailure };
};

/**
 * Kinds of errors that say nothing about the job or its id, with what operators read: a key that is wrong today, a service
 * that is down. The poller gives up for them sooner or later; a wait that is stored has time.
 */
const mendableKinds: Readonly<Partial<Record<ErrorKind, string>>> = {
  unauthorized: "unauthorized",
  forbidden: "forbidden",
  "insufficient-credits": "insufficient credits",
  network: "unreachable",
  "call-timeout": "unreachable",
  unavailable: "unreachable",
};

const mendable = (error: unknown): string | undefined => {
  if (!isWaitError(error) || (error.reason !== "refused" && error.reason !== "gave-up")) return undefined;
  const { lastError } = error;
  return isCallFailure(lastError) ? mendableKinds[lastError.kind] : undefined;
};

/** What an open wait asks and tells its worker. */
interface LeaseHolder {
  isHeld(lease: Lease): boolean;
  /** A moment, in which a lease is confirmed or lost; rejects when the poll is not wanted any more. */
  pause(signal: AbortSignal | undefined): Promise<void>;
  /** Sends the poll, where it can be seen. */
  send<Result>(wait: OpenWait, run: () => Promise<Result>): Promise<Result>;
  polled(job: OpenWait, error: unknown): void;
}

/**
 * A wait that this worker polls for, as the job that its poller sees: polled only while its lease is held, in the
 * rate-limit group of the fleet. There are a hundred thousand of them: nothing is in one that the store has, too.
 */
class OpenWait implements AnyJob {
  readonly waitId: string;
  readonly rateLimitGroup: string;
  readonly lease: Lease;
  /** It was polled well, now or before. */
  known: boolean;
  changed: string;
  wokenAtMs: number | undefined;
  readonly #job: AnyJob;
  readonly #holder: LeaseHolder;

  constructor(job: AnyJob, rateLimitGroup: string, row: WaitRow, lease: Lease, holder: LeaseHolder) {
    this.waitId = row.id;
    this.rateLimitGroup = rateLimitGroup;
    this.lease = lease;
    this.known = row.isGood;
    this.changed = row.changed;
    this.wokenAtMs = row.wokenAtMs;
    this.#job = job;
    this.#holder = holder;
  }

  get api(): string {
    return this.#job.api;
  }

  get name(): string {
    return this.#job.name;
  }

  get id(): string {
    return this.#job.id;
  }

  get identity(): string {
    return this.#job.identity;
  }

  get client(): object {
    return this.#job.client;
  }

  get lifecycle(): Lifecycle {
    return this.#job.lifecycle;
  }

  get createdAtMs(): number | undefined {
    return this.#job.createdAtMs;
  }

  get expectedItems(): number | undefined {
    return this.#job.expectedItems;
  }

  async poll(options: PollOptions = {}): Promise<PollResult<{ readonly phase: string }>> {
    // After a stall the poller's timers may come before the loss of the lease is noticed.
    while (!this.#holder.isHeld(this.lease)) await this.#holder.pause(options.signal);
    try {
      const result = await this.#holder.send(this, () => this.#job.poll(options));
      this.#holder.polled(this, undefined);
      return result;
    } catch (error) {
      if (options.signal?.aborted !== true)
        this.#holder.polled(this, error ?? new Error("the poll was rejected with nothing"));
      throw error;
    }
  }

  toJSON(): SavedJob {
    return this.#job.toJSON();
  }
}

const attributesOf = ({ api, name, id, waitId }: OpenWait): Record<string, string> => ({
  "genwait.api": api,
  "genwait.job": name,
  "genwait.job_id": id,
  "genwait.wait_id": waitId,
});

const firstOf = <Value>(values: Iterable<Value>, count: number): Value[] => {
  const first: Value[] = [];
  for (const value of values) {
    if (first.length === count) break;
    first.push(value);
  }
  return first;
};

const pauseUntil = (clock: Clock, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const aborted = (): void => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = clock.after(confirmMs, () => {
      signal?.removeEventListener("abort", aborted);
      resolve();
    });
    if (signal?.aborted === true) aborted();
    else signal?.addEventListener("abort", aborted, { once: true });
  });
