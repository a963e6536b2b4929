import type { Job } from "@genwait/lifecycle";
import type { CliIo, Command } from "../command.ts";
import { readIds } from "../input.ts";
import { apiNames } from "../load-api.ts";
import type { Outcome } from "../outcome.ts";
import { createProgress } from "../progress.ts";
import { chooseJob, findService, serviceOptions, tellKeyless } from "../service.ts";
import { finishAll, jobOptions, jobsOfIds, readWaitSettings, reportOptions } from "../waits.ts";

/** `${io.program} status`: one poll of each job. */
export const status: Command = {
  name: "status",
  usage: "<api> <id>…",
  summary: "polls every job once, and prints where it stands; - reads ids from stdin, one a line",
  options: [...reportOptions, ...serviceOptions, ...jobOptions],
  words: apiNames,
  run: async (options, io) => {
    const service = await findService(options, io);
    const { name } = chooseJob(service.api, options.text("job"));
    const settings = await readWaitSettings(options, service, name, io);
    const ids = await readIds(service.rest, `${io.program} status ${service.api.name} <id>`, io);
    const jobs = jobsOfIds(ids, { service, jobName: name, options }, io);
    tellKeyless(service, settings, io);
    const progress = createProgress(io.stderr, { env: io.env, isQuiet: settings.isQuiet });
    progress.start(jobs);
    return finishAll(pollOnce(jobs, io), jobs, { ...settings, progress }, io);
  },
};

// More at once would meet the rate limit of a service that a look shall not disturb.
const mostPolls = 4;

/** One poll of each job, a few at a time, in the order of the jobs. */
async function* pollOnce(jobs: readonly Job[], io: CliIo): AsyncGenerator<Outcome> {
  const under: Promise<Outcome>[] = [];
  for (const job of jobs) {
    under.push(poll(job, io));
    if (under.length < mostPolls) continue;
    const outcome = await under.shift();
    if (outcome !== undefined) yield outcome;
  }
  for (const outcome of under) yield await outcome;
}

const poll = async (job: Job, { signal }: CliIo): Promise<Outcome> => {
  const startMs = performance.now();
  const effort = (): Pick<Outcome, "attempts" | "elapsedMs"> => ({
    attempts: 1,
    elapsedMs: performance.now() - startMs,
  });
  try {
    const { state } = await job.poll({ signal });
    return { job, ...effort(), state };
  } catch (error) {
    return { job, ...effort(), error };
  }
};
