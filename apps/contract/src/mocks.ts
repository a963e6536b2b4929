import type { ApiClient, ClientOptions } from "@genwait/client-core";
import { kinds } from "@genwait/lifecycle";
import { createVirtualClock, type VirtualClock } from "@genwait/lifecycle/testing";
import {
  createMockService,
  type MockOptions,
  type MockServer,
  type Scenario,
  startMockServer,
} from "@genwait/mock-server";
import { apis } from "./apis.ts";
import { clockAtSpeed, type CountingClock } from "./clock-at-speed.ts";
import type { ContractApi } from "./contract-api.ts";
import { testKey } from "./test-key.ts";

/** The mock services of all APIs, and clients for them. */
export interface Mocks<C extends CountingClock = CountingClock> {
  readonly clock: C;
  readonly fetch: typeof globalThis.fetch;
  urlOf(api: ContractApi): string;
  client(api: ContractApi, options?: ClientOptions): ApiClient;
  close(): Promise<void>;
}

type Options = Partial<MockOptions>;

/** Every end as a scenario of its own, `end-<kind>`, chosen by ids such as `mock-end-failed-1`. */
export const endScenarios: Readonly<Record<string, Scenario>> = Object.fromEntries(
  kinds.filter((kind) => kind !== "pending").map((kind) => [`end-${kind}`, { end: kind, duration: "30s" }]),
);

const sources = apis.map(({ name, document }) => ({ name, document }));

/** Without sockets, in one virtual time for mock, clients and poller. */
export const openMocks = async (options: Options = {}): Promise<Mocks<VirtualClock>> => {
  const clock = createVirtualClock();
  const mock = await createMockService({ apis: sources, scenarios: endScenarios, limits: false, clock, ...options });
  return {
    clock,
    fetch: mock.fetch,
    urlOf: (api) => api.descriptor.baseUrl,
    client: (api, more) =>
      api.descriptor.createClient({ apiKey: testKey, fetch: mock.fetch, clock, strict: true, ...more }),
    close: () => mock.close(),
  };
};

// Over sockets a second of the services, the clients and the poller is ten milliseconds.
const speed = 100;

/** On real sockets, in time that runs faster. */
export const openMocksOverHttp = async (options: Options = {}): Promise<Mocks> => {
  const clock = clockAtSpeed(speed);
  const mock = await startMockServer({
    apis: sources,
    port: 0,
    scenarios: endScenarios,
    limits: false,
    clock,
    ...options,
  });
  await warmUp(mock);
  const urlOf = ({ name }: ContractApi): string => mock.url(name);
  return {
    clock,
    fetch: globalThis.fetch,
    urlOf,
    client: (api, more) =>
      api.descriptor.createClient({
        apiKey: testKey,
        baseUrl: urlOf(api),
        clock,
        timeoutMs: patientMs,
        strict: true,
        ...more,
      }),
    close: () => mock.close(),
  };
};

// A second of this clock is soon over: a machine that is busy must not turn slow answers into faults.
const patientMs = 120_000;

/** The first answer of an operation takes a while to be made; in time that runs fast it would look like a service that hangs. */
const warmUp = async (mock: MockServer): Promise<void> => {
  for (const { name, descriptor, jobs } of apis) {
    const client = descriptor.createClient({ apiKey: testKey, fetch: mock.fetch, baseUrl: mock.url(name) });
    const ids = [...Object.keys(endScenarios).map((scenario) => `mock-${scenario}-warm`), "mock-instant-warm"];
    for (const job of jobs)
      for (const id of ids) await client.job(job.name, id).read({ signal: AbortSignal.timeout(30_000) });
  }
};
