import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { expect, it } from "vitest";
import type { FetchInit } from "@genwait/client-core";
import { apis, type JobOfApi, jobs } from "../apis.ts";
import { publishedPackages } from "../consumer/published-packages.ts";
import { need } from "../document.ts";
import { followUpResponses } from "../follow-up-responses.ts";
import { operationInput } from "../operation-input.ts";
import type { RawResponse } from "../raw-response.ts";
import { samplesOf } from "../samples-of-job.ts";
import { testKey } from "../test-key.ts";
import { bundleFiles, bundleText } from "./bundle.ts";

/** What every web platform has beside the language. Nothing of Node is in reach: no `process`, no `require`, no `Buffer`. */
const web = {
  AbortController,
  AbortSignal,
  Blob,
  DOMException,
  Headers,
  ReadableStream,
  Request,
  Response,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
  clearTimeout,
  performance,
  queueMicrotask,
  setTimeout,
};

const libraries = publishedPackages().filter(({ name }) => /-client$|\/(?:poller|lifecycle|client-core)$/.test(name));

it.each(libraries)("$name loads where there is nothing of Node", async ({ folder }) => {
  // Bundled for browsers, an import of a builtin would not resolve.
  const script = await bundleFiles([join(folder, "src/index.ts")], { globalName: "bundled" });
  const { bundled } = runInContext(`${script}; ({ bundled })`, createContext({ ...web }));
  expect(Object.keys(bundled)).not.toEqual([]);
});

// One bundle for each API, as a page would have it: its client and the poller.
const scripts = new Map(
  await Promise.all(
    apis.map(
      async ({ name, clientFolder }) =>
        [
          name,
          await bundleText(
            `export * from ${JSON.stringify(join(clientFolder, "src/index.ts"))}; export { createPoller } from "@genwait/poller"; export { jobOf } from "@genwait/client-core";`,
            { globalName: "bundled" },
          ),
        ] as const,
    ),
  ),
);

/** Runs lines of a script for the web; `id`, `apiKey` and `fetch` are in its reach. */
const inWeb = (
  { api, job }: JobOfApi,
  id: string,
  responses: readonly RawResponse[],
  lines: string,
): Promise<unknown> => {
  let polls = 0;
  const followUp = followUpResponses(api, job);
  const fetch = async (url: string, { method }: FetchInit): Promise<Response> => {
    const { text, ...init } =
      followUp({ method, url })?.response ?? need(responses[Math.min(polls++, responses.length - 1)], "response");
    return new Response(text, init);
  };
  const context = createContext({ ...web, fetch, id, apiKey: testKey });
  return runInContext(
    `${need(scripts.get(api.name), "script")}; const client = bundled.createClient({ apiKey }); ${lines}`,
    context,
  );
};

it.each(jobs)("$title is called and waited for where there is nothing of Node", async (one) => {
  const { api, job } = one;
  const { id, pending, succeeded } = samplesOf(job);
  const wanted = `bundled.jobOf(client, ${JSON.stringify(job.name)}, id, ${JSON.stringify(job.given)})`;
  const polled = await inWeb(one, id, [pending], `${wanted}.poll().then(({ state }) => state.phase)`);
  const { method, path } = job.operation;
  const isJson = /json/.test(succeeded.headers?.["content-type"] ?? "");
  const input = JSON.stringify({ ...operationInput(job.operation, api, id), ...(!isJson && { parseAs: "text" }) });
  const called = await inWeb(
    one,
    id,
    [succeeded],
    `client.request(${JSON.stringify(method.toLowerCase())}, ${JSON.stringify(path)}, ${input}).then(({ data }) => data)`,
  );
  const result = await inWeb(
    one,
    id,
    [pending, succeeded],
    `bundled.createPoller().wait(${wanted}, { intervalMs: 1 }).then(({ phase }) => phase)`,
  );
  expect([polled, result]).toEqual(["pending", "succeeded"]);
  expect(called).toEqual(isJson ? JSON.parse(succeeded.text) : succeeded.text);
});
