import { parseDuration } from "@genwait/lifecycle";
import type { Wait, Waits } from "@genwait/durable";
import { type CliIo, type Command, commandGroup, type CommandOption } from "../command.ts";
import { accountClient, accountOf } from "../durable-clients.ts";
import { loadDurable, storeOptions, withStore } from "../durable-store.ts";
import { type ExitCode, exitCodeOfError, exitCodes, isOutputLost, worstExitCode } from "../exit-code.ts";
import { jobOptions, readGivenJobs } from "../given-jobs.ts";
import { readIds } from "../input.ts";
import { apiNames } from "../load-api.ts";
import { newWaitOptions, readNewWait, webhookOptions } from "../new-wait.ts";
import type { ParsedOptions } from "../options.ts";
import { findService, serviceOptions } from "../service.ts";
import { terminalText } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";
import { exitCodeOfWait, type KnownWait, reportWait } from "../wait-report.ts";
import { waitTimes } from "../waits.ts";

const jsonOption: CommandOption = {
  name: "json",
  meaning: "a line of JSON for each wait: api, job, id, phase, wait, and what else is known; or error",
};

const quietOption: CommandOption = { name: "quiet", short: "q", meaning: "nothing on stderr but errors" };

const add: Command = {
  name: "add",
  usage: "<api> <id>…",
  summary: "keeps waits for jobs that run already, and prints each; - reads ids from stdin, one a line",
  options: [
    jsonOption,
    ...newWaitOptions,
    { name: "timeout", value: "10m", meaning: "when the wait ends; the job goes on (default: the API's own)" },
    { name: "interval", value: "5s", meaning: "between two polls (default: the API's own)" },
    { name: "not-found-retry", value: "10s", meaning: "how long a 404 is retried (default: not at all)" },
    ...jobOptions,
    ...serviceOptions,
    ...storeOptions,
  ],
  words: apiNames,
  run: async (options, io) => {
    const service = await findService(options, io);
    const found = await readGivenJobs(service, options, "waits add", io);
    const client = accountClient(service, accountOf(options), io);
    const given = { ...readNewWait(options, io), ...waitTimes(options, service) };
    const jobs = found.of(client);
    const webhooks = webhookOptions(options, io);
    return withStore(options, io, { makes: true, options: () => ({ webhooks }) }, async (waits) => {
      for (const job of jobs) {
        const wait = await waits.add(job, given);
        await reportWait(await knownWait(wait, io), { isJson: options.flag("json") }, io);
      }
      return exitCodes.succeeded;
    });
  },
};

const list: Command = {
  name: "list",
  usage: "[<api>] [--open]",
  summary: "prints stored waits, the oldest first; and creates that may have started a job that nobody knows",
  words: apiNames,
  options: [
    jsonOption,
    { name: "open", meaning: "only those that have not ended" },
    { name: "key", value: "<text>", meaning: "only those with this key" },
    { name: "account", value: "<name>", meaning: "only those of this account" },
    { name: "limit", value: "100", meaning: "how many at most (default: 1000)" },
    quietOption,
    ...storeOptions,
  ],
  run: async (options, io) => {
    const [api, word] = options.positionals;
    if (word !== undefined)
      throw new UsageError(`"${word}" is one word too many. Write ${io.program} waits list <api>.`);
    const [key, account] = ["key", "account"].map((name) => options.text(name));
    const limit = options.number("limit", { least: 1, whole: true }) ?? 1000;
    return withStore(options, io, { makes: false }, async (waits) => {
      const found = await waits.find({ open: options.flag("open") ? true : undefined, api, key, account, limit });
      for (const wait of found) await reportWait(await knownWait(wait, io), { isJson: options.flag("json") }, io);
      if (!options.flag("quiet")) await tellMore({ waits, isCut: found.length === limit, limit }, io);
      return exitCodes.succeeded;
    });
  },
};

const tellMore = async (
  { waits, isCut, limit }: { readonly waits: Waits; readonly isCut: boolean; readonly limit: number },
  { stderr, program }: CliIo,
): Promise<void> => {
  if (isCut) stderr.write(`There may be more than these ${limit}: raise --limit.\n`);
  for (const { id, operation, key, state, sentAtMs, failure } of await waits.intents()) {
    const what = `${operation}${key === undefined ? "" : ` key ${JSON.stringify(key)}`}, sent ${new Date(sentAtMs).toISOString()}`;
    const words =
      state === "in-flight"
        ? `A create waits for its response: ${what}.`
        : `A create may have started a job that nobody knows, and be billed: ${what}${failure === undefined ? "" : ` (${failure})`}. Look at the service; then ${program} waits add <api> <id>, or ${program} waits drop ${id}.`;
    stderr.write(`${terminalText(words)}\n`);
  }
};

const show: Command = {
  name: "show",
  usage: "<id>…",
  summary: "prints waits, by their own ids or those of their jobs; the exit code is that of the worst",
  options: [jsonOption, ...storeOptions],
  run: async (options, io) => {
    const ids = await readIds(options.positionals, `${io.program} waits show <id>`, io);
    return eachWait(ids, options, io, async (wait) => {
      const known = await knownWait(wait, io);
      await reportWait(known, { isJson: options.flag("json") }, io);
      return exitCodeOfWait(known);
    });
  },
};

const stop: Command = {
  name: "stop",
  usage: "<id>…",
  summary: "ends waits, not their jobs, which go on and may be billed",
  options: [jsonOption, ...storeOptions],
  run: async (options, io) => {
    const ids = await readIds(options.positionals, `${io.program} waits stop <id>`, io);
    return eachWait(ids, options, io, async (wait, waits) => {
      const wasOpen = await waits.stop(wait.id);
      if (!wasOpen) io.stderr.write(`${terminalText(`${wait.id} had ended before.`)}\n`);
      const now = await waits.get(wait.id);
      if (now !== undefined) await reportWait(await knownWait(now, io), { isJson: options.flag("json") }, io);
      return exitCodes.succeeded;
    });
  },
};

const wake: Command = {
  name: "wake",
  usage: "<id>…",
  summary: "has the jobs of waits polled now, at most once a second",
  options: storeOptions,
  run: async (options, io) => {
    const ids = await readIds(options.positionals, `${io.program} waits wake <id>`, io);
    return eachWait(ids, options, io, async (wait, waits) => {
      const count = wait.isOpen ? await waits.wake(wait.id) : 0;
      const words = wait.isOpen ? (count > 0 ? "is polled now" : "was woken less than a second ago") : "has ended";
      io.stdout.write(`${terminalText(`${wait.id} ${words}`)}\n`);
      return exitCodes.succeeded;
    });
  },
};

const results: Command = {
  name: "results",
  usage: "[--after <cursor>] [--follow]",
  summary: "prints results in their order, each once for a cursor",
  options: [
    jsonOption,
    { name: "after", value: "<cursor>", meaning: "only those behind this one (default: from the oldest that is kept)" },
    { name: "follow", short: "f", meaning: "go on with results as they come, until Ctrl-C" },
    quietOption,
    ...storeOptions,
  ],
  run: async (options, io) => {
    noWords(options, `${io.program} waits results`);
    const [after, follow] = [options.text("after"), options.flag("follow")];
    if (after !== undefined && !/^\d{1,18}$/.test(after))
      throw new UsageError(`--after ${after} is no cursor. Give the one of a result, such as 42.`);
    return withStore(options, io, { makes: false }, async (waits) => {
      let last = after;
      for await (const result of waits.results({ after, follow, signal: io.signal })) {
        await reportWait({ result }, { isJson: options.flag("json") }, io);
        // Only what somebody has read is behind the cursor to go on with.
        if ((await io.stdout.flush?.()) === false) break;
        last = result.cursor;
      }
      const { reason } = io.signal;
      if (io.signal.aborted && !options.flag("quiet")) {
        const goOn = `${io.program} waits results${follow ? " --follow" : ""}${last === undefined ? "" : ` --after ${last}`}`;
        io.stderr.write(`${isOutputLost(reason) ? `${terminalText(reason.message)} ` : ""}To go on: ${goOn}\n`);
      }
      return io.signal.aborted ? exitCodeOfError(io.signal.reason, io.signal) : exitCodes.succeeded;
    });
  },
};

const redeliver: Command = {
  name: "redeliver",
  usage: "[<id>…]",
  summary: "sends webhooks again that were given up, of all waits or of some; prints how many",
  options: storeOptions,
  run: async (options, io) => {
    const { positionals } = options;
    if (positionals.length === 0)
      return withStore(options, io, { makes: false }, async (waits) => printCount(await waits.redeliver(), io));
    const ids = await readIds(positionals, `${io.program} waits redeliver <id>`, io);
    let count = 0;
    const code = await eachWait(ids, options, io, async ({ id }, waits) => {
      count += await waits.redeliver({ waitId: id });
      return exitCodes.succeeded;
    });
    return code === exitCodes.succeeded ? printCount(count, io) : code;
  },
};

const drop: Command = {
  name: "drop",
  usage: "<id>…",
  summary: "forgets creates that may have started a job, once you have looked: their keys can be used again",
  options: storeOptions,
  run: async (options, io) => {
    const ids = await readIds(options.positionals, `${io.program} waits drop <id>`, io);
    return withStore(options, io, { makes: false }, async (waits) => {
      const codes: ExitCode[] = [];
      for (const id of ids) {
        const wasThere = isUuid(id) && (await waits.dropIntent(id));
        codes.push(wasThere ? exitCodes.succeeded : exitCodes.refused);
        if (!wasThere)
          io.stderr.write(
            `${terminalText(`There is no create ${id}. ${io.program} waits list shows those that there are.`)}\n`,
          );
      }
      return worstExitCode(codes);
    });
  },
};

const isUuid = (text: string): boolean => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);

const migrate: Command = {
  name: "migrate",
  usage: "[--print]",
  summary: "makes the store's tables or brings them up to date; with --print only prints the statements",
  options: [
    { name: "print", meaning: "print the SQL for somebody who runs it by hand; nothing is opened" },
    { name: "from", value: "0", meaning: "with --print: the version that is there already (default: 0, none)" },
    ...storeOptions,
  ],
  run: async (options, io) => {
    noWords(options, `${io.program} waits migrate`);
    const from = options.number("from", { least: 0, whole: true });
    if (options.flag("print")) {
      const { printMigrations } = await loadDurable(io.cwd);
      io.stdout.write(printMigrations(from === undefined ? {} : { from }));
      return exitCodes.succeeded;
    }
    if (from !== undefined) throw new UsageError("--from is for --print. What is there is found out without it.");
    return withStore(options, io, { makes: true }, async () => {
      io.stderr.write("The store is up to date.\n");
      return exitCodes.succeeded;
    });
  },
};

const purge: Command = {
  name: "purge",
  usage: "[--older-than 720h]",
  summary: "forgets results and their waits; open waits are kept for ever; prints how many waits",
  options: [
    { name: "older-than", value: "720h", meaning: "how long ago they ended at least (default: 720h, 30 days)" },
    ...storeOptions,
  ],
  run: async (options, io) => {
    noWords(options, `${io.program} waits purge`);
    const resultsMs = options.duration("older-than") ?? parseDuration("720h");
    return withStore(options, io, { makes: false, options: () => ({ retention: { resultsMs } }) }, async (waits) =>
      printCount(await waits.purge(), io),
    );
  },
};

/** `genwait waits`: durable waits, which outlive this command. */
export const waits: Command = commandGroup(
  "waits",
  "durable waits: adds, shows and steers them (needs @genwait/durable)",
  [add, list, show, stop, wake, results, redeliver, drop, migrate, purge],
);

const printCount = (count: number, { stdout }: CliIo): ExitCode => {
  stdout.write(`${count}\n`);
  return exitCodes.succeeded;
};

const noWords = ({ positionals: [word] }: ParsedOptions, command: string): void => {
  if (word !== undefined) throw new UsageError(`"${word}" is one word too many. Write ${command}.`);
};

/** A wait with its result, where it has ended. */
const knownWait = async (wait: Wait, { signal }: CliIo): Promise<KnownWait> =>
  wait.isOpen ? { wait } : { result: await wait.result({ signal }) };

/** Does something with every wait that ids name: their own, or those of their jobs. */
const eachWait = (
  ids: readonly string[],
  options: ParsedOptions,
  io: CliIo,
  use: (wait: Wait, waits: Waits) => Promise<ExitCode>,
): Promise<ExitCode> =>
  withStore(options, io, { makes: false }, async (waits) => {
    const codes: ExitCode[] = [];
    for (const id of ids) {
      const found = await waitsOf(id, waits);
      if (found.length === 0) {
        io.stderr.write(`${terminalText(`There is no wait ${id}, and none for a job of that id.`)}\n`);
        codes.push(exitCodes.refused);
      }
      for (const wait of found) codes.push(await use(wait, waits));
    }
    return worstExitCode(codes);
  });

/** @throws UsageError for the id of jobs of several services or accounts: what is done must be meant. */
const waitsOf = async (id: string, waits: Waits): Promise<readonly Wait[]> => {
  const wait = await waits.get(id);
  if (wait !== undefined) return [wait];
  const ofJob = await waits.find({ jobId: id });
  const owners = new Set(ofJob.map(({ job }) => JSON.stringify([job.api, job.name, job.baseUrl, job.account])));
  if (owners.size > 1)
    throw new UsageError(
      `Several services or accounts have a job ${id}. Give the id of the wait: ${ofJob.map((one) => one.id).join(", ")}.`,
    );
  return ofJob;
};
