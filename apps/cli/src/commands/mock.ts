import { type FSWatcher, watch, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { parseDuration } from "@genwait/lifecycle";
import type {
  MockServer,
  MockServerOptions,
  RecordedResponse,
  RequestEntry,
  ScenarioFile,
  ServedMockApi,
} from "@genwait/mock-server";
import type { CliIo, Command, CommandOption } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { apiNames } from "../load-api.ts";
import { type MockSource, mockSources } from "../mock-sources.ts";
import type { ParsedOptions } from "../options.ts";
import { clientOption } from "../service.ts";
import { shellWord } from "../shell-word.ts";
import { type Paint, paintFor, terminalJson, terminalText } from "../terminal-text.ts";
import { UsageError, usageErrorOf } from "../usage-error.ts";
import { isLoopback } from "../web-address.ts";

const options: readonly CommandOption[] = [
  { name: "port", value: "4010", meaning: "the first port; 0 takes any that are free (default: 4010)" },
  { name: "speed", value: "50", meaning: "let jobs run faster (default: 1)" },
  { name: "scenario", value: "<name>", meaning: "what a job does when nobody chooses" },
  { name: "scenarios", value: "<file>", meaning: "scenarios of your own, as YAML", completes: "files" },
  { name: "seed", value: "<text>", meaning: "the same seed, the same lifecycles (default: 1)" },
  { name: "any-id", meaning: "take any id that nobody created for a job, too (default: 404)" },
  { name: "no-validate", meaning: "take requests that are not as the document wants them (default: refuse them)" },
  { name: "vendor-urls", meaning: "addresses of results stay the service's own (default: the mock serves them)" },
  { name: "public-url", value: "<address>", meaning: "what the addresses of results begin with" },
  { name: "keys", value: "<key,key>", meaning: "the only good keys (default: any)" },
  {
    name: "limits",
    value: "<off or 60/1m>",
    meaning: "no rate limit, or so many requests in a time for each key (default: the API's own)",
  },
  { name: "quiet", short: "q", meaning: "no line for each request" },
  {
    name: "log",
    value: "<plain or json>",
    meaning: "how each request is told on stderr (default: plain)",
    completes: ["plain", "json"],
  },
  { name: "open", meaning: "open the page with the jobs and requests" },
  {
    name: "overlay",
    value: "<file>",
    meaning: "an OpenAPI overlay for the document, such as one with x-job; may be given several times",
    multiple: true,
    completes: "files",
  },
  { name: "watch", meaning: "read documents and overlays again when their files change; jobs live on" },
  {
    name: "proxy",
    value: "<address>",
    meaning: "mock nothing: pass calls through to the real service, keys included, and check its responses",
  },
  {
    name: "record",
    value: "<file>",
    meaning:
      "with --proxy: write what the service responds as entries of responses.yaml, without keys and without its texts",
    completes: "files",
  },
  { name: "record-raw", meaning: "with --record: keep the texts of responses" },
  {
    name: "callbacks",
    value: "<loopback, anywhere or none>",
    meaning: "where OpenAPI callbacks may be sent (default: loopback)",
    completes: ["loopback", "anywhere", "none"],
  },
  {
    name: "webhook-url",
    value: "<address>",
    meaning: "where webhooks go whose address a service keeps for an account (default: they are not sent)",
  },
  {
    name: "webhook-secret",
    value: "<text>",
    meaning:
      "what webhooks are signed with; better in GENWAIT_MOCK_WEBHOOK_SECRET, where other users of the machine cannot see it (default: a public one)",
  },
  { ...clientOption, multiple: true },
  { name: "host", value: "127.0.0.1", meaning: "the address to listen at" },
  { name: "expose", meaning: "let other machines in; callers of /_mock/ show the token" },
  {
    name: "token",
    value: "<text>",
    meaning:
      "what callers of /_mock/ show; better in GENWAIT_MOCK_TOKEN, where other users of the machine cannot see it",
  },
];

/** `genwait mock`: the services on this machine, until Ctrl-C. */
export const mock: Command = {
  name: "mock",
  usage: "[<api, OpenAPI file or address>…]",
  summary: "serves mock services, in alphabetical order on a port and the next ones, until Ctrl-C",
  options,
  words: apiNames,
  run: async (options, io) => {
    const behaviour = await readBehaviour(options, io);
    const log = logOf(options, io);
    const isJsonLog = options.text("log") === "json";
    const upstream = options.text("proxy");
    const recording = await recordingOf(options, io);
    const chosen = {
      words: options.positionals,
      own: options.list("client"),
      overlays: options.list("overlay"),
      upstream,
    };
    const sources = await mockSources(chosen, io);
    const apis = sources.map(({ source }) => source);
    checkPorts(behaviour.port ?? defaultPort, apis.length);
    // Loading takes a second or more on a slow machine.
    if (!isJsonLog) io.stderr.write(`Starting the mock of ${apis.map(({ name }) => name).join(", ")} …\n`);
    const waitWords = new Map(sources.map(({ source, client }) => [source.name, waitCommand(client, io)]));
    const server = await start({ ...behaviour, ...recording, apis, ...(log !== undefined && { log }) });
    const watching = options.flag("watch") ? watchFiles(sources, server, io) : [];
    try {
      for (const { name, url } of Object.values(server.apis)) io.stdout.write(`${name} ${url}\n`);
      if (!isJsonLog) io.stderr.write(introduction(server, { ...behaviour, upstream, waitWords }));
      if (options.flag("open")) await openPage(server, io);
      await untilAborted(io.signal);
    } finally {
      for (const watcher of watching) watcher.close();
      await server.close();
    }
    return exitCodes.succeeded;
  },
};

/** Each API has a port of its own, behind the first. */
const checkPorts = (first: number, count: number): void => {
  const highest = highestPort - count + 1;
  if (first !== 0 && first > highest)
    throw new UsageError(`--port ${first} leaves no port for ${count} APIs. Give one up to ${highest}.`);
};

type Behaviour = Omit<MockServerOptions, "apis" | "log" | "onRecord">;

const defaultPort = 4010;
const highestPort = 65_535;

/** What the command line says of how the mock behaves, all of it read before anything starts. */
const readBehaviour = async (options: ParsedOptions, { cwd, env }: CliIo): Promise<Behaviour> => {
  const port = options.number("port", { least: 0, most: highestPort, whole: true }) ?? defaultPort;
  const speed = options.number("speed", { least: 0.001, most: 1_000_000 });
  const [host, seed, chosen] = [options.text("host"), options.text("seed"), options.text("scenario")];
  const publicUrl = options.text("public-url");
  const keys = options.text("keys");
  const limits = limitsOf(options.text("limits"));
  const callbacks = callbacksOf(options.text("callbacks"));
  const webhookUrl = options.text("webhook-url");
  if (webhookUrl !== undefined && !(/^https?:/.test(webhookUrl) && URL.canParse(webhookUrl)))
    throw new UsageError(
      `--webhook-url ${webhookUrl} is no http address. Write one such as http://127.0.0.1:3000/hook.`,
    );
  const webhookSecret = options.text("webhook-secret") ?? env["GENWAIT_MOCK_WEBHOOK_SECRET"] ?? "";
  const token = options.text("token") ?? env["GENWAIT_MOCK_TOKEN"] ?? "";
  const file = await scenarioFile(options.text("scenarios"), cwd);
  const scenario = chosen ?? file?.default;
  const behaviour: Behaviour = {
    port,
    anyId: options.flag("any-id"),
    validate: !options.flag("no-validate"),
    vendorUrls: options.flag("vendor-urls"),
    expose: options.flag("expose"),
    ...(host !== undefined && { host }),
    ...(seed !== undefined && { seed }),
    ...(speed !== undefined && { speed }),
    ...(scenario !== undefined && { scenario }),
    ...(file !== undefined && { scenarios: file.scenarios }),
    ...(publicUrl !== undefined && { publicUrl }),
    ...(keys !== undefined && { keys: keysOf(keys) }),
    ...(limits !== undefined && { limits }),
    ...(callbacks !== undefined && { callbacks }),
    ...(webhookUrl !== undefined && { webhookUrl }),
    ...(webhookSecret !== "" && { webhookSecret }),
    ...(token !== "" && { token }),
  };
  checkExposure(behaviour);
  return behaviour;
};

// Shorter ones are guessed.
const shortestToken = 16;

// The server checks the same, in the words of its options; here all of it is told at once, in those of the command line.
const checkExposure = ({ host = "127.0.0.1", expose = false, token = "" }: Behaviour): void => {
  if (isLoopback(host) || host === "::1") return;
  const missing = [
    ...(expose ? [] : ["--expose"]),
    ...(token.length >= shortestToken ? [] : [`a token of at least ${shortestToken} characters in GENWAIT_MOCK_TOKEN`]),
  ];
  if (missing.length === 0) return;
  throw new UsageError(`--host ${host} lets other machines in. It needs ${missing.join(" and ")}.`);
};

const keysOf = (text: string): readonly string[] => {
  const keys = text
    .split(",")
    .map((key) => key.trim())
    .filter((key) => key !== "");
  if (keys.length === 0) throw new UsageError("--keys has no key. Write --keys first,second.");
  return keys;
};

const limitsOf = (text: string | undefined): MockServerOptions["limits"] => {
  if (text === undefined) return undefined;
  if (text === "off") return false;
  const [, requests = "", per = ""] = /^(\d+)\/(\S+)$/.exec(text) ?? [];
  try {
    const perMs = parseDuration(per);
    if (Number(requests) >= 1 && perMs > 0) return { requests: Number(requests), per: `${perMs}ms` };
  } catch {
    // Told below, with what is wanted.
  }
  throw new UsageError(`--limits ${text} makes no sense. Write off, or 60/1m for 60 requests a minute.`);
};

const callbacksOf = (text: string | undefined): MockServerOptions["callbacks"] => {
  if (text === undefined || text === "loopback" || text === "anywhere" || text === "none") return text;
  throw new UsageError(`--callbacks ${text} makes no sense. Write loopback, anywhere or none.`);
};

/** Where the responses of the real service are written to, if anywhere; nothing that is there is written over. */
const recordingOf = async (
  options: ParsedOptions,
  { cwd, stderr }: CliIo,
): Promise<Pick<MockServerOptions, "onRecord" | "recordsRaw">> => {
  const file = options.text("record");
  if (file === undefined) {
    if (options.flag("record-raw")) throw new UsageError("--record-raw is for a recording. Add --record <file>.");
    return {};
  }
  if (options.text("proxy") === undefined)
    throw new UsageError("--record writes what a real service responds. Add --proxy <its address>.");
  const path = resolve(cwd, file);
  try {
    await writeFile(path, "responses: []\n", { flag: "wx" });
  } catch (cause) {
    const why =
      cause instanceof Error && "code" in cause && cause.code === "EEXIST" ? "it is there already" : String(cause);
    throw new UsageError(`Failed to make ${file}: ${why}. Give the name of a new file.`, { cause });
  }
  const { stringify } = await import("yaml");
  const responses: Omit<RecordedResponse, "api">[] = [];
  return {
    recordsRaw: options.flag("record-raw"),
    onRecord: ({ api: _, ...response }) => {
      responses.push(response);
      try {
        // In one piece each time: what is there is a whole document whenever the mock is stopped.
        writeFileSync(path, stringify({ responses }, { lineWidth: 120 }));
      } catch (error) {
        stderr.write(`${terminalText(`Failed to write ${file}: ${String(error)}`)}\n`);
      }
    },
  };
};

// Editors write a file in several steps.
const quietMs = 100;

/** Reads what was changed again, while the mock goes on. */
const watchFiles = (sources: readonly MockSource[], server: MockServer, { stderr }: CliIo): readonly FSWatcher[] =>
  sources.flatMap(({ files, readAgain }) => {
    let timer: NodeJS.Timeout | undefined;
    const reload = async (file: string): Promise<void> => {
      try {
        await server.reload(await readAgain());
        stderr.write(`${terminalText(`Read again, because ${basename(file)} has changed.`)}\n`);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        stderr.write(`${terminalText(`${why} The mock goes on with what it had.`)}\n`);
      }
    };
    // The folder is watched: an editor that replaces a file leaves a watcher of the file itself with nothing.
    return files.map((file) =>
      watch(dirname(file), (_, name) => {
        if (name !== basename(file)) return;
        clearTimeout(timer);
        timer = setTimeout(() => void reload(file), quietMs);
      }),
    );
  });

const scenarioFile = async (file: string | undefined, cwd: string): Promise<ScenarioFile | undefined> => {
  if (file === undefined) return undefined;
  const { readScenarioFile } = await import("@genwait/mock-server");
  try {
    return await readScenarioFile(resolve(cwd, file));
  } catch (cause) {
    throw usageErrorOf(cause);
  }
};

// Only here and in the demo: whoever waits does not load a mock server.
const start = async (options: MockServerOptions): Promise<MockServer> => {
  const { startMockServer } = await import("@genwait/mock-server");
  try {
    return await startMockServer(options);
  } catch (cause) {
    throw usageErrorOf(cause);
  }
};

/** Each request as one line on stderr; undefined where nobody wants them. */
const logOf = (options: ParsedOptions, { stderr, env }: CliIo): ((entry: RequestEntry) => void) | undefined => {
  const form = options.text("log") ?? "plain";
  if (form !== "plain" && form !== "json") throw new UsageError(`--log ${form} makes no sense. Write plain or json.`);
  if (options.flag("quiet")) return undefined;
  const paint = paintFor(stderr, env);
  return (entry) => stderr.write(form === "json" ? `${terminalJson(entry)}\n` : requestLine(entry, paint));
};

/** `decks  200  GET /decks/n27w…  getDeck, pending, default`. */
export const requestLine = (entry: RequestEntry, paint: Paint): string => {
  const { api, method, target, status, operation, job, kind, scenario, fault, violations = [], hint } = entry;
  const words = [
    ...(operation === undefined ? [] : [operation]),
    ...(job === undefined || target.includes(job) ? [] : [job]),
    ...(kind === undefined ? [] : [kind]),
    ...(scenario === undefined ? [] : [scenario]),
    ...(fault === undefined ? [] : [`fault ${fault}`]),
    ...violations,
    ...(hint === undefined ? [] : [hint]),
  ];
  const code = status === 0 ? "cut" : `${status}`;
  const colour = status >= 200 && status < 300 ? "green" : status >= 400 && status < 500 ? "yellow" : "red";
  return `${api}  ${paint(colour, code)}  ${terminalText(`${method} ${target}  ${words.join(", ")}`)}\n`;
};

interface Introduced extends Behaviour {
  readonly upstream: string | undefined;
  /** How to wait for a job of each API from the shell, up to its id; undefined where there is no client for that. */
  readonly waitWords: ReadonlyMap<string, string | undefined>;
}

/** `genwait wait <api>`, where the command line has a client of the API. */
const waitCommand = (client: MockSource["client"], { program }: CliIo): string | undefined => {
  if (client === undefined) return undefined;
  const { own, name, given } = client;
  // The mock keeps the jobs of every value apart: any will do.
  const params = given.map((parameter) => `--param ${shellWord(`${parameter}=1`)}`);
  return [program, "wait", own === undefined ? name : `--client ${shellWord(own)}`, ...params].join(" ");
};

/** What can be called, with lines to paste; which key is good; how to go faster. */
const introduction = (server: MockServer, { speed = 1, scenario, keys, upstream, waitWords }: Introduced): string => {
  const apis = Object.values(server.apis);
  const [first] = apis;
  const key = keys === undefined ? "any key is good" : "the keys of --keys are good";
  const lines = [
    ...apis.flatMap((api) => apiLines(api, { key: keys?.[0] ?? "any", wait: waitWords.get(api.name) })),
    "",
    upstream === undefined
      ? `No real service is called, and ${key}.`
      : terminalText(`Nothing is mocked: every call goes to ${upstream}, with its key, and may be billed.`),
    ...(upstream === undefined && speed === 1 && scenario === undefined
      ? ["Jobs take as long as they usually do, perhaps minutes. To go faster start it with --speed 50."]
      : []),
    `Jobs and requests, live: ${first?.url ?? ""}/_mock/`,
    "",
  ];
  return lines.map((line) => `${line}\n`).join("");
};

const apiLines = (
  { title, url, routes, creates, defaultJob, keyHeader, keyPrefix = "" }: ServedMockApi,
  { key, wait }: { readonly key: string; readonly wait: string | undefined },
): readonly string[] => {
  const width = Math.max(...routes.map(({ method }) => method.length));
  const [create] = creates;
  const status = routes.find(({ job, method }) => job !== undefined && job === defaultJob && method === "GET");
  const header = keyHeader === undefined ? "" : ` -H ${shellWord(`${keyHeader}: ${keyPrefix}${key}`)}`;
  return [
    "",
    terminalText(`${title}, at ${url}`),
    ...routes.map(({ method, path }) => `  ${method.padEnd(width)} ${terminalText(path)}`),
    ...(create?.body === undefined
      ? []
      : [
          `  curl ${shellWord(url + create.path)}${header} -H 'content-type: application/json' -d ${shellWord(JSON.stringify(create.body))}`,
        ]),
    ...(status === undefined
      ? []
      : [`  curl ${shellWord(url + status.path.replaceAll(/\{[^}]*\}/g, "mock-succeeded"))}${header}`]),
    ...(wait === undefined || status === undefined ? [] : [`  ${wait} mock-slow-5s --base-url ${shellWord(url)}`]),
    ...(routes.some(({ job }) => job !== undefined)
      ? []
      : [
          "  No operation of it has an x-job, so it responds with its examples. An overlay can add one: --overlay <file>.",
        ]),
  ];
};

const openPage = async (server: MockServer, { open, stderr }: CliIo): Promise<void> => {
  const page = `${Object.values(server.apis)[0]?.url ?? ""}/_mock/`;
  try {
    await open(page);
  } catch {
    stderr.write(`There is no browser here. The page is at ${page}\n`);
  }
};

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
