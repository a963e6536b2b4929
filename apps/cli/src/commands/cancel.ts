import type { Job } from "@genwait/lifecycle";
import type { CliIo, Command } from "../command.ts";
import { jobOptions, readGivenJobs } from "../given-jobs.ts";
import { apiNames } from "../load-api.ts";
import { type Found, onceEach } from "../once.ts";
import { createProgress } from "../progress.ts";
import { clientOf, findService, serviceOptions, tellKeyless } from "../service.ts";
import { UsageError } from "../usage-error.ts";
import { finishAll, readWaitSettings, reportOptions } from "../waits.ts";

/** `genwait cancel`: asks the service to stop each job, and tells where it stands then. */
export const cancel: Command = {
  name: "cancel",
  usage: "<api> <id>…",
  summary: "asks the service to stop every job, and prints where it stands; - reads jobs from stdin, one a line",
  options: [
    ...reportOptions.filter(({ name }) => name === "json" || name === "quiet"),
    ...serviceOptions,
    ...jobOptions,
  ],
  words: apiNames,
  run: async (options, io) => {
    const service = await findService(options, io);
    const given = await readGivenJobs(service, options, "cancel", io);
    const settings = await readWaitSettings(options, service, given.name, io);
    const jobs = given.of(clientOf(service, io));
    if (jobs.some((job) => job.cancel === undefined))
      throw new UsageError(
        `${service.api.title} declares no way to cancel a ${given.name}. Nothing was sent to it: the job goes on.`,
      );
    tellKeyless(service, settings, io);
    const progress = createProgress(io.stderr, { env: io.env, isQuiet: settings.isQuiet });
    progress.start(jobs);
    return finishAll(
      onceEach(jobs, (job) => cancelOne(job, io)),
      jobs,
      { ...settings, progress },
      io,
    );
  },
};

/** What the service made of it, it tells when it is asked for the job. */
const cancelOne = async (job: Job, { signal }: CliIo): Promise<Found> => {
  await job.cancel?.({ signal });
  const cancel = job.cancelRequested === true ? "requested" : "too-late";
  const { state } = await job.poll({ signal });
  return { state, cancel };
};
