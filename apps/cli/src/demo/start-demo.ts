import { jobOf } from "@genwait/client-core";
import type { Job } from "@genwait/lifecycle";
import { type MockServer, startMockServer } from "@genwait/mock-server";
import type { CliIo } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { apiNames, builtInApi } from "../load-api.ts";
import { loadMocks, type LoadedMock } from "../load-mocks.ts";
import { plainLines } from "../plain-lines.ts";
import { terminalText } from "../terminal-text.ts";
import { waitSideBySide } from "../wait-side-by-side.ts";
import { planDemo } from "./plan-demo.ts";

export interface DemoOptions {
  /** How much faster than planned jobs run and are polled. */
  readonly speed: number;
}

/** Starts the mock services, waits for the planned jobs side by side over real HTTP, and stops the services again. */
export const startDemo = async ({ speed }: DemoOptions, io: CliIo): Promise<ExitCode> => {
  const mocks = await loadMocks(apiNames().map(builtInApi));
  const server = await startMockServer({ apis: mocks.map(({ source }) => source), speed });
  try {
    const jobs = await startJobs(mocks, server);
    io.stdout.write(introduction(mocks, server, jobs.length));
    return await waitForAll(jobs, { speed }, io);
  } finally {
    await server.close();
  }
};

const startJobs = async (mocks: readonly LoadedMock[], server: MockServer): Promise<readonly Job[]> => {
  const jobs: Job[] = [];
  for (const { api, id, scenario } of planDemo(mocks.map((mock) => mock.api))) {
    await server.jobs.create({ api: api.name, id, scenario });
    const client = api.createClient({ baseUrl: server.url(api.name), apiKey: "demo" });
    jobs.push(jobOf(client, api.defaultJob, id));
  }
  return jobs;
};

const waitForAll = async (jobs: readonly Job[], { speed }: DemoOptions, io: CliIo): Promise<ExitCode> => {
  let code: ExitCode = exitCodes.succeeded;
  const times = { intervalMs: Math.max(shortestIntervalMs, intervalMs / speed) };
  for await (const outcome of waitSideBySide(jobs, times, io)) {
    if (outcome.result !== undefined) io.stdout.write(plainLines(outcome));
    else {
      io.stderr.write(`${outcome.job.api} ${outcome.job.id}: ${messageOf(outcome.error)}\n`);
      code = io.signal.aborted ? exitCodes.interrupted : exitCodes.unreachable;
    }
  }
  return code;
};

const messageOf = (error: unknown): string => terminalText(error instanceof Error ? error.message : String(error));

const intervalMs = 500;
// Below this, polling costs more than the jobs themselves.
const shortestIntervalMs = 20;

const introduction = (mocks: readonly LoadedMock[], server: MockServer, count: number): string =>
  [
    ...mocks.map(({ api }) => `${api.title}, mocked at ${server.url(api.name)}`),
    `Waiting for ${count} jobs side by side. Some fail, and some of the responses never arrive: that is the point.`,
    "",
    "",
  ].join("\n");
