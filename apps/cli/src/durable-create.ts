import { type AnyClient, type ApiOperation, type Started, startJob } from "@genwait/client-core";
import type { DurableClient, Wait, Waits } from "@genwait/durable";
import type { CliIo, CommandOption } from "./command.ts";
import { accountClient, accountOf, keyVariableOf } from "./durable-clients.ts";
import { shownStoreOf, storeOptions, withStore } from "./durable-store.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { newWaitOptions, readNewWait, webhookOptions } from "./new-wait.ts";
import type { CreateInput } from "./create-input.ts";
import type { ParsedOptions } from "./options.ts";
import { terminalText } from "./terminal-text.ts";
import { UsageError } from "./usage-error.ts";
import { exitCodeOfWait, reportWait } from "./wait-report.ts";
import type { WaitSettings } from "./waits.ts";

/** The options of `genwait create` that need the package of durable waits. */
export const durableOptions: readonly CommandOption[] = [
  {
    name: "durable",
    meaning: "keep the create and its wait in a store, where genwait worker polls for it (needs @genwait/durable)",
  },
  ...[...newWaitOptions, ...storeOptions].map((option) => ({
    ...option,
    meaning: `with --durable: ${option.meaning}`,
  })),
];

/** Whether a create is to be kept. @throws UsageError for an option that would do nothing. */
export const isDurable = (options: ParsedOptions): boolean => {
  const isKept = options.flag("durable");
  if (!isKept)
    for (const { name } of durableOptions)
      if (options.list(name).length > 0) throw new UsageError(`--${name} is for a wait that is kept. Add --durable.`);
  if (isKept)
    for (const name of ["output", "open"])
      if (options.text(name) !== undefined || options.flag(name))
        throw new UsageError(`--${name} does not go with --durable. The result comes with the waits results command.`);
  return isKept;
};

interface DurableCreate {
  readonly operation: ApiOperation;
  readonly input: CreateInput;
  readonly settings: WaitSettings;
}

/**
 * Starts a job whose create and wait are kept: a crash leaves either the wait or a create that is shown as unknown.
 *
 * @param start sends the create, and tells it when it fails
 */
export const createDurably = (
  { operation, input, settings }: DurableCreate,
  options: ParsedOptions,
  io: CliIo,
  start: (send: () => Promise<StartedWait>) => Promise<StartedWait | ExitCode>,
): Promise<ExitCode> => {
  const { service, isJson, isQuiet } = settings;
  const account = accountOf(options);
  const { api } = service;
  // An account has a key of its own, and a variable of its own for it.
  const owned = { ...service, api: { ...api, keyVariable: keyVariableOf(api, account) } };
  const client = accountClient(owned, account, io);
  const given = { ...readNewWait(options, io), ...settings.times };
  const webhooks = webhookOptions(options, io);
  return withStore(options, io, { makes: true, options: () => ({ webhooks }) }, async (waits) => {
    const method = methodOf(operation);
    const starting = startingClient(client, { method, id: operation.id });
    const started = await start(() =>
      waits.start(starting, method, input.body, { ...given, init: { params: input.params, signal: io.signal } }),
    );
    if (typeof started === "number") return started;
    const { wait, job, isNew } = started;
    const isWaiting = options.flag("wait");
    if (!isQuiet) {
      const store = shownStoreOf(options, io);
      io.stderr.write(
        `${terminalText(`${isNew ? "Started" : "Started before:"} ${job.id}. It is kept in ${store} as ${wait.id}.`)}\n`,
      );
      await tellWorkers(waits, io);
    }
    if (isWaiting) {
      const result = await wait.result({ signal: io.signal });
      await reportWait({ result }, { isJson }, io);
      return exitCodeOfWait({ result });
    }
    if (isJson) await reportWait(wait.isOpen ? { wait } : { result: await wait.result() }, { isJson }, io);
    else io.stdout.write(`${terminalText(job.id)}\n`);
    return exitCodes.succeeded;
  });
};

interface StartedWait {
  readonly job: Started["job"];
  readonly wait: Wait;
  readonly isNew: boolean;
}

type StartMethod = `start${string}`;

/** A client with one create, by the name that programs call it by: a key that was used there is known here. */
interface StartingClient extends DurableClient {
  readonly [method: StartMethod]: (input: unknown, init?: Record<string, unknown>) => Promise<Started>;
}

const startingClient = (
  client: AnyClient,
  { method, id }: { readonly method: StartMethod; readonly id: string },
): StartingClient => ({
  ...(client.account !== undefined && { account: client.account }),
  resume: (saved) => client.resume(saved),
  [method]: (input, init) => startJob(client, id, input, init),
});

const methodOf = ({ starts, id }: ApiOperation): StartMethod =>
  starts !== undefined && isStartMethod(starts.method) ? starts.method : `start-${id}`;

const isStartMethod = (name: string): name is StartMethod => name.startsWith("start");

/** Without a worker nothing is polled, and nobody would see why. */
const tellWorkers = async (waits: Waits, { stderr, program }: CliIo): Promise<void> => {
  const { workers } = await waits.overview({ limit: 0 });
  if (!workers.some(({ isLive }) => isLive))
    stderr.write(`No worker polls this store yet. Start one: ${program} worker\n`);
};
