import type { ClientOptions, JobOptions } from "@genwait/client-core";
import type { Job } from "@genwait/lifecycle";
import { createPoller, type Poller, type PollerOptions } from "@genwait/poller";
import { expect, vi } from "vitest";
import { type ContractApi, type ContractJob, jobOfId, jobs } from "./apis.ts";
import { type FollowUp, followUpResponses } from "./follow-up-responses.ts";
import { type JobSamples, samplesOf } from "./samples-of-job.ts";
import { type Script, type ScriptedResponse, scriptedResponse, type SeenRequest } from "./script.ts";
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
  /** Those that create a job or ask for its status: what the script responds to. */
  readonly requests: readonly SeenRequest[];
  /** Those to the other operations about the job, which the document's own examples respond to. */
  readonly followUps: readonly SeenRequest[];
  readonly poller: Poller;
  /** The job at a client of its own. */
  readonly waiting: Job;
  /** The same job at another client. */
  another(options?: ClientOptions): Job;
}

export interface ScriptRunOptions {
  readonly script: Script;
  /** What the operations about the job respond beside its status. @default the document's own examples */
  readonly followUp?: (part: FollowUp, request: SeenRequest) => ScriptedResponse | undefined;
  readonly client?: ClientOptions;
  readonly job?: JobOptions;
  readonly poller?: PollerOptions;
}

/** Plays one script, and checks that nothing remains after it: no timer, no open request. */
export const playScript = async (
  { transport, api, job, samples }: JobUnderTest,
  { script, followUp, client, job: jobOptions, poller }: ScriptRunOptions,
  run: (played: ScriptRun) => Promise<void>,
): Promise<void> => {
  const [requests, followUps]: [SeenRequest[], SeenRequest[]] = [[], []];
  const responses = followUpResponses(api, job);
  const service = await transport.serve(api, (request) => {
    const called = responses(request);
    if (called === undefined) return scriptedResponse(script, request, requests.push(request) - 1);
    followUps.push(request);
    return followUp?.(called.part, request) ?? called.response;
  });
  const { clock } = service;
  try {
    await run({
      ...service,
      requests,
      followUps,
      // Without luck: the shortest delay after each error, the same in every run.
      poller: createPoller({ clock, random: () => 0, ...poller }),
      waiting: jobOfId(service.client(client), job, samples.id, jobOptions),
      another: (options) => jobOfId(service.client(options), job, samples.id),
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
