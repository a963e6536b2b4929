import type { Command } from "../command.ts";
import { jobOptions, readGivenJobs } from "../given-jobs.ts";
import { apiNames } from "../load-api.ts";
import { clientOf, findService, tellKeyless } from "../service.ts";
import { readWaitSettings, waitForJobs, waitOptions } from "../waits.ts";

/** `${io.program} wait`: until every job has a result. */
export const wait: Command = {
  name: "wait",
  usage: "<api> <id>…",
  summary: "waits until every job has a result, and prints it; - reads jobs from stdin, one a line",
  options: [...waitOptions, ...jobOptions],
  words: apiNames,
  run: async (options, io) => {
    const service = await findService(options, io);
    const given = await readGivenJobs(service, options, "wait", io);
    const settings = await readWaitSettings(options, service, given.name, io);
    const jobs = given.of(clientOf(service, io));
    tellKeyless(service, settings, io);
    return waitForJobs(jobs, settings, io);
  },
};
