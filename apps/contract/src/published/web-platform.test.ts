import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { expect, it } from "vitest";
import { apis, jobs } from "../apis.ts";
import { publishedPackages } from "../consumer/published-packages.ts";
import type { ContractApi } from "../contract-api.ts";
import { need } from "../json.ts";
import type { RawAnswer } from "../raw-answer.ts";
import { samplesOf } from "../samples-of-job.ts";
import { testKey } from "../test-key.ts";
import { bundleFiles, bundleText } from "./bundle.ts";

/** What every web platform has beside the language. Nothing of Node is in reach: no `process`, no `require`, no `Buffer`. */
const web = { AbortController, TextDecoder, URL, clearTimeout, performance, queueMicrotask, setTimeout };

const libraries = publishedPackages().filter(({ folder }) => folder.includes("/packages/"));

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
            `export * from ${JSON.stringify(join(clientFolder, "src/index.ts"))}; export { createPoller } from "@genwait/poller";`,
            { globalName: "bundled" },
          ),
        ] as const,
    ),
  ),
);

/** Runs lines of a page's script; `id`, `apiKey` and `fetch` are in its reach. */
const inPage = (api: ContractApi, id: string, answers: readonly RawAnswer[], lines: string): Promise<unknown> => {
  let reads = 0;
  const fetch = async (): Promise<Response> => {
    const { text, ...init } = need(answers[Math.min(reads++, answers.length - 1)], "answer");
    return new Response(text, init);
  };
  const page = createContext({ ...web, fetch, id, apiKey: testKey });
  return runInContext(
    `${need(scripts.get(api.name), "script")}; const client = bundled.createClient({ apiKey }); ${lines}`,
    page,
  );
};

it.each(jobs)("$title is called and waited for where there is nothing of Node", async ({ api, job }) => {
  const { id, pending, succeeded } = samplesOf(job);
  const wanted = `client.job(${JSON.stringify(job.name)}, id)`;
  const read = await inPage(
    api,
    id,
    [pending],
    `${wanted}.read({ signal: new AbortController().signal }).then(({ state }) => state.phase)`,
  );
  const called = await inPage(
    api,
    id,
    [succeeded],
    `client.call(${JSON.stringify(job.operation.id)}, { [${JSON.stringify(idName(api, job.name))}]: id })`,
  );
  const end = await inPage(
    api,
    id,
    [pending, succeeded],
    `bundled.createPoller().wait(${wanted}, { intervalMs: 1 }).then(({ phase }) => phase)`,
  );
  expect([read, end]).toEqual(["pending", "succeeded"]);
  expect(called).toEqual(JSON.parse(succeeded.text));
});

const idName = ({ descriptor }: ContractApi, job: string): string => need(descriptor.jobs[job], job).id.name;
