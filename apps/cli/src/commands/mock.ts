import { type MockServer, startMockServer } from "@genwait/mock-server";
import type { Command } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { apiNames, type ApiModules, builtInApi, ownApi } from "../load-api.ts";
import { loadMocks } from "../load-mocks.ts";
import { parseOptions, type ParsedOptions } from "../parse-options.ts";
import { UsageError } from "../usage-error.ts";

/** `genwait mock`: the services on this machine, until Ctrl-C. */
export const mock: Command = {
  usage: "mock [<api>…] --port 4010",
  summary: "serves the mock services, in alphabetical order on this port and the next ones, until Ctrl-C",
  help: [
    ["--port 4010", "the first port; 0 takes any that are free (default: 4010)"],
    ["--host 127.0.0.1", "the address to listen at"],
    ["--speed 50", "let jobs live faster (default: 1)"],
    ["--scenario <name>", "what a job does when nobody chooses"],
    ["--seed <text>", "the same seed, the same lives (default: 1)"],
    ["--strict", "404 for ids that were never created"],
    ["--api <package or folder>", "an API of your own; may be given several times"],
  ],
  run: async (args, io) => {
    const options = parseOptions(args, mockOptionNames);
    const modules = await modulesOf(options, io.cwd);
    const server = await start(modules, options);
    try {
      for (const { name, url } of Object.values(server.apis)) io.stdout.write(`${name} ${url}\n`);
      await untilAborted(io.signal);
    } finally {
      await server.close();
    }
    return exitCodes.succeeded;
  },
};

const mockOptionNames = {
  port: { type: "string" },
  host: { type: "string" },
  speed: { type: "string" },
  scenario: { type: "string" },
  seed: { type: "string" },
  strict: { type: "boolean" },
  api: { type: "string", multiple: true },
} as const;

const modulesOf = async (options: ParsedOptions, cwd: string): Promise<readonly ApiModules[]> => {
  const own = options.list("api");
  const named = options.positionals.length > 0 || own.length > 0 ? options.positionals : apiNames();
  return [...named.map(builtInApi), ...(await Promise.all(own.map((name) => ownApi(name, cwd))))];
};

const start = async (modules: readonly ApiModules[], options: ParsedOptions): Promise<MockServer> => {
  const [host, scenario, seed, speed] = [
    options.text("host"),
    options.text("scenario"),
    options.text("seed"),
    options.number("speed", { least: 0 }),
  ];
  const port = options.number("port", { least: 0, whole: true }) ?? defaultPort;
  const mocks = await loadMocks(modules);
  try {
    return await startMockServer({
      apis: mocks.map(({ source }) => source),
      port,
      strict: options.flag("strict"),
      ...(host !== undefined && { host }),
      ...(scenario !== undefined && { scenario }),
      ...(seed !== undefined && { seed }),
      ...(speed !== undefined && { speed }),
    });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
};

const defaultPort = 4010;

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
