import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apis, defaultJobOf } from "./apis.ts";
import { jobArguments } from "./cli-arguments.ts";
import { need } from "./document.ts";
import { htmlResponse, jsonResponse } from "./raw-response.ts";
import { type CliRun, runCli } from "./run-cli.ts";
import { samplesOf } from "./samples-of-job.ts";
import { type ScriptedServer, startScriptedServer } from "./scripted-server.ts";
import { keyTraces, testKey } from "./test-key.ts";

// Processes queue for the two cores, and a test's time runs while it queues.
const patience = { timeout: 180_000 };

/** One or two lines that say what is wrong and what helps, the code, nothing on stdout, no stack, no key. */
const expectClearRefusal = (
  { code, stdout, stderr }: CliRun,
  wanted: { readonly code: number; readonly says: RegExp },
): void => {
  expect(stderr).toMatch(wanted.says);
  expect({ code, stderr }).toEqual({ code: wanted.code, stderr });
  expect(stdout).toBe("");
  // Progress on the way, such as the next try, has lines of its own.
  const lines = stderr
    .trimEnd()
    .split("\n")
    .filter((line) => !/(?:asking|trying|polling) again in/.test(line));
  expect(lines.length).toBeLessThanOrEqual(2);
  expect(stderr).not.toMatch(/^\s+at |node:internal|Error:/m);
  for (const trace of keyTraces) expect(stderr + stdout).not.toContain(trace);
};

describe.concurrent.each(apis)("bad input to genwait for $name", patience, (api) => {
  const env = { [api.description.keyVariable]: testKey };
  const job = defaultJobOf(api);
  const { id } = samplesOf(job);
  const servers: ScriptedServer[] = [];
  const serve = async (...script: Parameters<typeof startScriptedServer>): Promise<ScriptedServer> => {
    const server = await startScriptedServer(...script);
    servers.push(server);
    return server;
  };
  afterAll(() => Promise.all(servers.map((server) => server.close())));
  const wait = (...args: readonly string[]): Promise<CliRun> =>
    runCli(["wait", ...api.cliArguments, id, ...jobArguments(job), ...args], { env });

  it("refuses a wrong key", async () => {
    const { url } = await serve([jsonResponse({ message: "no" }, 401)]);
    expectClearRefusal(await wait("--base-url", url), { code: 4, says: /401.*key/is });
  });

  it("refuses a missing key before it sends anything to the service", async () => {
    // Nobody can have this name: whatever is sent there ends with 5.
    const run = await runCli([
      "wait",
      ...api.cliArguments,
      id,
      ...jobArguments(job),
      "--base-url",
      "https://service.invalid",
    ]);
    expectClearRefusal(run, { code: 4, says: new RegExp(api.description.keyVariable) });
  });

  it("needs no key on this machine, and says so", async () => {
    const server = await serve([jsonResponse({ message: "no" }, 404)]);
    const run = await runCli(["wait", ...api.cliArguments, id, ...jobArguments(job), "--base-url", server.url]);
    expect(run).toMatchObject({ code: 4, stdout: "" });
    expect(run.stderr).toMatch(new RegExp(`no ${api.description.keyVariable}.*"any" is sent`));
    expect(server.requests).toHaveLength(1);
  });

  it("says that a server is not there", async () => {
    // The port stays taken: a free one could be given to somebody else's server meanwhile.
    const deaf = createServer((socket) => socket.destroy());
    await once(deaf.listen(0, "127.0.0.1"), "listening");
    const { port } = deaf.address() as AddressInfo;
    const run = await wait("--base-url", `http://127.0.0.1:${port}`);
    deaf.close();
    expectClearRefusal(run, { code: 5, says: /could not be reached/ });
  });

  it("says that a server gives HTML with 200", async () => {
    const { url } = await serve([htmlResponse(200)]);
    expectClearRefusal(await wait("--base-url", url), { code: 5, says: /HTML/ });
  });

  it("says that a server never responds", async () => {
    const { url } = await serve([{ end: "hang" }]);
    expectClearRefusal(await wait("--base-url", url, "--timeout", "600ms"), { code: 3, says: /genwait wait/ });
  });

  it("refuses a job that there is not", async () => {
    expectClearRefusal(await wait("--job", "nonsense"), { code: 64, says: /nonsense/ });
  });
});

describe.concurrent("bad input to genwait", patience, () => {
  const api = need(
    apis.find(({ jobs }) => jobs.some(({ create }) => create !== undefined)),
    "API with a create",
  );
  const env = { [api.description.keyVariable]: testKey };
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "contract-"));
    await writeFile(join(folder, "broken.json"), "{ no json");
    await writeFile(join(folder, "broken.yaml"), "end: [");
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const wait = ["wait", ...api.cliArguments];
  const create = ["create", ...api.cliArguments];
  it.each([
    { what: "no API", args: ["wait"], says: /which API/i },
    { what: "an unknown API", args: ["wait", "nosuchapi", "an-id"], says: /no API "nosuchapi"/ },
    {
      what: "a folder that is not there",
      args: ["wait", "--client", "./no/such/folder", "an-id"],
      says: /no\/such\/folder/,
    },
    { what: "an unknown command", args: ["wate", "an-id"], says: /Did you mean wait/ },
    { what: "no id", args: wait, says: /which job/i },
    { what: "an empty id", args: [...wait, ""], says: /id is empty/i },
    { what: "an unknown option", args: [...wait, "an-id", "--intervall", "5s"], says: /--interval\b/ },
    { what: "a time that is none", args: [...wait, "an-id", "--timeout", "soon"], says: /--timeout soon/ },
    {
      what: "a base URL that is none",
      args: [...wait, "an-id", "--base-url", "localhost:4010"],
      says: /localhost:4010/,
    },
    { what: "a missing input", args: create, says: /--input/ },
    {
      what: "an input file that is not there",
      args: [...create, "--input", "FOLDER/missing.json"],
      says: /missing\.json/,
    },
    {
      what: "an input file that is no JSON",
      args: [...create, "--input", "FOLDER/broken.json"],
      says: /broken\.json.*JSON/s,
    },
    { what: "a port that is none", args: ["mock", "--port", "http"], says: /--port/ },
    {
      what: "a scenario that there is not",
      args: ["mock", "--scenario", "no-such-scenario"],
      says: /no-such-scenario/,
    },
    {
      what: "a scenario file that cannot be read",
      args: ["mock", "--scenario", "FOLDER/broken.yaml"],
      says: /broken\.yaml/,
    },
    { what: "an API that cannot be mocked", args: ["mock", "nosuchapi"], says: /nosuchapi/ },
  ])("refuses $what", async ({ args, says }) => {
    const given = args.map((word) => word.replace("FOLDER", folder));
    expectClearRefusal(await runCli(given, { env }), { code: 64, says });
  });

  it("says how it is used when nothing is given to it", async () => {
    const { code, stderr } = await runCli([]);
    expect(code).toBe(64);
    expect(stderr).toMatch(/genwait wait <api> <id/);
  });
});
