import type { ApiClient, ClientOptions } from "@genwait/client-core";
import { createVirtualClock, type VirtualClock } from "@genwait/lifecycle/testing";
import { createMockService, type MockOptions, type MockServer, startMockServer } from "@genwait/mock-server";
import { apis } from "./apis.ts";
import type { ContractApi } from "./contract-api.ts";
import { endScenarios } from "./end-scenarios.ts";
import { createHoldingFetch } from "./holding-fetch.ts";
import { testKey } from "./test-key.ts";

/** The mock services of all APIs, and clients for them. */
export interface Mocks {
  readonly clock: VirtualClock;
  readonly fetch: typeof globalThis.fetch;
  urlOf(api: ContractApi): string;
  client(api: ContractApi, options?: ClientOptions): ApiClient;
  close(): Promise<void>;
}

type Options = Partial<MockOptions>;

const sources = apis.map(({ name, document }) => ({ name, document }));

/** Without sockets, in one virtual time for mock, clients and poller. */
export const openMocks = async (options: Options = {}): Promise<Mocks> => {
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

/** On real sockets, in one virtual time as well. */
export const openMocksOverHttp = async (options: Options = {}): Promise<Mocks> => {
  const clock = createVirtualClock();
  const { fetch, letGo } = createHoldingFetch(clock);
  const mock = await startMockServer({
    apis: sources,
    port: 0,
    scenarios: endScenarios,
    limits: false,
    // The mock is silent on purpose while it waits for its own clock, and when it plays a service that hangs.
    clock: { ...clock, after: (delayMs, callback) => (letGo(), clock.after(delayMs, callback)) },
    log: ({ fault }) => fault === "hang" && letGo(),
    ...options,
  });
  await warmUp(mock);
  const urlOf = ({ name }: ContractApi): string => mock.url(name);
  return {
    clock,
    fetch,
    urlOf,
    client: (api, more) =>
      api.descriptor.createClient({ apiKey: testKey, baseUrl: urlOf(api), fetch, clock, strict: true, ...more }),
    close: () => mock.close(),
  };
};

/** The first answer of an operation takes a while to be made, and must not look like a service that hangs. */
const warmUp = async (mock: MockServer): Promise<void> => {
  for (const { name, descriptor, jobs } of apis) {
    const client = descriptor.createClient({ apiKey: testKey, fetch: mock.fetch, baseUrl: mock.url(name) });
    const ids = [...Object.keys(endScenarios).map((scenario) => `mock-${scenario}-warm`), "mock-instant-warm"];
    for (const job of jobs)
      for (const id of ids) await client.job(job.name, id).read({ signal: AbortSignal.timeout(30_000) });
  }
};
