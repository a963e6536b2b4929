import { context, metrics as metricsApi, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { Service, taskClient } from "./fixtures/service.ts";
import { describeStores } from "./fixtures/test-store.ts";
import { metrics, spans } from "./telemetry.ts";
import { createWaits, type Waits } from "./waits.ts";

const timeout = 20_000;

const resolve = async (): Promise<never> => Promise.reject(new Error("secret-message"));

describeStores("OpenTelemetry", (database) => {
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const spanExporter = new InMemorySpanExporter();
  let meters: MeterProvider | undefined;
  let waits: Waits | undefined;

  beforeEach(() => {
    metricExporter.reset();
    spanExporter.reset();
    meters = new MeterProvider({
      readers: [new PeriodicExportingMetricReader({ exporter: metricExporter, exportIntervalMillis: 3_600_000 })],
    });
    metricsApi.setGlobalMeterProvider(meters);
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spanExporter)] }));
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  });

  afterEach(async () => {
    await waits?.close();
    await meters?.shutdown();
    for (const each of [metricsApi, trace, context]) each.disable();
  });

  /** The values of each metric, with their attributes. */
  const read = async (): Promise<Record<string, { value: unknown; attributes: unknown }[]>> => {
    metricExporter.reset();
    await meters?.forceFlush();
    // pg-boss tells of its queues, too.
    const ours = metricExporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.filter(({ scope }) => scope.name === "@genwait/durable"));
    return Object.fromEntries(
      ours
        .flatMap((scope) => scope.metrics)
        .map(({ descriptor, dataPoints }) => [
          descriptor.name,
          dataPoints.map(({ value, attributes }) => ({ value, attributes })),
        ]),
    );
  };

  it("is told of all that its tables name, and never of keys, inputs, data or the path of a webhook", async () => {
    const service = new Service();
    const seen: (string | undefined)[] = [];
    service.onPoll = async () => void seen.push(trace.getActiveSpan()?.spanContext().spanId);
    const client = taskClient(service, { intervalMs: 100 });
    waits = await createWaits({
      store: database().pool,
      schema: database().nextSchema(),
      clients: [client],
      rateLimits: { tasks: { requestsPerSecond: 50 } },
      webhooks: { secret: "secret-secret", resolve },
    });
    const input = { prompt: "secret-input", pendingPolls: 1 };
    const webhook = "https://hooks.test/secret-path";
    const { wait } = await waits.start(client, "startTask", input, { key: "secret-key", data: "secret-data", webhook });
    service.job("endless", Infinity);
    await waits.add(client.task("endless"));
    waits.work();
    await wait.result();
    await vi.waitFor(async () => {
      const found = await read();
      expect(Object.keys(found).toSorted()).toEqual(Object.keys(metrics).toSorted());
      expect(found).toMatchObject({
        "genwait.waits.open": [{ value: 1 }],
        "genwait.leases": [{ value: 64 }],
        "genwait.waits.oldest_unpolled": [{ value: 0 }],
        "genwait.polls": [{ attributes: { api: "tasks", outcome: "state" } }],
        "genwait.results": [{ value: 1, attributes: { api: "tasks", phase: "succeeded" } }],
        "genwait.result.lag": [{ value: { count: 1 } }],
        "genwait.rate_limit.wait": [{ value: expect.any(Number), attributes: { api: "tasks" } }],
        "genwait.webhooks": [{ value: 1, attributes: { outcome: "failed" } }],
      });
    }, timeout);
    const finished = spanExporter.getFinishedSpans().filter(({ name }) => Object.hasOwn(spans, name));
    expect(new Set(finished.map(({ name }) => name))).toEqual(new Set(Object.keys(spans)));
    const poll = finished.find(({ name }) => name === "genwait.poll");
    expect(poll?.attributes).toMatchObject({ "genwait.api": "tasks", "genwait.job": "task" });
    // What a client sends while it polls belongs to the poll's span.
    expect(seen).toContain(poll?.spanContext().spanId);
    const told = JSON.stringify([
      await read(),
      finished.map(({ attributes, events, status }) => ({ attributes, events, status })),
    ]);
    expect(told).not.toContain("secret");
  });
});
