import { expect, vi } from "vitest";
import type { PollerOptions } from "@genwait/poller";
import { createPoller, type Poller } from "@genwait/poller";
import type { Job } from "@genwait/lifecycle";
import type { ClientOptions, JobOptions } from "@genwait/client-core";
import { jobs } from "./apis.ts";
import { type Arena, type ArenaKind, arenas } from "./arena.ts";
import type { ContractApi, ContractJob } from "./contract-api.ts";
import { type JobSamples, samplesOf } from "./samples-of-job.ts";
import type { Script } from "./script.ts";

/** One job of one API in one arena. */
export interface Scene {
  readonly title: string;
  readonly api: ContractApi;
  readonly job: ContractJob;
  readonly arena: ArenaKind;
  /** True answers of the job, from its `answers.yaml`. */
  readonly samples: JobSamples;
}

/** Every job in every arena, for `describe.each`. */
export const scenes: readonly Scene[] = arenas.flatMap((arena) =>
  jobs.map(({ title, api, job }) => ({
    title: `${title} ${arena.name}`,
    api,
    job,
    arena,
    samples: samplesOf(job),
  })),
);

/** A scene while its service runs. */
export interface OpenScene extends Arena {
  readonly poller: Poller;
  /** The scene's job at a client of its own. */
  readonly waiting: Job;
  /** The same job at another client. */
  another(options?: ClientOptions & JobOptions): Job;
}

export interface SceneOptions {
  readonly script: Script;
  readonly client?: ClientOptions;
  readonly job?: JobOptions;
  readonly poller?: PollerOptions;
}

/** Plays one script, and checks that nothing remains after it: no timer, no open request. */
export const play = async (
  { arena: kind, api, job, samples }: Scene,
  { script, client, job: jobOptions, poller }: SceneOptions,
  run: (scene: OpenScene) => Promise<void>,
): Promise<void> => {
  const arena = await kind.open(api, script);
  const { clock } = arena;
  const another = ({ expectedItems, createdAtMs, ...options }: ClientOptions & JobOptions = {}): Job =>
    arena.client(options).job(job.name, samples.id, {
      ...(expectedItems !== undefined && { expectedItems }),
      ...(createdAtMs !== undefined && { createdAtMs }),
    });
  try {
    await run({
      ...arena,
      // Without luck: the shortest delay after each error, the same in every run.
      poller: createPoller({ clock, random: () => 0, ...poller }),
      waiting: arena.client(client).job(job.name, samples.id, jobOptions),
      another,
    });
    // A socket that is given up closes in real time, however long a busy machine takes for it.
    await vi.waitFor(
      () => expect({ timers: clock.pending(), requests: arena.open() }).toEqual({ timers: 0, requests: 0 }),
      { timeout: 60_000 },
    );
  } finally {
    await arena.close();
  }
};
