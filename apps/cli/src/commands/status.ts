import type { Command } from "../command.ts";
import { jobOptions, readGivenJobs } from "../given-jobs.ts";
import { apiNames } from "../load-api.ts";
import { onceEach } from "../once.ts";
import { createProgress } from "../progress.ts";
import { clientOf, findService, serviceOptions, tellKeyless } from "../service.ts";
import { finishAll, readWaitSettings, reportOptions } from "../waits.ts";

/** `${io.program} status`: one poll of each job. */
export const status: Command = {
  name: "status",
  usage: "<api> <id>…",
  summary: "polls every job once, and prints where it stands; - reads jobs from stdin, one a line",
  options: [...reportOptions, ...serviceOptions, ...jobOptions],
  words: apiNames,
  run: async (options, io) => {
    const service = await findService(options, io);
    const given = await readGivenJobs(service, options, "status", io);
    const settings = await readWaitSettings(options, service, given.name, io);
    const jobs = given.of(clientOf(service, io));
    tellKeyless(service, settings, io);
    const progress = createProgress(io.stderr, { env: io.env, isQuiet: settings.isQuiet });
    progress.start(jobs);
    return finishAll(
      onceEach(jobs, (job) => job.poll({ signal: io.signal })),
      jobs,
      { ...settings, progress },
      io,
    );
  },
};
