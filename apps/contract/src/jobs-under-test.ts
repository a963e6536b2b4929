import { type ClientOptions, jobOf, type JobOptions } from "@genwait/client-core";
import type { Job } from "@genwait/lifecycle";
import { createPoller, type Poller, type PollerOptions } from "@genwait/poller";
import { expect, vi } from "vitest";
import { type ContractApi, type ContractJob, jobs } from "./apis.ts";
import { type JobSamples, samplesOf } from "./samples-of-job.ts";
import type { Script } from "./script.ts";
import { type ScriptedService, type Transport, transports } from "./transports.ts";

/** One job of one API over one transport. */
export interface JobUnderTest {
  readonly title: string;
  readonly api: ContractApi;
  readonly job: ContractJob;
  readonly transport: Transport;
  /** Realistic responses about the job, from its `responses.yaml`. */
  readonly samples: JobSamples;
}

/** Every job over every transport, for `describe.each`. */
export const jobsUnderTest: readonly JobUnderTest[] = transports.flatMap((transport) =>
  jobs.map(({ title, api, job }) => ({
    title: `${title} ${transport.name}`,
    api,
    job,
    transport,
    samples: samplesOf(job),
  })),
);

/** A job under test while its service runs. */
export interface ScriptRun extends ScriptedService {
  readonly poller: Poller;
  /** The job at a client of its own. */
  readonly waiting: Job;
  /** The same job at another client. */
  another(options?: ClientOptions): Job;
}

export interface ScriptRunOptions {
  readonly script: Script;
  readonly client?: ClientOptions;
  readonly job?: JobOptions;
  readonly poller?: PollerOptions;
}

/** Plays one script, and checks that nothing remains after it: no timer, no open request. */
export const playScript = async (
  { transport, api, job, samples }: JobUnderTest,
  { script, client, job: jobOptions, poller }: ScriptRunOptions,
  run: (played: ScriptRun) => Promise<void>,
): Promise<void> => {
  const service = await transport.serve(api, script);
  const { clock } = service;
  try {
    await run({
      ...service,
      // Without luck: the shortest delay after each error, the same in every run.
      poller: createPoller({ clock, random: () => 0, ...poller }),
      waiting: jobOf(service.client(client), job.name, samples.id, jobOptions),
      another: (options) => jobOf(service.client(options), job.name, samples.id),
    });
    // A socket that is given up closes in real time, however long a busy machine takes for it.
    await vi.waitFor(
      () => expect({ timers: clock.pending(), requests: service.open() }).toEqual({ timers: 0, requests: 0 }),
      { timeout: 60_000 },
    );
  } finally {
    await service.close();
  }
};
