/** A program of a consumer, and how strictly its imports are checked. */
export interface ConsumerProgram {
  readonly name: string;
  readonly text: string;
}

/** Programs that use the published packages as a stranger would: by their names, in a folder that knows nothing of us. */
export const consumerPrograms = (clients: readonly string[]): readonly ConsumerProgram[] => [
  { name: "waits", text: waits(clients) },
  { name: "mocks", text: mocks(clients) },
];

const importsOf = (clients: readonly string[]): string =>
  clients.map((name, index) => `import * as client${index} from "${name}";`).join("\n");

// What wants no Node: checked without its types, and with every declaration file looked into.
const waits = (clients: readonly string[]): string => `${importsOf(clients)}
import { type ApiDescriptor, isApiError } from "@genwait/client-core";
import { createPoller, expectSuccess, isWaitError } from "@genwait/poller";
import { parseDuration } from "@genwait/lifecycle";

export const apis: readonly ApiDescriptor[] = [${clients.map((_, index) => `client${index}.api`).join(", ")}];

/** Waits for the default job of an API, and tells how it ended. */
export const waitFor = async (api: ApiDescriptor, fetch: typeof globalThis.fetch, baseUrl: string): Promise<string> => {
  const client = api.createClient({ apiKey: "any", fetch, baseUrl });
  try {
    const end = await createPoller().wait(client.job(api.defaultJob, "mock-succeeded"), { timeoutMs: parseDuration("30s"), intervalMs: 20 });
    return expectSuccess(end).phase;
  } catch (error) {
    return isWaitError(error) || isApiError(error) ? error.message : String(error);
  }
};
`;

const mocks = (clients: readonly string[]): string => `import { createMockService } from "@genwait/mock-server";
import { apis, waitFor } from "./waits.js";
${clients.map((name, index) => `import document${index} from "${name}/openapi.json" with { type: "json" };`).join("\n")}

const documents = [${clients.map((_, index) => `document${index}`).join(", ")}];
const mock = await createMockService({ apis: apis.map(({ name }, index) => ({ name, document: documents[index] ?? {} })), speed: 500 });
for (const api of apis) console.log(api.name, await waitFor(api, mock.fetch, mock.url(api.name)));
await mock.close();
`;
