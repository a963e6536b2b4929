import type { MockOptions } from "./mock-options.ts";
import { assembleService, type MockService } from "./mock-service.ts";
import { createCore } from "./service/core.ts";

/**
 * Mocks services inside this process: `fetch` is all there is of a network. Give poller and mock one virtual clock, and ten
 * minutes pass in milliseconds.
 *
 * @throws TypeError when a document, the scenario or another option cannot be used.
 * @example
 * ```ts
 * const mock = await createMockService({ apis: [{ name: "studio", document }] });
 * const response = await mock.fetch(`${mock.url("studio")}/jobs/mock-failed`, { headers: { "x-api-key": "any" } });
 * ```
 */
export const createMockService = async (options: MockOptions): Promise<MockService> => {
  const core = await createCore(options);
  // The name is reserved never to resolve: what escapes the mock goes nowhere.
  const urls = [...core.contexts.keys()].map(
    (name, index) => [name, `https://${label(name, index)}.mock.invalid`] as const,
  );
  return assembleService(core, { urls: new Map(urls), isServed: false });
};

const label = (name: string, index: number): string => {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9-]/g, "-");
  return /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(plain) ? plain : `api-${index}`;
};
