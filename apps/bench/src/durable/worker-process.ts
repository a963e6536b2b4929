/** A process that adds waits, or polls for them: over HTTP with a generated client, or jobs in memory. Run by `fork`. */
import { createWaits, type DurableClient, type RunningWorker } from "@genwait/durable";
import { createClient } from "@genwait/gamma-client";
import type { JobState, SavedJob } from "@genwait/lifecycle";

import { settingsOf, takeOrders, webhookSecret } from "./processes.ts";

export interface WorkerSettings {
  readonly store: string;
  /** The service's origin; without one jobs are in memory. */
  readonly service?: string;
  /** How many polls find a job in memory pending. @default for ever */
  readonly pendingPolls?: number;
  readonly intervalMs?: number;
  readonly requestsPerSecond?: number;
  readonly capacity?: number;
  /** Polls tell when they were sent. @default false */
  readonly tellsTimes?: boolean;
}

export interface WorkerUsage {
  readonly rssMb: number;
  readonly cpuMs: number;
  readonly polls: number;
  readonly openWaits: number;
}

const settings = settingsOf<WorkerSettings>();
const { service, pendingPolls = Infinity, intervalMs = 5_000, requestsPerSecond, capacity = 1_000_000 } = settings;

let polls = 0;
const counts = new Map<string, number>();

const pollInMemory = async (id: string): Promise<{ state: JobState }> => {
  const count = (counts.get(id) ?? 0) + 1;
  counts.set(id, count);
  return { state: count > pendingPolls ? { phase: "succeeded", body: { id } } : { phase: "pending", body: { id } } };
};

const memoryClient: DurableClient & { job(id: string): ReturnType<DurableClient["resume"]> } = {
  job: (id) => memoryClient.resume({ api: "memory", name: "job", id, baseUrl: "https://memory.test" }),
  resume: (saved: SavedJob) => ({
    api: "memory",
    name: "job",
    id: saved.id,
    identity: `memory/${saved.id}`,
    client: memoryClient,
    rateLimitGroup: memoryClient,
    lifecycle: {
      name: "job",
      id: {},
      poll: { initialDelayMs: 0, intervalMs, timeoutMs: 86_400_000, notFoundRetryMs: 0 },
    },
    createdAtMs: saved.createdAtMs,
    known: saved.known,
    poll: () => pollInMemory(saved.id),
    toJSON: () => saved,
  }),
};

const gamma = createClient({
  apiKey: "bench",
  baseUrl: service ?? "http://127.0.0.1:1",
  ...(settings.tellsTimes === true && {
    fetch: (url, { headers, ...init }) =>
      fetch(url, { ...init, headers: { ...headers, "x-sent-at": `${performance.timeOrigin + performance.now()}` } }),
  }),
});

const waits = await createWaits({
  store: settings.store,
  clients: service === undefined ? [memoryClient] : [gamma],
  webhooks: { secret: webhookSecret, ...(service !== undefined && { allow: [service] }) },
  ...(requestsPerSecond !== undefined && {
    rateLimits: { gamma: { requestsPerSecond }, memory: { requestsPerSecond } },
  }),
  onEvent: ({ type }) => {
    if (type === "poll") polls++;
  },
});

let worker: RunningWorker | undefined;
const jobOf = (id: string): Parameters<typeof waits.add>[0] =>
  service === undefined ? memoryClient.job(id) : gamma.generation(id);

process.on("SIGTERM", () => void waits.close().then(() => process.exit(0)));

takeOrders({
  work: () => {
    worker = waits.work({ capacity });
  },
  /** Adds waits for jobs of these ids; gives the waits' ids. */
  add: async ({ ids, webhook }: { ids: readonly string[]; webhook?: string }) => {
    const added = await Promise.all(
      ids.map((id) => waits.add(jobOf(id), { timeoutMs: 86_400_000, intervalMs, webhook })),
    );
    return added.map(({ id }) => id);
  },
  /** Creates a job; gives the id of its wait. */
  start: async () =>
    (await waits.start(gamma, "startGeneration", { inputText: "hills", textMode: "generate" })).wait.id,
  /** Those of the waits that are not in the store. */
  missing: async (ids: readonly string[]) => {
    const found = await Promise.all(ids.map((id) => waits.get(id)));
    return ids.filter((_, index) => found[index] === undefined);
  },
  usage: (): WorkerUsage => {
    const { user, system } = process.cpuUsage();
    const { rss } = process.memoryUsage();
    return { rssMb: rss / 1e6, cpuMs: (user + system) / 1000, polls, openWaits: worker?.openWaits ?? 0 };
  },
  /** Holds up the event loop. */
  stall: (forMs: number) => {
    const untilMs = performance.now() + forMs;
    while (performance.now() < untilMs);
  },
  close: () => waits.close(),
});
