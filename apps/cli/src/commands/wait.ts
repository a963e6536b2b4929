import type { Command } from "../command.ts";
import { readIds } from "../input.ts";
import { apiNames } from "../load-api.ts";
import { chooseJob, findService, tellKeyless } from "../service.ts";
import { jobOptions, jobsOfIds, readWaitSettings, waitForJobs, waitOptions } from "../waits.ts";

/** `${io.program} wait`: until every job has a result. */
export const wait: Command = {
  name: "wait",
  usage: "<api> <id>…",
  summary: "waits until every job has a result, and prints it; - reads ids from stdin, one a line",
  options: [...waitOptions, ...jobOptions],
  words: apiNames,
  run: async (options, io) => {
    const service = await findService(options, io);
    const { name } = chooseJob(service.api, options.text("job"));
    const settings = await readWaitSettings(options, service, name, io);
    const ids = await readIds(service.rest, `${io.program} wait ${service.api.name} <id>`, io);
    const jobs = jobsOfIds(ids, { service, jobName: name, options }, io);
    tellKeyless(service, settings, io);
    return waitForJobs(jobs, settings, io);
  },
};
