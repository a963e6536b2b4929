import { type MockServer, type MockServerOptions, startMockServer } from "@genwait/mock-server";
import type { Command } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { apiNames, type ApiModules, builtInApi, ownApi } from "../load-api.ts";
import { loadMocks } from "../load-mocks.ts";
import { mockHelp, mockOptionNames, mockOptions } from "../mock-options.ts";
import { parseOptions, type ParsedOptions } from "../parse-options.ts";
import { UsageError } from "../usage-error.ts";

/** `genwait mock`: the services on this machine, until Ctrl-C. */
export const mock: Command = {
  usage: "mock [<api>…] --port 4010",
  summary: "serves the mock services, in alphabetical order on this port and the next ones, until Ctrl-C",
  help: mockHelp,
  run: async (args, io) => {
    const options = parseOptions(args, mockOptionNames);
    const behaviour = await mockOptions(options, io.cwd);
    const mocks = await loadMocks(await modulesOf(options, io.cwd));
    const server = await start({ ...behaviour, apis: mocks.map(({ source }) => source) });
    try {
      for (const { name, url } of Object.values(server.apis)) io.stdout.write(`${name} ${url}\n`);
      io.stderr.write(`Jobs and requests, live: ${Object.values(server.apis)[0]?.url ?? ""}/_mock/\n`);
      await untilAborted(io.signal);
    } finally {
      await server.close();
    }
    return exitCodes.succeeded;
  },
};

const modulesOf = async (options: ParsedOptions, cwd: string): Promise<readonly ApiModules[]> => {
  const own = options.list("api");
  const named = options.positionals.length > 0 || own.length > 0 ? [...new Set(options.positionals)] : apiNames();
  return [...named.map(builtInApi), ...(await Promise.all(own.map((name) => ownApi(name, cwd))))];
};

const start = async (options: MockServerOptions): Promise<MockServer> => {
  try {
    return await startMockServer(options);
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
};

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
