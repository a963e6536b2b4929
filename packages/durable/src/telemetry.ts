import type * as Api from "@opentelemetry/api";
import type { Counter, Histogram, ObservableGauge, Span, Tracer } from "@opentelemetry/api";

/** A metric as it is registered: all of it, so that what is documented is what is measured. */
interface MetricFacts {
  readonly kind: "counter" | "gauge" | "histogram";
  readonly unit: string;
  readonly description: string;
}

type MetricName =
  | "genwait.waits.open"
  | "genwait.waits.oldest_unpolled"
  | "genwait.leases"
  | "genwait.polls"
  | "genwait.results"
  | "genwait.result.lag"
  | "genwait.rate_limit.wait"
  | "genwait.webhooks";

type SpanName = "genwait.start" | "genwait.poll" | "genwait.result" | "genwait.webhook";

/** The metrics of this package, for a dashboard or a document. */
export const metrics: Readonly<Record<MetricName, MetricFacts>> = {
  "genwait.waits.open": { kind: "gauge", unit: "{wait}", description: "Waits that this process polls for" },
  "genwait.waits.oldest_unpolled": {
    kind: "gauge",
    unit: "s",
    description: "Age of the oldest open wait of the store that no poll has found, 0 without any",
  },
  "genwait.leases": { kind: "gauge", unit: "{shard}", description: "Shards whose lease this process holds" },
  "genwait.polls": { kind: "counter", unit: "{poll}", description: "Polls, by API and by what came of them" },
  "genwait.results": { kind: "counter", unit: "{result}", description: "Recorded results, by API and by phase" },
  "genwait.result.lag": { kind: "histogram", unit: "s", description: "From the end of a wait to its recorded result" },
  "genwait.rate_limit.wait": {
    kind: "counter",
    unit: "s",
    description: "Time in which polls that were due waited for the fleet's rate limit, by API",
  },
  "genwait.webhooks": {
    kind: "counter",
    unit: "{try}",
    description: "Tries to deliver a webhook, by what came of them",
  },
};

/** The spans of this package. */
export const spans: Readonly<Record<SpanName, string>> = {
  "genwait.start": "A create, from its intent to its stored wait",
  "genwait.poll": "One poll of a job",
  "genwait.result": "The transaction that records results",
  "genwait.webhook": "One try to deliver a webhook",
};

/** The attributes of a span. A type of our own: without OpenTelemetry there is none of its. */
type SpanAttributes = Readonly<Record<string, string | number>>;

/** What a gauge asks when it is read. */
export interface Observed {
  openWaits(): number;
  leases(): number;
  /** Asks the database, once for each reading. */
  oldestUnpolledMs(): Promise<number>;
}

/**
 * What is told to OpenTelemetry. Attributes are names of APIs, jobs and phases, and ids of waits: never a key, an input,
 * data, or the path of a webhook.
 */
export interface Telemetry {
  /** Runs something in a span of its own, which is the parent of what is sent within. */
  span<Result>(name: SpanName, attributes: () => SpanAttributes, run: () => Promise<Result>): Promise<Result>;
  polled(api: string, outcome: string): void;
  recorded(api: string, phase: string, lagMs: number): void;
  limited(api: string, waitedMs: number): void;
  delivered(outcome: "delivered" | "disabled" | "failed"): void;
  /** Reads the gauges from now on, until what it gives is called. */
  observe(observed: Observed): () => void;
}

/** Where OpenTelemetry is not installed: nothing, and at no cost. */
export const noTelemetry: Telemetry = {
  span: (_name, _attributes, run) => run(),
  polled: () => {},
  recorded: () => {},
  limited: () => {},
  delivered: () => {},
  observe: () => () => {},
};

/** OpenTelemetry, where `@opentelemetry/api` is installed; what it does is up to the SDK that the program has set up. */
export const loadTelemetry = async (): Promise<Telemetry> => {
  let api: typeof Api;
  try {
    api = await import("@opentelemetry/api");
  } catch {
    return noTelemetry;
  }
  return new OpenTelemetry(api);
};

class OpenTelemetry implements Telemetry {
  readonly #api: typeof Api;
  readonly #tracer: Tracer;
  readonly #polls: Counter;
  readonly #results: Counter;
  readonly #lag: Histogram;
  readonly #limited: Counter;
  readonly #webhooks: Counter;
  readonly #open: ObservableGauge;
  readonly #leases: ObservableGauge;
  readonly #oldest: ObservableGauge;

  constructor(api: typeof Api) {
    const meter = api.metrics.getMeter("@genwait/durable");
    const counter = (name: MetricName): Counter => meter.createCounter(name, metrics[name]);
    const gauge = (name: MetricName): ObservableGauge => meter.createObservableGauge(name, metrics[name]);
    this.#api = api;
    this.#tracer = api.trace.getTracer("@genwait/durable");
    this.#polls = counter("genwait.polls");
    this.#results = counter("genwait.results");
    this.#lag = meter.createHistogram("genwait.result.lag", metrics["genwait.result.lag"]);
    this.#limited = counter("genwait.rate_limit.wait");
    this.#webhooks = counter("genwait.webhooks");
    this.#open = gauge("genwait.waits.open");
    this.#leases = gauge("genwait.leases");
    this.#oldest = gauge("genwait.waits.oldest_unpolled");
  }

  span<Result>(name: SpanName, attributes: () => SpanAttributes, run: () => Promise<Result>): Promise<Result> {
    return this.#tracer.startActiveSpan(name, async (span: Span) => {
      try {
        if (span.isRecording()) span.setAttributes({ ...attributes() });
        return await run();
      } catch (error) {
        // Its kind and not its message, in which a service may repeat anything.
        const kind = typeof error === "object" && error !== null && "kind" in error ? String(error.kind) : "error";
        span.setStatus({ code: this.#api.SpanStatusCode.ERROR });
        span.setAttribute("error.type", kind);
        throw error;
      } finally {
        span.end();
      }
    });
  }

  polled(api: string, outcome: string): void {
    this.#polls.add(1, { api, outcome });
  }

  recorded(api: string, phase: string, lagMs: number): void {
    this.#results.add(1, { api, phase });
    this.#lag.record(lagMs / 1000, { api });
  }

  limited(api: string, waitedMs: number): void {
    this.#limited.add(waitedMs / 1000, { api });
  }

  delivered(outcome: string): void {
    this.#webhooks.add(1, { outcome });
  }

  observe({ openWaits, leases, oldestUnpolledMs }: Observed): () => void {
    const stops = [
      observed(this.#open, openWaits),
      observed(this.#leases, leases),
      observed(this.#oldest, async () => (await oldestUnpolledMs()) / 1000),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }
}

const observed = (gauge: ObservableGauge, read: () => number | Promise<number>): (() => void) => {
  const callback: Parameters<ObservableGauge["addCallback"]>[0] = async (result) => {
    // Without a database there is no value, and that is none of the reader's errors.
    const value = await Promise.resolve(read()).catch(() => undefined);
    if (value !== undefined) result.observe(value);
  };
  gauge.addCallback(callback);
  return () => gauge.removeCallback(callback);
};
