import { test as base, type TestAPI } from "vitest";

import { type MockServer, type MockServerOptions, startMockServer } from "./start-mock-server.ts";

/**
 * A `test` with a mock server in it: started before the first test of a file that asks for `mock`, empty for each test,
 * closed after the last.
 *
 * @example
 * ```ts
 * const test = createMockTest({ apis: [{ name: "studio", document }] });
 * test("waits for the deck", async ({ mock }) => {
 *   const client = createClient({ apiKey: "any", baseUrl: mock.url("studio") });
 * });
 * ```
 */
export const createMockTest = (options: MockServerOptions): TestAPI<MockFixture> =>
  base
    .extend<{ readonly mockServer: MockServer }>({
      mockServer: [
        // vitest finds out by the braces that no other fixture is needed.
        // oxlint-disable-next-line no-empty-pattern
        async ({}, use) => {
          const server = await startMockServer(options);
          await use(server);
          await server.close();
        },
        { scope: "file" },
      ],
    })
    .extend<MockFixture>({
      mock: async ({ mockServer }, use) => {
        mockServer.reset();
        await use(mockServer);
      },
    });

export interface MockFixture {
  /** The server, without jobs, faults and requests of earlier tests. */
  readonly mock: MockServer;
}
