import { hostname } from "node:os";

import { type Clock, isCallFailure, type SavedJob, systemClock } from "@genwait/lifecycle";

import { type AnyJob, type ClientFactory, Clients, type DurableClient } from "./clients.ts";
import { type Database, isBroken, type Sql, sqlOf, storeError, type UserTransaction } from "./database.ts";
import { DurableError } from "./durable-error.ts";
import { type FleetRate, FleetRateLimit } from "./fleet-rate-limit.ts";
import { type CreateIntent, hashOf, IntentTable } from "./intents.ts";
import { checkSchema } from "./migrations.ts";
import { limitOf, type OverviewOptions, readOverview, type StoreOverview } from "./overview.ts";
import { ResultLog, resultChannelOf, type WaitResult } from "./result-log.ts";
import { openStore, type Store, type StoreLocation } from "./store.ts";
import { loadTelemetry, type Telemetry } from "./telemetry.ts";
import {
  hasJobResult,
  uuidV7,
  type WaitFilter,
  type WaitPhase,
  type WaitPollOptions,
  type WaitRow,
  WaitTable,
  type WakeTarget,
  type WebhookTarget,
} from "./wait-table.ts";
import { type Resolve, systemResolve, WebhookGuard } from "./webhook-address.ts";
import { WebhookSender } from "./webhook-sender.ts";
import { Worker, type WorkerEvent, type WorkOptions } from "./worker.ts";

/** Without a notification results are scanned for this often. */
const scanEveryMs = 500;

const resultsPage = 500;

const dayMs = 86_400_000;

/** How webhooks are signed, and where they may go. */
export interface WebhookOptions {
  /** The secret of Standard Webhooks (`whsec_…`), or several while it is rotated: each signs. */
  readonly secret?: string | readonly string[] | undefined;
  /** Origins that are called although they are private or not https, such as `http://127.0.0.1:3000`. @default none */
  readonly allow?: readonly string[] | undefined;
  /** How the addresses of a host are found. @default the system's own look-up */
  readonly resolve?: Resolve | undefined;
}

/** How long what is over is kept. Open waits are kept for ever. */
export interface RetentionOptions {
  /** @default 30 days */
  readonly resultsMs?: number | undefined;
  /** @default 7 days */
  readonly deliveriesMs?: number | undefined;
}

export interface WaitsOptions {
  /** A folder such as `./.genwait`, `postgres://…`, or a `Pool` of pg. */
  readonly store: StoreLocation;
  /** The clients whose jobs are waited for, or a function that makes one. Keys come from here, never from the store. */
  readonly clients?: readonly DurableClient[] | ClientFactory | undefined;
  /** For each API by its name, one rate for the whole fleet: for each base URL and account. @default no limit but the poller's own */
  readonly rateLimits?: Readonly<Record<string, FleetRate>> | undefined;
  readonly webhooks?: WebhookOptions | undefined;
  readonly retention?: RetentionOptions | undefined;
  /** Brings the schema up to date; without it `printMigrations()` tells what to run. @default true */
  readonly migrate?: boolean | undefined;
  /** The schema of all tables; pg-boss has its own beside it, `<schema>_queue`. @default genwait */
  readonly schema?: string | undefined;
  /** @default the machine's own time */
  readonly clock?: Clock | undefined;
  /** Told what the workers of this process do. What it throws is ignored. */
  readonly onEvent?: ((event: WorkerEvent) => void) | undefined;
}

/** How a stored wait polls and whom it tells. */
export interface AddOptions extends WaitPollOptions {
  /** The deadline; 0 polls once, `Infinity` waits for ever. @default `poll.timeout` of the job's declaration */
  readonly timeoutMs?: number | undefined;
  /** Where the result is sent: an address, or one with the form of the body. */
  readonly webhook?: string | WebhookTarget | undefined;
  /** JSON of your own, which comes back with the result. */
  readonly data?: unknown;
  /** Tells waits for one job apart. @default the same for the same webhook and data */
  readonly key?: string | undefined;
}

export interface StartOptions<Init = unknown> extends AddOptions {
  /** The same key and input give the same job, however often it is asked for. @default each call is a new job */
  readonly key?: string | undefined;
  /** What the client's method takes after the body, such as headers. */
  readonly init?: Init | undefined;
}

/** The names of a client's methods that start a job. */
export type StartName<Client> = {
  [Name in keyof Client]: Client[Name] extends (...args: never[]) => Promise<{ readonly job: AnyJob }> ? Name : never;
}[keyof Client] &
  string;

/** What a client's method takes as its body. */
export type StartInput<Method> = Method extends (input: infer Input, ...rest: never[]) => unknown ? Input : never;

/** The job that a client's method starts. */
export type StartedJob<Method> = Method extends (
  ...args: never[]
) => Promise<{ readonly job: infer StartedAs extends AnyJob }>
  ? StartedAs
  : never;

/** A stored wait. */
export interface Wait {
  readonly id: string;
  readonly key: string;
  readonly job: SavedJob;
  readonly data?: unknown;
  readonly createdAtMs: number;
  readonly isOpen: boolean;
  /** How it ended. */
  readonly phase?: WaitPhase;
  /** Why nobody polls it, such as `no client`. */
  readonly problem?: string;
  /** Resolves when the wait has ended, in whatever process. Rejects only with the signal's reason, or when the store is closed. */
  result(options?: { readonly signal?: AbortSignal | undefined }): Promise<WaitResult>;
}

export interface ResultsOptions {
  /** The cursor of the last result that was seen. @default from the oldest that is kept */
  readonly after?: string | undefined;
  /** Goes on with results as they come, until the signal or `close`. @default false */
  readonly follow?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Opens a store of waits, and makes it where there is none. */
export const createWaits = async (options: WaitsOptions): Promise<Waits> => {
  const { schema = "genwait", migrate = true, retention = {}, onEvent } = options;
  checkOptions(options);
  checkSchema(schema);
  const tell = (event: WorkerEvent): void => {
    try {
      onEvent?.(event);
    } catch {
      // A log that fails must not end the waits that it is about.
    }
  };
  // Checked before anything is opened.
  const guard = new WebhookGuard(options.webhooks?.allow ?? [], options.webhooks?.resolve ?? systemResolve);
  const telemetry = await loadTelemetry();
  const store = await openStore(options.store, {
    schema,
    migrate,
    deliveriesMs: retention.deliveriesMs ?? 7 * dayMs,
    onError: (error) => tell({ type: "error", doing: "run pg-boss", error }),
  });
  return new Waits(store, guard, telemetry, { ...options, schema, onEvent: tell });
};

const checkOptions = ({ store, clients = [], rateLimits = {} }: WaitsOptions): void => {
  if (typeof store !== "string" && !(typeof store === "object" && store !== null && "connect" in store)) {
    throw new TypeError("store must be a folder, a postgres:// URL or a Pool of pg");
  }
  if (store === "") throw new TypeError("store is empty; give a folder, a postgres:// URL or a Pool of pg");
  if (typeof clients !== "function" && !Array.isArray(clients)) {
    throw new TypeError("clients must be an array of clients or a function that makes one");
  }
  for (const [api, { requestsPerSecond }] of Object.entries(rateLimits)) {
    if (!(requestsPerSecond > 0 && requestsPerSecond <= 1000)) {
      throw new RangeError(
        `rateLimits.${api}.requestsPerSecond is ${requestsPerSecond}; give a number above 0, up to 1,000`,
      );
    }
  }
};

/** Waits in a database: those who add them, those who poll for them and those who read their results need not be one process. */
export class Waits implements AsyncDisposable {
  readonly #store: Store;
  readonly #database: Database;
  readonly #schema: string;
  readonly #clock: Clock;
  readonly #clients: Clients;
  readonly #guard: WebhookGuard;
  readonly #telemetry: Telemetry;
  readonly #secrets: readonly string[];
  readonly #resultsMs: number;
  readonly #waits: WaitTable;
  readonly #results: ResultLog;
  readonly #intents: IntentTable;
  readonly #sender: WebhookSender;
  readonly #fleet: FleetRateLimit;
  readonly #onEvent: (event: WorkerEvent) => void;
  readonly #workers = new Set<Worker>();
  /** Creates that this process has under way, by account, API, operation and key. */
  readonly #starting = new Map<string, { readonly inputHash: string; readonly started: Promise<unknown> }>();
  /** Who waits here for a result, by the wait's id. */
  readonly #watchers = new Map<string, Set<(result: WaitResult) => void>>();
  readonly #closing = new AbortController();
  #isWatching = false;
  #unobserve: (() => void) | undefined;
  /** Called when there may be results. */
  readonly #notifiers = new Set<() => void>();

  /** @internal */
  constructor(
    store: Store,
    guard: WebhookGuard,
    telemetry: Telemetry,
    options: WaitsOptions & { readonly schema: string; readonly onEvent: (event: WorkerEvent) => void },
  ) {
    const { schema, clock = systemClock, clients = [], rateLimits = {}, webhooks = {}, retention = {} } = options;
    const { secret = [] } = webhooks;
    this.#store = store;
    this.#database = store.database;
    this.#schema = schema;
    this.#clock = clock;
    this.#clients = new Clients(clients);
    this.#guard = guard;
    this.#telemetry = telemetry;
    this.#secrets = typeof secret === "string" ? [secret] : secret;
    this.#resultsMs = retention.resultsMs ?? 30 * dayMs;
    this.#waits = new WaitTable(schema, store.shards);
    this.#sender = new WebhookSender(store.boss, store.database, schema, { secrets: this.#secrets, guard, telemetry });
    this.#results = new ResultLog(schema, (sql, results) => this.#sender.queue(sql, results));
    this.#intents = new IntentTable(schema);
    this.#fleet = new FleetRateLimit(store.database, schema, rateLimits, clock, telemetry);
    this.#onEvent = options.onEvent;
    store.database.listen(resultChannelOf(schema), () => this.#notify());
  }

  /**
   * Waits for a job. An open wait for it is the same one, with the longer deadline; one that has its job's result gives
   * it; one that ended before its job is opened again.
   *
   * @param options.db a transaction of your own: the wait exists when it commits
   */
  async add(job: AnyJob, options: AddOptions & { readonly db?: UserTransaction | undefined } = {}): Promise<Wait> {
    const wait = this.#newWait(job, options);
    const sql: Sql =
      options.db === undefined
        ? { query: (text, values) => this.#database.queryAgain(text, values) }
        : sqlOf(options.db);
    return this.#handle(await this.#attempt("add a wait", () => this.#waits.add(sql, wait)));
  }

  /**
   * Starts a job and waits for it: the intent is committed, the create sent once, and its id stored with the wait. After
   * a crash in between the intent is `unknown`; it is shown by `intents()`, and never sent again by itself.
   *
   * @param method the client's method, such as `startGeneration`
   * @throws DurableError of reason `key-conflict`, `create-unknown`, `create-in-flight` or `not-stored`; what the client rejects with
   */
  async start<Client extends DurableClient, Name extends StartName<Client>>(
    client: Client,
    method: Name,
    input?: StartInput<Client[Name]>,
    options: StartOptions = {},
  ): Promise<{ readonly job: StartedJob<Client[Name]>; readonly wait: Wait; readonly isNew: boolean }> {
    // Refused before anything is sent: a started job whose wait cannot be stored helps nobody.
    this.#checkAdd(options);
    checkAccount(client.account);
    const inputHash = hashOf(input);
    const { account = "", api = "" } = client;
    const name = JSON.stringify([account, api, method, options.key]);
    const underWay = options.key === undefined ? undefined : this.#starting.get(name);
    if (underWay !== undefined && underWay.inputHash !== inputHash) throw keyConflict(options.key);
    const started =
      underWay?.started ??
      this.#telemetry.span(
        "genwait.start",
        () => ({ "genwait.operation": method }),
        () => this.#start(client, method, input, inputHash, options),
      );
    if (options.key !== undefined && underWay === undefined) {
      this.#starting.set(name, { inputHash, started });
      void started.catch(() => {}).then(() => this.#starting.delete(name));
    }
    // The type of the job is what the client's method says; a generic method's name cannot tell the compiler.
    const { job, wait, isNew } = (await started) as { job: StartedJob<Client[Name]>; wait: Wait; isNew: boolean };
    return { job, wait, isNew: isNew && underWay === undefined };
  }

  /** Stored waits, in the order in which they were made. */
  async find(filter: WaitFilter = {}): Promise<readonly Wait[]> {
    const { limit = 1000 } = filter;
    if (!(Number.isInteger(limit) && limit >= 1)) throw new RangeError(`limit is ${limit}; give an integer from 1 on`);
    const rows = await this.#attempt("find waits", () => this.#waits.find(this.#database, filter));
    return rows.map((row) => this.#handle(row));
  }

  /** One stored wait by its id. */
  async get(id: string): Promise<Wait | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await this.#attempt("find a wait", () => this.#waits.one(this.#database, id));
    return row && this.#handle(row);
  }

  /** Creates whose response is not stored: those that are under way, and those that may have started a job that nobody knows. */
  async intents(): Promise<readonly CreateIntent[]> {
    return this.#attempt("read intents", () => this.#intents.open(this.#database, 1000));
  }

  /** Forgets an unknown create after somebody has looked: its key may be used again. Gives whether there was one. */
  async dropIntent(id: string): Promise<boolean> {
    return this.#attempt("drop an intent", () => this.#intents.drop(this.#database, id));
  }

  /** Results in their order, each once for a cursor; keep `result.cursor` of the last one that you have dealt with. */
  async *results({ after = "0", follow = false, signal }: ResultsOptions = {}): AsyncGenerator<
    WaitResult,
    void,
    undefined
  > {
    if (!/^\d{1,18}$/.test(after))
      throw new TypeError(`after is ${JSON.stringify(after)}; give the cursor of a result`);
    let cursor = after;
    while (!isAborted(signal) && !this.#closing.signal.aborted) {
      const page = await this.#readAfter(cursor, follow);
      for (const result of page) {
        yield result;
        cursor = result.cursor;
        if (isAborted(signal)) return;
      }
      if (page.length === resultsPage) continue;
      if (!follow) return;
      await this.#nextResults(signal);
    }
  }

  /** Stops a wait, not its job; its result is of phase `stopped`. Gives whether it was open. */
  async stop(id: string): Promise<boolean> {
    while (isUuid(id)) {
      const outcome = { waitId: id, phase: "stopped", value: { message: "the wait was stopped" } } as const;
      const [what] = await this.#attempt("stop a wait", () => this.#results.record(this.#database, [outcome]));
      this.#sender.notify();
      if (what !== "busy") return what === "recorded";
      await this.#pause(50);
    }
    return false;
  }

  /**
   * Polls a job now, at most once a second. For webhooks of a vendor, once they are verified: what they say is a hint, and
   * never the result. Gives how many waits it was for.
   */
  async wake(target: WakeTarget | Wait | string): Promise<number> {
    const named: WakeTarget =
      typeof target === "string" ? { waitId: target } : "result" in target ? { waitId: target.id } : target;
    if (named.waitId === undefined && named.jobId === undefined) {
      throw new TypeError("wake needs a waitId, or a jobId; without one every wait would be polled");
    }
    return this.#attempt("wake a wait", () => this.#waits.wake(this.#database, named));
  }

  /** Polls waits in this process until it is stopped, or this store closed. Many machines do the same. */
  work(options: WorkOptions = {}): RunningWorker {
    const worker = new Worker(
      {
        boss: this.#store.boss,
        database: this.#database,
        schema: this.#schema,
        shards: this.#store.shards,
        waits: this.#waits,
        results: this.#results,
        clients: this.#clients,
        fleet: this.#fleet,
        sender: this.#sender,
        clock: this.#clock,
        telemetry: this.#telemetry,
        onEvent: this.#onEvent,
        purge: () => this.purge(),
      },
      options,
    );
    this.#workers.add(worker);
    this.#unobserve ??= this.#telemetry.observe({
      openWaits: () => sumOf(this.#workers, ({ openWaits }) => openWaits),
      leases: () => sumOf(this.#workers, ({ shards }) => shards.length),
      oldestUnpolledMs: () => this.#waits.oldestUnpolledMs(this.#database),
    });
    const started = worker
      .start()
      .catch((error: unknown) => this.#onEvent({ type: "error", doing: "start a worker", error }));
    return {
      id: worker.id,
      get shards() {
        return worker.shards;
      },
      get openWaits() {
        return worker.openWaits;
      },
      stop: async () => {
        await started;
        await worker.stop();
        this.#workers.delete(worker);
      },
    };
  }

  /** What operators look at: open waits, results, workers and their shards, rates, deliveries; counts, and the part that people look at. */
  async overview(options: OverviewOptions = {}): Promise<StoreOverview> {
    const limit = limitOf(options);
    return this.#attempt("read the overview", () =>
      readOverview(
        this.#database,
        {
          schema: this.#schema,
          openIntents: (sql, most) => this.#intents.open(sql, most),
          requestsPerSecond: (api) => this.#fleet.rateOf(api),
        },
        limit,
      ),
    );
  }

  /** Sends webhooks again that were given up, of all waits or of one; gives how many those are. */
  async redeliver({ waitId }: { readonly waitId?: string | undefined } = {}): Promise<number> {
    return this.#attempt("send webhooks again", () => this.#sender.redeliver(waitId));
  }

  /** Forgets results, their waits and intents that have started that are older than `retention` says; workers do it each hour. */
  async purge(): Promise<number> {
    return this.#attempt("purge results", async () => {
      const purged = await this.#results.purge(this.#database, this.#resultsMs);
      await this.#intents.purge(this.#database, this.#resultsMs);
      await this.#database.query(
        `DELETE FROM ${this.#schema}.worker WHERE seen_at < clock_timestamp() - interval '1 day'`,
      );
      return purged;
    });
  }

  /** Stops the workers of this process, and closes the store; a pool of your own stays open. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    await Promise.all([...this.#workers].map((worker) => worker.stop()));
    this.#closing.abort(new DurableError("Failed to wait: the store was closed.", { reason: "closed" }));
    this.#notify();
    this.#unobserve?.();
    this.#fleet.close();
    await this.#store.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #start(
    client: DurableClient,
    method: string,
    input: unknown,
    inputHash: string,
    options: StartOptions,
  ): Promise<{ readonly job: AnyJob; readonly wait: Wait; readonly isNew: boolean }> {
    const intent = {
      id: uuidV7(this.#clock.now()),
      account: client.account ?? "",
      api: client.api ?? "",
      operation: method,
      key: options.key,
      inputHash,
      process: `${hostname()}:${process.pid}`,
    };
    const held = await this.#attempt("store an intent", () => this.#intents.begin(this.#database, intent));
    if (held !== undefined) return { ...(await this.#startedBefore(client, held, inputHash)), isNew: false };
    const job = await this.#send(client, method, input, options, intent.id);
    return { job, wait: await this.#keep(job, options, intent.id), isNew: true };
  }

  async #startedBefore(
    client: DurableClient,
    held: CreateIntent,
    inputHash: string,
  ): Promise<{ job: AnyJob; wait: Wait }> {
    if (held.inputHash !== inputHash) throw keyConflict(held.key, held.id);
    const row = held.waitId === undefined ? undefined : await this.#waits.one(this.#database, held.waitId);
    if (row !== undefined) return { job: client.resume(row.saved), wait: this.#handle(row) };
    const sent = `was sent at ${new Date(held.sentAtMs).toISOString()} by ${held.process}`;
    if (held.state === "in-flight") {
      throw new DurableError(
        `Failed to start: a create with the key ${JSON.stringify(held.key)} ${sent} and may still get its response. Try again in two minutes.`,
        { reason: "create-in-flight", intentId: held.id },
      );
    }
    throw new DurableError(
      `Failed to start: a create with the key ${JSON.stringify(held.key)} ${sent}, and its response is not known${
        held.failure === undefined ? "" : ` (${held.failure})`
      }. Its job may be running and billed. Look at the service; add() the job if it is there, else dropIntent(${JSON.stringify(held.id)}) and start again.`,
      { reason: "create-unknown", intentId: held.id },
    );
  }

  async #send(
    client: DurableClient,
    method: string,
    input: unknown,
    options: StartOptions,
    intentId: string,
  ): Promise<AnyJob> {
    try {
      const send: unknown = Reflect.get(client, method);
      if (typeof send !== "function") throw notStarted(new TypeError(`the client has no method ${method}`));
      const args = input === undefined ? [options.init] : [input, options.init];
      const started: unknown = await Reflect.apply(send, client, args);
      if (!isStarted(started)) throw new TypeError(`${method} gave no job`);
      return started.job;
    } catch (error) {
      // Only what is known to have started nothing leaves no trace.
      if (isCallFailure(error) && error.mayHaveStarted === false) {
        await this.#intents.drop(this.#database, intentId).catch(() => false);
      } else if (error instanceof NotStarted) {
        await this.#intents.drop(this.#database, intentId).catch(() => false);
        throw error.cause;
      } else {
        const message = error instanceof Error ? error.message : String(error);
        await this.#intents.failed(this.#database, intentId, message).catch(() => {});
      }
      throw error;
    }
  }

  async #keep(job: AnyJob, options: StartOptions, intentId: string): Promise<Wait> {
    const { init: _, ...rest } = options;
    const wait = this.#newWait(job, rest);
    const untilMs = this.#clock.elapsed() + 15_000;
    for (let waitMs = 50; ; waitMs = Math.min(1000, waitMs * 2)) {
      try {
        return await this.#database.transaction(async (sql) => {
          const row = await this.#waits.add(sql, wait);
          await this.#intents.started(sql, intentId, wait.identity, row.id);
          return this.#handle(row);
        });
      } catch (cause) {
        if (isBroken(cause) && this.#clock.elapsed() + waitMs < untilMs) {
          await this.#pause(waitMs);
          continue;
        }
        throw new DurableError(
          `Failed to store the job ${JSON.stringify(job.id)} that was started: the store cannot be written. It is running and billed: keep the error's job, and add() it later.`,
          { reason: "not-stored", job: wait.saved, intentId, cause },
        );
      }
    }
  }

  #newWait(job: AnyJob, options: AddOptions): Parameters<WaitTable["add"]>[1] {
    const webhook = this.#checkAdd(options);
    const saved = savedOf(job);
    if (job.identity.length > 2000 || job.identity.includes("\0") || job.identity === "") {
      throw new TypeError("the job's identity is empty, has a NUL or is longer than 2,000 characters");
    }
    const { intervalMs, maxErrors, notFoundRetryMs, data } = options;
    const timeoutMs = options.timeoutMs ?? job.lifecycle.poll.timeoutMs;
    return {
      id: uuidV7(this.#clock.now()),
      identity: job.identity,
      key: options.key ?? (webhook === undefined && data === undefined ? "" : hashOf({ webhook, data })),
      saved,
      options: { intervalMs, maxErrors, notFoundRetryMs },
      ...(timeoutMs < Infinity && { timeoutMs }),
      data,
      webhook,
    };
  }

  #checkAdd({
    timeoutMs,
    intervalMs,
    maxErrors,
    notFoundRetryMs,
    webhook,
    key,
    data,
  }: AddOptions): WebhookTarget | undefined {
    for (const [name, value] of Object.entries({ timeoutMs, notFoundRetryMs })) {
      if (value !== undefined && !(value >= 0)) throw new RangeError(`${name} is ${value}; give a number from 0 on`);
    }
    for (const [name, value] of Object.entries({ intervalMs, maxErrors })) {
      if (value !== undefined && !(value > 0)) throw new RangeError(`${name} is ${value}; give a number above 0`);
    }
    if (key !== undefined && (typeof key !== "string" || key.length > 500 || key.includes("\0"))) {
      throw new TypeError("key must be a text of at most 500 characters without NUL");
    }
    try {
      JSON.stringify(data);
    } catch (cause) {
      throw new TypeError("data cannot be written as JSON", { cause });
    }
    if (webhook === undefined) return undefined;
    const target = typeof webhook === "string" ? { url: webhook } : webhook;
    const url = this.#guard.check(target.url).href;
    if (this.#secrets.length === 0) throw new TypeError("a webhook needs webhooks.secret, which signs it");
    return target.body === undefined ? { url } : { url, body: target.body };
  }

  #handle(row: WaitRow): Wait {
    return {
      id: row.id,
      key: row.key,
      job: row.saved,
      ...(row.data !== undefined && { data: row.data }),
      createdAtMs: row.createdAtMs,
      isOpen: row.endedAtMs === undefined,
      ...(row.phase !== undefined && { phase: row.phase }),
      ...(row.problem !== undefined && { problem: row.problem }),
      result: ({ signal } = {}) => this.#resultOf(row, signal),
    };
  }

  async #resultOf(row: WaitRow, signal: AbortSignal | undefined): Promise<WaitResult> {
    signal?.throwIfAborted();
    if (hasJobResult(row)) {
      const [known] = await this.#attempt("read a result", () => this.#results.ofWaits(this.#database, [row.id]));
      if (known !== undefined) return known;
    }
    return new Promise((resolve, reject) => {
      const end = (): void => {
        watchers.delete(found);
        if (watchers.size === 0 && this.#watchers.get(row.id) === watchers) this.#watchers.delete(row.id);
        signal?.removeEventListener("abort", aborted);
        this.#closing.signal.removeEventListener("abort", closed);
      };
      const found = (result: WaitResult): void => {
        end();
        resolve(result);
      };
      const aborted = (): void => {
        end();
        reject(signal?.reason);
      };
      const closed = (): void => {
        end();
        reject(this.#closing.signal.reason);
      };
      const watchers = this.#watchers.get(row.id) ?? new Set();
      this.#watchers.set(row.id, watchers.add(found));
      signal?.addEventListener("abort", aborted, { once: true });
      this.#closing.signal.addEventListener("abort", closed, { once: true });
      void this.#watchResults();
    });
  }

  /** One scan for all who wait in this process, as long as somebody does. */
  async #watchResults(): Promise<void> {
    if (this.#isWatching) return;
    this.#isWatching = true;
    while (this.#watchers.size > 0 && !this.#closing.signal.aborted) {
      const results = await this.#results.ofWaits(this.#database, [...this.#watchers.keys()]).catch(() => []);
      for (const result of results) for (const found of this.#watchers.get(result.waitId) ?? []) found(result);
      if (this.#watchers.size > 0) await this.#nextResults(undefined);
    }
    this.#isWatching = false;
  }

  async #readAfter(cursor: string, follow: boolean): Promise<readonly WaitResult[]> {
    for (;;) {
      try {
        return await this.#results.after(this.#database, cursor, resultsPage);
      } catch (error) {
        if (!follow || !isBroken(error) || this.#closing.signal.aborted) {
          throw error instanceof DurableError ? error : storeError("read results", this.#database.name, error);
        }
        await this.#pause(1000);
      }
    }
  }

  /** Resolves when there may be results. */
  async #nextResults(signal: AbortSignal | undefined): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        cancel();
        this.#notifiers.delete(done);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const cancel = this.#clock.after(scanEveryMs, done);
      signal?.addEventListener("abort", done, { once: true });
      this.#notifiers.add(done);
    });
  }

  #notify(): void {
    for (const done of this.#notifiers) done();
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => void this.#clock.after(delayMs, resolve));
  }

  async #attempt<Value>(doing: string, run: () => Promise<Value>): Promise<Value> {
    try {
      return await run();
    } catch (error) {
      throw error instanceof DurableError ? error : storeError(doing, this.#database.name, error);
    }
  }
}

const sumOf = <Value>(values: Iterable<Value>, numberOf: (value: Value) => number): number => {
  let sum = 0;
  for (const value of values) sum += numberOf(value);
  return sum;
};

// A call, because a signal changes while the compiler looks away.
const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

/** A worker of this process. */
export interface RunningWorker {
  readonly id: string;
  /** The shards that it holds now. */
  readonly shards: readonly number[];
  readonly openWaits: number;
  /** Stops polling, records the results that are there, and gives the leases back. */
  stop(): Promise<void>;
}

const isUuid = (text: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);

/** Nothing was sent: the method is not there. */
class NotStarted extends Error {}

const notStarted = (cause: Error): NotStarted => new NotStarted(cause.message, { cause });

const keyConflict = (key: string | undefined, intentId?: string): DurableError =>
  new DurableError(
    `Failed to start: the key ${JSON.stringify(key)} was used with another input. Give each input a key of its own.`,
    { reason: "key-conflict", intentId },
  );

const isStarted = (value: unknown): value is { readonly job: AnyJob } =>
  typeof value === "object" &&
  value !== null &&
  "job" in value &&
  typeof value.job === "object" &&
  value.job !== null &&
  "poll" in value.job &&
  "identity" in value.job;

const savedOf = (job: AnyJob): SavedJob => {
  const saved = job.toJSON();
  for (const name of ["api", "name", "id", "baseUrl"] as const) {
    const value: unknown = saved[name];
    if (typeof value !== "string" || value === "" || value.includes("\0")) {
      throw new TypeError(`the job's ${name} must be a text that is not empty and has no NUL`);
    }
  }
  checkAccount(saved.account);
  return saved;
};

const checkAccount = (account: string | undefined): void => {
  if (account !== undefined && (typeof account !== "string" || account === "" || account.includes("\0"))) {
    throw new TypeError("the client's account must be a text that is not empty and has no NUL");
  }
};
