import type { AnyClient, ClientOptions } from "@genwait/client-core";
import type { JobState } from "@genwait/lifecycle";
import { createVirtualClock, type VirtualClock } from "@genwait/lifecycle/testing";
import { createMockService, type MockOptions, type MockServer, startMockServer } from "@genwait/mock-server";
import { apis, type ContractApi, jobOfId } from "./apis.ts";
import { createHoldingFetch } from "./holding-fetch.ts";
import { resultScenarios } from "./possible-results.ts";
import { testKey } from "./test-key.ts";

/** The mock services of all APIs, and clients for them. */
export interface Mocks {
  readonly clock: VirtualClock;
  readonly fetch: typeof globalThis.fetch;
  urlOf(api: ContractApi): string;
  /** Strict, unless told otherwise: each response is checked against the whole schema. */
  client(api: ContractApi, options?: ClientOptions): AnyClient;
  close(): Promise<void>;
}

type Options = Partial<MockOptions>;

const sources = apis.map(({ name, document }) => ({ name, document }));

/** A state without what the mock makes anew for each response: when the address of a file expires. */
export const withoutExpiry = (state: JobState | undefined): unknown =>
  state && JSON.parse(JSON.stringify({ ...state, expiresAt: undefined }).replaceAll(/\bexpires=\d+/g, "expires"));

/** Without sockets, in one virtual time for mock, clients and poller. */
export const openMocks = async (options: Options = {}): Promise<Mocks> => {
  const clock = createVirtualClock();
  const mock = await createMockService({ apis: sources, scenarios: resultScenarios, limits: false, clock, ...options });
  const { fetch } = mock;
  return {
    clock,
    fetch,
    urlOf: (api) => api.description.baseUrl,
    client: ({ description, validate }, more) =>
      description.createClient({ apiKey: testKey, fetch, clock, validate, strict: true, ...more }),
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
    scenarios: resultScenarios,
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
      api.description.createClient({
        apiKey: testKey,
        baseUrl: urlOf(api),
        fetch,
        clock,
        validate: api.validate,
        strict: true,
        ...more,
      }),
    close: () => mock.close(),
  };
};

/** The first response of an operation takes a while to be made, and must not look like a service that hangs. */
const warmUp = async (mock: MockServer): Promise<void> => {
  for (const { name, description, jobs } of apis) {
    const client = description.createClient({ apiKey: testKey, fetch: mock.fetch, baseUrl: mock.url(name) });
    const ids = [...Object.keys(resultScenarios).map((scenario) => `mock-${scenario}-warm`), "mock-instant-warm"];
    for (const job of jobs) for (const id of ids) await jobOfId(client, job, id).poll();
  }
};
