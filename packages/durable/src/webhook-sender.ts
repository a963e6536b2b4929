import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";

import type { JobWithMetadata, PgBoss, Queue } from "pg-boss";

import { type Database, type Sql, storableText } from "./database.ts";
import type { RecordedResult, ResultLog, WaitResult } from "./result-log.ts";
import type { Telemetry } from "./telemetry.ts";
import type { WebhookTarget } from "./wait-table.ts";
import type { WebhookGuard } from "./webhook-address.ts";
import { signWebhook } from "./webhook-signature.ts";

/** The queues of pg-boss that hold what is to be sent, and what was given up. */
export const webhookQueue = "webhook";
export const deadWebhookQueue = "webhook-dead";

/** From the look-up of its address to the end of its response. */
const deliveryTimeoutMs = 15_000;

/** What is in a delivery's job. */
interface Delivery {
  readonly waitId: string;
  readonly number: string;
  readonly url: string;
  readonly body: "thin" | "full";
}

/** How often the queue is scanned without a notification: deliveries that are tried again, and those of a worker that died. */
const scanEveryMs = 500;

/** How often deliveries are looked for whose worker died, and those that are kept long enough deleted. */
const superviseEveryMs = 15_000;

/** How many deliveries a worker has under way. */
const concurrentDeliveries = 20;

/** Where a delivery can go and how it is signed. */
export interface WebhookSettings {
  readonly secrets: readonly string[];
  readonly guard: WebhookGuard;
  readonly telemetry: Telemetry;
}

/** The options of the delivery queue: about three days of tries, five seconds apart at first, then ever rarer. */
export const webhookQueueOptions: Omit<Queue, "name"> = {
  retryLimit: 15,
  retryDelay: 5,
  retryBackoff: true,
  // Whoever has not settled it by then has died.
  expireInSeconds: deliveryTimeoutMs / 1000 + 5,
  deadLetter: deadWebhookQueue,
};

/** Queues webhooks with the results that they tell of, and sends them. */
export class WebhookSender {
  readonly #boss: PgBoss;
  readonly #database: Database;
  readonly #endpoints: string;
  readonly #waits: string;
  readonly #settings: WebhookSettings;
  readonly #underWay = new Set<Promise<void>>();
  #loop: Promise<void> = Promise.resolve();
  #wake: () => void = () => {};
  #hasNews = false;
  #isStopped = true;
  #superviseAtMs = -Infinity;

  constructor(boss: PgBoss, database: Database, schema: string, settings: WebhookSettings) {
    this.#boss = boss;
    this.#database = database;
    this.#endpoints = `${schema}.endpoint`;
    this.#waits = `${schema}.wait`;
    this.#settings = settings;
  }

  /** Within the transaction that records the results: a result without its webhook is never seen. */
  async queue(sql: Sql, results: readonly RecordedResult[]): Promise<void> {
    await this.#boss.insert(
      webhookQueue,
      results.map(({ waitId, number, webhook }) => ({ data: deliveryOf(waitId, number, webhook) })),
      { db: { executeSql: async (text, values) => ({ rows: [...(await sql.query(text, values))] }) } },
    );
  }

  /**
   * Sends what is queued, until `stop`; without a secret that is left to whoever has one. Not by pg-boss's own loop: one
   * receiver that hangs would hold up a batch.
   */
  start(results: ResultLog): void {
    if (this.#settings.secrets.length === 0) return;
    this.#isStopped = false;
    this.#loop = this.#run(results);
  }

  /** There may be something to send: do not wait for the next scan of the queue. */
  notify(): void {
    this.#hasNews = true;
    this.#wake();
  }

  /** What is under way is sent; the rest stays queued. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake();
    await this.#loop;
    await Promise.all(this.#underWay);
  }

  /** Sends what was given up once more; gives how many those are. */
  async redeliver(waitId: string | undefined): Promise<number> {
    await this.#database.query(
      `DELETE FROM ${this.#endpoints} WHERE $1::uuid IS NULL OR url = (SELECT webhook->>'url' FROM ${this.#waits} WHERE id = $1)`,
      [waitId ?? null],
    );
    return this.#boss.redrive(deadWebhookQueue, {
      destination: webhookQueue,
      ...(waitId !== undefined && { data: { waitId } }),
    });
  }

  async #run(results: ResultLog): Promise<void> {
    while (!this.#isStopped) {
      this.#hasNews = false;
      await this.#supervise();
      const batchSize = concurrentDeliveries - this.#underWay.size;
      const jobs =
        batchSize === 0
          ? []
          : await this.#boss.fetch<Delivery>(webhookQueue, { batchSize, includeMetadata: true }).catch(() => []);
      for (const job of jobs) {
        const delivery = this.#settle(job, results).finally(() => {
          this.#underWay.delete(delivery);
          this.notify();
        });
        this.#underWay.add(delivery);
      }
      if (jobs.length === 0 && !this.#hasNews && !this.#isStopped) await this.#pause();
    }
  }

  /** pg-boss is told when to: by itself it would aggregate each queue for statistics that nobody reads. */
  async #supervise(): Promise<void> {
    if (performance.now() < this.#superviseAtMs) return;
    this.#superviseAtMs = performance.now() + superviseEveryMs;
    for (const queue of [webhookQueue, deadWebhookQueue]) await this.#boss.supervise(queue).catch(() => {});
  }

  async #settle(job: JobWithMetadata<Delivery>, results: ResultLog): Promise<void> {
    const { telemetry } = this.#settings;
    const { waitId, url } = job.data;
    const attributes = (): Record<string, string> => ({
      "genwait.wait_id": waitId,
      // The rest of the address may be a secret.
      "server.address": new URL(url).host,
    });
    try {
      const outcome = await telemetry.span("genwait.webhook", attributes, () => this.#deliver(job.data, results));
      telemetry.delivered(outcome);
      await this.#boss.complete(webhookQueue, job);
    } catch (error) {
      telemetry.delivered("failed");
      // Without a database it expires, and is sent again.
      const message = storableText(error instanceof Error ? error.message : String(error));
      await this.#boss.fail(webhookQueue, job, { message }).catch(() => {});
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, scanEveryMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #deliver(delivery: Delivery, results: ResultLog): Promise<"delivered" | "disabled"> {
    const [disabled] = await this.#database.query(`SELECT reason FROM ${this.#endpoints} WHERE url = $1`, [
      delivery.url,
    ]);
    if (disabled !== undefined) return "disabled";
    const result = await results.byNumber(this.#database, delivery.number);
    // Purged meanwhile: there is nothing left to tell.
    if (result === undefined) return "disabled";
    const status = await this.#send(delivery, result);
    if (status === 410) {
      await this.#database.query(
        `INSERT INTO ${this.#endpoints} (url, reason) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
        [delivery.url, "it responded with 410"],
      );
      return "disabled";
    }
    if (status < 200 || status > 299) throw new Error(`the receiver responded with ${status}`);
    return "delivered";
  }

  async #send(delivery: Delivery, result: WaitResult): Promise<number> {
    const { guard, secrets } = this.#settings;
    const signal = AbortSignal.timeout(deliveryTimeoutMs);
    const url = guard.check(delivery.url);
    const pinned = await within(guard.pin(url), signal);
    const body = bodyOf(result, delivery.body);
    const headers = {
      "content-type": "application/json",
      "content-length": `${Buffer.byteLength(body)}`,
      "user-agent": "genwait",
      ...signWebhook(secrets, { id: `${delivery.waitId}.${delivery.number}`, timestampMs: Date.now(), body }),
    };
    return new Promise((resolve, reject) => {
      const request = (url.protocol === "https:" ? requestHttps : requestHttp)(url, {
        method: "POST",
        headers,
        signal,
        agent: false,
        // The address was checked above; another look-up could give another one.
        lookup: (_host, options, found) => {
          if (options.all === true) found(null, [{ ...pinned }]);
          else found(null, pinned.address, pinned.family);
        },
      });
      request.on("response", (response) => {
        // What it says is nobody's business, and may never end.
        response.on("error", () => {});
        response.destroy();
        resolve(response.statusCode ?? 0);
      });
      request.on("error", (cause) =>
        reject(
          new Error(
            signal.aborted
              ? "the receiver did not respond within 15 seconds"
              : `it could not be sent: ${cause.message}`,
            { cause },
          ),
        ),
      );
      request.end(body);
    });
  }
}

const deliveryOf = (waitId: string, number: string, { url, body = "thin" }: WebhookTarget): Delivery => ({
  waitId,
  number,
  url,
  body,
});

const bodyOf = (result: WaitResult, form: "thin" | "full"): string =>
  JSON.stringify({
    type: "job.ended",
    timestamp: new Date(result.endedAtMs).toISOString(),
    data: {
      waitId: result.waitId,
      api: result.api,
      job: result.name,
      id: result.jobId,
      phase: result.phase,
      ...(result.data !== undefined && { data: result.data }),
      ...(form === "full" && (result.state === undefined ? { failure: result.failure } : { state: result.state })),
    },
  });

const within = async <Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> => {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("its address was not found within 15 seconds")), {
      once: true,
    });
  });
  return Promise.race([promise, aborted]);
};
