import type { FleetRate, RunningWorker, StatusServerOptions, WorkerEvent } from "@genwait/durable";
import type { CliIo, Command } from "../command.ts";
import { readStoredClients, storedClient } from "../durable-clients.ts";
import { redactorOf, shownStoreOf, storeOptions, withStore } from "../durable-store.ts";
import { exitCodeOfError, exitCodes, isOutputLost } from "../exit-code.ts";
import { webhookOptions } from "../new-wait.ts";
import type { ParsedOptions } from "../options.ts";
import { clientOption } from "../service.ts";
import { terminalText } from "../terminal-text.ts";
import { UsageError, usageErrorOf } from "../usage-error.ts";
import { isLoopback } from "../web-address.ts";

/** `genwait worker`: polls for durable waits, until Ctrl-C. */
export const worker: Command = {
  name: "worker",
  usage: "[--status-port 4080]",
  summary:
    "polls for durable waits and sends their webhooks, until Ctrl-C; as many of them as you like (needs @genwait/durable)",
  options: [
    { name: "capacity", value: "50000", meaning: "with this many waits it takes no more shards (default: 50000)" },
    { name: "name", value: "<text>", meaning: "how operators see it (default: host and process)" },
    {
      name: "status-port",
      value: "4080",
      meaning: "serve the operators' page and GET /health there; 0 takes any port that is free",
    },
    {
      name: "status-host",
      value: "127.0.0.1",
      meaning: "the address of the page; one that other machines reach needs GENWAIT_STATUS_TOKEN",
    },
    {
      name: "rate",
      value: "<api>=20",
      meaning: "requests a second to an API, of all workers together; may be given several times",
      multiple: true,
    },
    {
      name: "base-url",
      value: "<address>",
      meaning: "a server beside the API's own that may have its key; may be given several times",
      multiple: true,
    },
    { ...clientOption, multiple: true },
    {
      name: "webhook-allow",
      value: "<origin>",
      meaning: "an origin that may be called although it is private or not https; may be given several times",
      multiple: true,
    },
    { name: "quiet", short: "q", meaning: "nothing on stderr but errors" },
    ...storeOptions,
  ],
  run: async (options, io) => {
    const [word] = options.positionals;
    if (word !== undefined) throw new UsageError(`"${word}" is one word too many. Write ${io.program} worker.`);
    const capacity = options.number("capacity", { least: 1, whole: true });
    const name = options.text("name");
    const page = pageOf(options, io);
    const clients = storedClient(await readStoredClients(options, io.cwd), io);
    const rateLimits = ratesOf(options.list("rate"));
    const webhooks = webhookOptions(options, io);
    const log = new WorkerLog(options, io);
    const settings = { clients, rateLimits, webhooks, onEvent: (event: WorkerEvent) => log.onEvent(event) };
    return withStore(options, io, { makes: true, options: () => settings }, async (waits, { serveStatus }) => {
      io.signal.throwIfAborted();
      const server =
        page === undefined
          ? undefined
          : await serveStatus(waits, page).catch((cause: unknown) => Promise.reject(usageErrorOf(cause)));
      try {
        const running = waits.work({ capacity, name });
        log.started(running);
        if (server !== undefined) io.stdout.write(`${server.url}\n`);
        if (webhooks.secret === undefined) {
          const { deliveries } = await waits.overview({ limit: 0 });
          log.noSecret(deliveries.queued + deliveries.retrying);
        }
        await untilAborted(io.signal);
        log.stopping(running);
        await running.stop();
        log.stopped();
      } finally {
        await server?.close();
      }
      return isOutputLost(io.signal.reason) ? exitCodeOfError(io.signal.reason, io.signal) : exitCodes.succeeded;
    });
  },
};

/** Where the operators' page is served, if anywhere. */
const pageOf = (options: ParsedOptions, { env }: Pick<CliIo, "env">): StatusServerOptions | undefined => {
  const port = options.number("status-port", { least: 0, whole: true });
  const host = options.text("status-host");
  if (port === undefined) {
    if (host !== undefined) throw new UsageError("--status-host is for a page. Add --status-port.");
    return undefined;
  }
  if (port > 65_535) throw new UsageError(`--status-port ${port} makes no sense. Give a whole number up to 65535.`);
  const token = (env["GENWAIT_STATUS_TOKEN"] ?? "").trim();
  if (host !== undefined && !isLoopback(host) && host !== "::1" && token.length < 16)
    throw new UsageError(
      `--status-host ${host} lets other machines in. Put a token of at least 16 characters into GENWAIT_STATUS_TOKEN.`,
    );
  return { port, ...(host !== undefined && { host }), ...(token !== "" && { token }) };
};

const ratesOf = (texts: readonly string[]): Readonly<Record<string, FleetRate>> =>
  Object.fromEntries(
    texts.map((text) => {
      const [, api = "", requests = ""] = /^([^=]+)=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
      if (api === "" || !(Number(requests) > 0))
        throw new UsageError(`--rate ${text} makes no sense. Write an API and its requests a second: <api>=20.`);
      return [api, { requestsPerSecond: Number(requests) }];
    }),
  );

// A database that is gone fails each scan in the same way.
const sameErrorMs = 60_000;

/** What a worker tells a person, a line for each change. */
class WorkerLog {
  readonly #io: Pick<CliIo, "stderr" | "program">;
  readonly #isQuiet: boolean;
  readonly #store: string;
  readonly #redact: (text: string) => string;
  readonly #toldAtMs = new Map<string, number>();
  #running: RunningWorker | undefined;
  #gaveBack = { shards: 0, waits: 0 };
  #results = 0;
  #isTelling = false;

  constructor(options: ParsedOptions, io: CliIo) {
    this.#io = io;
    this.#isQuiet = options.flag("quiet");
    this.#store = shownStoreOf(options, io);
    this.#redact = redactorOf(options, io);
  }

  started(running: RunningWorker): void {
    this.#running = running;
    this.#say(`Polling for the waits in ${this.#store}. Ctrl-C gives them back.`);
  }

  noSecret(undelivered: number): void {
    if (undelivered === 0) return;
    this.#say(
      `There is no GENWAIT_WEBHOOK_SECRET: ${counted(undelivered, "webhook")} ${undelivered === 1 ? "is" : "are"} left to workers that have it.`,
    );
  }

  onEvent(event: WorkerEvent): void {
    if (event.type === "error") return this.#failed(event.doing, event.error);
    if (event.type === "recorded") this.#results += event.count;
    // What changes in one turn, such as shards that come one by one, is told together.
    if ((event.type !== "recorded" && event.type !== "leases") || this.#isTelling) return;
    this.#isTelling = true;
    setTimeout(() => {
      this.#isTelling = false;
      if (this.#running !== undefined) this.#say(this.#heldWords(this.#running));
    }, tellTogetherMs).unref();
  }

  stopping(running: RunningWorker): void {
    this.#gaveBack = { shards: running.shards.length, waits: running.openWaits };
    this.#running = undefined;
    this.#say("Stopping: results that are there are recorded, and webhooks under way are sent.");
  }

  stopped(): void {
    const { shards, waits } = this.#gaveBack;
    this.#say(
      `Stopped: gave back ${counted(shards, "shard")} with ${counted(waits, "open wait")}, after ${counted(this.#results, "result")}. Other workers take them; else ${this.#io.program} worker goes on.`,
    );
  }

  #heldWords({ shards, openWaits }: RunningWorker): string {
    return `${counted(shards.length, "shard")}, ${counted(openWaits, "open wait")}, ${counted(this.#results, "result")} so far`;
  }

  #failed(doing: string, error: unknown): void {
    const text = `Failed to ${doing}: ${error instanceof Error ? error.message || error.name : String(error)}`;
    const nowMs = performance.now();
    if (nowMs - (this.#toldAtMs.get(text) ?? -Infinity) < sameErrorMs) return;
    this.#toldAtMs.set(text, nowMs);
    this.#io.stderr.write(`${terminalText(this.#redact(text))}\n`);
  }

  #say(text: string): void {
    if (!this.#isQuiet) this.#io.stderr.write(`${terminalText(text)}\n`);
  }
}

const tellTogetherMs = 250;

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
