import { type AnyClient, type ApiDescription, jobOf } from "@genwait/client-core";
import type { Job } from "@genwait/lifecycle";
import { chooseJob } from "../choose-job.ts";
import { clientOf } from "../client-of.ts";
import type { CliIo, Command } from "../command.ts";
import { type ExitCode } from "../exit-code.ts";
import { parseOptions, type ParsedOptions } from "../parse-options.ts";
import { takeApi } from "../take-api.ts";
import { UsageError } from "../usage-error.ts";
import { waitForJobs } from "../wait-for-jobs.ts";
import { waitHelp, waitOptionNames, waitTimes } from "../wait-options.ts";

/** `genwait wait`: until every job has a result. */
export const wait: Command = {
  usage: "wait <api> <id>…",
  summary: "waits until every job has a result, and prints it",
  help: waitHelp,
  run: async (args, io) => {
    const options = parseOptions(args, waitOptionNames);
    const { api, rest, own } = await takeApi(options, io.cwd);
    const ids = idsOf(rest, api);
    const client = clientOf(api, options);
    return waitForIds({ api, client, ids, options, own }, io);
  },
};

interface IdsToWaitFor {
  readonly api: ApiDescription;
  readonly client: AnyClient;
  readonly ids: readonly string[];
  readonly options: ParsedOptions;
  readonly own: string | undefined;
}

const waitForIds = async ({ api, client, ids, options, own }: IdsToWaitFor, io: CliIo): Promise<ExitCode> => {
  const { name } = chooseJob(api, options.text("job"));
  const expectedItems = options.number("expect-items", { least: 1, whole: true });
  const jobs = ids.map((id) =>
    makeJob(() => jobOf(client, name, id, expectedItems === undefined ? {} : { expectedItems })),
  );
  const baseUrl = options.text("base-url");
  const service = {
    ...(own !== undefined && { own }),
    ...(baseUrl !== undefined && { baseUrl }),
    isDefaultJob: name === api.defaultJob,
    keyVariable: api.keyVariable,
  };
  return waitForJobs(jobs, { ...waitTimes(options), json: options.flag("json"), service }, io);
};

const idsOf = (words: readonly string[], api: ApiDescription): readonly string[] => {
  if (words.length === 0) throw new UsageError(`Which job of ${api.name}? Write genwait wait ${api.name} <id>.`);
  if (words.some((word) => word.trim() === ""))
    throw new UsageError("An id is empty. Look at the variable it comes from: nothing was sent to the service.");
  return [...new Set(words)];
};

const makeJob = (make: () => Job): Job => {
  try {
    return make();
  } catch (cause) {
    // Nothing was sent to the service: the id itself is refused.
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
};
