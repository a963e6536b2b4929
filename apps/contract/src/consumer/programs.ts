import type { ContractApi, ContractCreate, ContractJob } from "../apis.ts";
import { need } from "../document.ts";
import { operationInput } from "../operation-input.ts";

/** A published client, and what is written in its consumer's programs. */
export interface ConsumedClient {
  readonly packageName: string;
  readonly api: ContractApi;
}

/** A file of the consumer. */
export interface ConsumerFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Programs that use the published packages as a stranger would: by their names, in a folder that knows nothing of us.
 * `waits.ts` and `calls-<n>.ts` want no Node: they run everywhere, and are checked without Node's types.
 */
export const consumerFiles = (clients: readonly ConsumedClient[]): readonly ConsumerFile[] => [
  { name: "waits.ts", text: waits(clients) },
  ...clients.map((client, index) => ({ name: `calls-${index}.ts`, text: calls(client) })),
  { name: "mocks.ts", text: mocks(clients) },
  { name: "serve.js", text: serveMocks(clients) },
  { name: "everywhere.js", text: everywhere(clients) },
  { name: "packages.test.js", text: jestTest(clients) },
  { name: "worker.js", text: worker(clients) },
];

const importsOf = (clients: readonly ConsumedClient[]): string =>
  clients.map(({ packageName }, index) => `import * as client${index} from "${packageName}";`).join("\n");

const waits = (clients: readonly ConsumedClient[]): string => `${importsOf(clients)}
import { type ApiDescription, type FetchInit, isApiError, jobOf } from "@genwait/client-core";
import { createPoller, expectSuccess, isWaitError } from "@genwait/poller";
import { parseDuration } from "@genwait/lifecycle";

export const apis: readonly ApiDescription[] = [${clients.map((_, index) => `client${index}.api`).join(", ")}];

/** Waits for the default job of an API, and tells its result. */
export const waitFor = async (api: ApiDescription, fetch: (url: string, init: FetchInit) => Promise<Response>, baseUrl: string): Promise<string> => {
  const client = api.createClient({ apiKey: "any", fetch, baseUrl });
  try {
    const job = jobOf(client, api.defaultJob, "mock-succeeded");
    const result = await createPoller().wait(job, { timeoutMs: parseDuration("30s"), intervalMs: 20 });
    return expectSuccess(result).phase;
  } catch (error) {
    return isWaitError(error) || isApiError(error) ? error.message : String(error);
  }
};
`;

/** The names that a generated package gives to a job's types begin with it. */
export const typePrefix = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

interface StartedJob {
  readonly job: ContractJob;
  readonly create: ContractCreate;
}

/** The job that the programs start: the default one where a create starts it. */
export const startedJob = ({ jobs, description }: ContractApi): StartedJob => {
  const started = jobs.flatMap((job) => (job.create === undefined ? [] : [{ job, create: job.create }]));
  return need(started.find(({ job }) => job.name === description.defaultJob) ?? started[0], "job with a create");
};

// All that openapi-fetch documents of a client, and what we add to it.
const calls = ({ packageName, api }: ConsumedClient): string => {
  const { job, create } = startedJob(api);
  const prefix = typePrefix(job.name);
  const client = `${typePrefix(api.name)}Client`;
  const { method, path, id } = job.operation;
  const { params } = operationInput(job.operation, api, "ID");
  const given = JSON.stringify(params).replaceAll('"ID"', "job.id");
  const start = need(create.operation.starts, "start").method;
  const input = JSON.stringify(create.input);
  return `import { createClient, isApiError, type ${client}, type ${prefix}Job, type ${prefix}Result, type components, type operations, type paths } from ${JSON.stringify(packageName)};
import { createPoller } from "@genwait/poller";

export type AtPath = paths[${JSON.stringify(path)}][${JSON.stringify(method.toLowerCase())}];
export type OfOperation = operations[${JSON.stringify(id)}]["responses"];
export type SchemaName = keyof components["schemas"];

export const run = async (baseUrl: string): Promise<string> => {
  const seen: string[] = [];
  const client: ${client} = createClient({ apiKey: "any", baseUrl, headers: { "x-tenant": "pots" } });
  const log: Parameters<${client}["use"]>[0] = {
    onRequest: ({ request }) => {
      seen.push(request.method);
    },
    onResponse: ({ response }) => {
      seen.push(\`\${response.status}\`);
    },
  };
  client.use(log);
  const { signal } = new AbortController();
  const { job, data, response } = await client.${start}(${input}, { headers: { traceparent: "00-1-2-01" }, signal });
  const started: ${prefix}Job = job;
  const raw = await client.${method}(${JSON.stringify(path)}, {
    params: ${given},
    headers: { "x-trace": "1" },
    signal,
    baseUrl,
    fetch: (request) => globalThis.fetch(request),
    querySerializer: { array: { style: "form", explode: true } },
    bodySerializer: (body) => JSON.stringify(body),
  });
  if (raw.error !== undefined) throw new Error(\`An error by path: \${raw.response.status}\`);
  const { data: text } = await client.${method}(${JSON.stringify(path)}, { params: ${given}, parseAs: "text" });
  const given: string | undefined = text;
  client.eject(log);
  const poller = createPoller();
  const result = await poller.wait(started, { intervalMs: 20, timeoutMs: 60_000 });
  const same: ${prefix}Result = result;
  if (same.phase === "failed") throw new Error(same.failure.message ?? same.failure.kind);
  const again = client.resume(JSON.parse(JSON.stringify(job)));
  const { state } = await again.poll();
  const refused: unknown = await client
    .${job.name}("mock-404")
    .poll()
    .catch((error: unknown) => error);
  const kind = isApiError(refused) ? refused.kind : "none";
  return [response.ok, data !== undefined, JSON.parse(given ?? "null") !== null, ...seen, state.phase, kind].join(" ");
};
`;
};

const mocks = (clients: readonly ConsumedClient[]): string => `import { createMockService } from "@genwait/mock-server";
import { apis, waitFor } from "./waits.js";
${clients.map(({ packageName }, index) => `import document${index} from "${packageName}/openapi.json" with { type: "json" };`).join("\n")}

const documents = [${clients.map((_, index) => `document${index}`).join(", ")}];
const mock = await createMockService({ apis: apis.map(({ name }, index) => ({ name, document: documents[index] ?? {} })), speed: 500 });
for (const api of apis) console.log(api.name, await waitFor(api, mock.fetch, mock.url(api.name)));
await mock.close();
`;

/** Prints the addresses of the mocks as JSON, and serves until it is stopped. */
const serveMocks = (clients: readonly ConsumedClient[]): string => `import { readFileSync } from "node:fs";
import { startMockServer } from "@genwait/mock-server";
const names = ${JSON.stringify(clients.map(({ api, packageName }) => [api.name, packageName]))};
const documentOf = (name) => JSON.parse(readFileSync(new URL(import.meta.resolve(\`\${name}/openapi.json\`))));
const mock = await startMockServer({ apis: names.map(([name, of]) => ({ name, document: documentOf(of) })), port: 0, limits: false, speed: 100 });
console.log(JSON.stringify(Object.fromEntries(names.map(([name]) => [name, mock.url(name)]))));
`;

/** Runs on every runtime that has \`process.argv\`; each line ends in what must be there. */
const everywhere = (clients: readonly ConsumedClient[]): string => `import { apis, waitFor } from "./waits.js";
${clients.map((_, index) => `import * as calls${index} from "./calls-${index}.js";`).join("\n")}
const urls = JSON.parse(process.argv[2]);
const calls = [${clients.map((_, index) => `calls${index}`).join(", ")}];
for (const [index, api] of apis.entries()) {
  const waited = await waitFor(api, (url, init) => fetch(url, init), urls[api.name]);
  console.log(api.name, waited, await calls[index].run(urls[api.name]));
}
`;

const jestTest = (clients: readonly ConsumedClient[]): string => `import { apis, waitFor } from "./waits.js";
${clients.map((_, index) => `import * as calls${index} from "./calls-${index}.js";`).join("\n")}
const urls = JSON.parse(process.env.MOCK_URLS);
test.each(apis.map((api) => [api.name, api]))("%s is waited for under Jest", async (_, api) => {
  expect(await waitFor(api, (url, init) => fetch(url, init), urls[api.name])).toBe("succeeded");
}, 60_000);
test.each(${JSON.stringify(clients.map(({ api }) => api.name))})("%s is called under Jest", async (name) => {
  const calls = [${clients.map((_, index) => `calls${index}`).join(", ")}][${JSON.stringify(clients.map(({ api }) => api.name))}.indexOf(name)];
  expect(await calls.run(urls[name])).toMatch(/succeeded not-found|partial not-found/);
}, 60_000);
`;

/** A Worker as its documentation shows one: the client is shared by its requests, a poller is made for each. */
const worker = (clients: readonly ConsumedClient[]): string => `${importsOf(clients)}
import { jobOf } from "@genwait/client-core";
import { createPoller } from "@genwait/poller";

const apis = [${clients.map((_, index) => `client${index}.api`).join(", ")}];
const clients = new Map();

export default {
  async fetch(request, env) {
    const { searchParams } = new URL(request.url);
    const api = apis.find(({ name }) => name === searchParams.get("api"));
    const client = clients.get(api) ?? api.createClient({ apiKey: "any", baseUrl: env[api.name] });
    clients.set(api, client);
    const job = jobOf(client, api.defaultJob, searchParams.get("id"));
    const { phase } = await createPoller().wait(job, { intervalMs: 50, timeoutMs: 60_000 });
    return Response.json({ phase });
  },
};
`;
