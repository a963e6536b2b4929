import { type ApiDescription, jobOf } from "@genwait/client-core";
import type { Job } from "@genwait/lifecycle";
import type { MockServer, Scenario } from "@genwait/mock-server";
import type { CliIo, Command } from "../command.ts";
import { type ExitCode, exitCodeOfError, exitCodes } from "../exit-code.ts";
import { builtInApis } from "../load-api.ts";
import { loadMocks, type LoadedMock } from "../mock-sources.ts";
import { createProgress } from "../progress.ts";
import { reportOutcome } from "../report.ts";
import { UsageError } from "../usage-error.ts";
import { outcomesOf } from "../waits.ts";

/** `genwait demo`: the whole way on this machine, from a mock service to finished waits. */
export const demo: Command = {
  name: "demo",
  usage: "[--speed 20]",
  summary: "starts the mock services and waits for a handful of jobs, side by side",
  options: [
    { name: "speed", value: "20", meaning: "let jobs run faster (default: 1, about two seconds)" },
    { name: "quiet", short: "q", meaning: "results only: no progress" },
  ],
  run: async (options, io) => {
    const [word] = options.positionals;
    if (word !== undefined)
      throw new UsageError(
        `"${word}" is one word too many. Write ${io.program} demo, or ${io.program} demo --speed 20.`,
      );
    return startDemo(
      { speed: options.number("speed", { least: 0.1, most: 1_000_000 }) ?? 1, isQuiet: options.flag("quiet") },
      io,
    );
  },
};

interface DemoOptions {
  /** How much faster than planned jobs run and are polled. */
  readonly speed: number;
  readonly isQuiet: boolean;
}

/** Starts the mock services, waits for the planned jobs side by side over real HTTP, and stops the services again. */
const startDemo = async (options: DemoOptions, io: CliIo): Promise<ExitCode> => {
  if (!options.isQuiet) io.stderr.write("Starting the mock services …\n");
  const { startMockServer } = await import("@genwait/mock-server");
  const mocks = await loadMocks(builtInApis());
  const server = await startMockServer({ apis: mocks.map(({ source }) => source), speed: options.speed });
  try {
    const jobs = await startJobs(mocks, server);
    io.stdout.write(introduction(mocks, server, jobs.length));
    return await waitForAll(jobs, options, io);
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

// That a job fails is part of the demo; that a wait stops is not.
const waitForAll = async (jobs: readonly Job[], { speed, isQuiet }: DemoOptions, io: CliIo): Promise<ExitCode> => {
  let code: ExitCode = exitCodes.succeeded;
  const progress = createProgress(io.stderr, { env: io.env, isQuiet });
  const times = { intervalMs: Math.max(shortestIntervalMs, intervalMs / speed) };
  try {
    for await (const outcome of outcomesOf(jobs, times, { progress, signal: io.signal })) {
      progress.done(outcome.job);
      reportOutcome(outcome, { isJson: false, keyVariable: "" }, io);
      if (outcome.state === undefined) code = exitCodeOfError(outcome.error, io.signal);
    }
  } finally {
    progress.close();
  }
  return code;
};

const intervalMs = 200;
// Below this, polling costs more than the jobs themselves.
const shortestIntervalMs = 20;

const introduction = (mocks: readonly LoadedMock[], server: MockServer, count: number): string =>
  [
    ...mocks.map(({ api }) => `${api.title}, mocked at ${server.url(api.name)}`),
    `Waiting for ${count} jobs side by side. Some fail, and some of the responses never arrive: that is the point.`,
    "",
    "",
  ].join("\n");

/** One job of the demo: which API, and its scenario. */
interface DemoJob {
  readonly api: ApiDescription;
  readonly id: string;
  readonly scenario: Scenario;
}

/**
 * What the demo shows of each API follows from its declaration: jobs of several items end partly, others once well and
 * once not; and the roughest way to a good result that a service can have.
 */
const planDemo = (apis: readonly ApiDescription[]): readonly DemoJob[] =>
  apis.flatMap((api) => {
    const scenarios = hasItems(api) ? { some: partial, rough } : { good, bad, rough };
    return Object.entries(scenarios).map(([name, scenario]) => ({ api, id: `demo-${name}`, scenario }));
  });

const hasItems = ({ jobs, defaultJob }: ApiDescription): boolean =>
  jobs.some(({ name, lifecycle }) => name === defaultJob && lifecycle.items !== undefined);

// Two seconds are long enough to see what goes on, and short enough for whoever only wants to know that it runs.
const good: Scenario = { duration: "1s", result: "succeeded", faults: [{ is: "bad-gateway", on: 2 }] };

const bad: Scenario = { duration: "700ms", result: "failed" };

const partial: Scenario = { duration: "1600ms", items: ["succeeded", "succeeded", "filtered", "succeeded"] };

const rough: Scenario = {
  duration: "1200ms",
  result: "succeeded",
  faults: [
    // From the first poll on, so that they are met at any speed.
    { is: "reset", on: 1 },
    { is: "rate-limited", on: 2, retryAfter: "1s" },
  ],
};
