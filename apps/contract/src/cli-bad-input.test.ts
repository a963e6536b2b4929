import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apis } from "./apis.ts";
import { need } from "./json.ts";
import { htmlAnswer, jsonAnswer } from "./raw-answer.ts";
import { type CliRun, runCli } from "./run-cli.ts";
import { samplesOf } from "./samples-of-job.ts";
import { type ScriptedServer, startScriptedServer } from "./scripted-server.ts";
import { keyTraces, testKey } from "./test-key.ts";

// Processes queue for the two cores, and a test's time runs while it queues.
const patience = { timeout: 180_000 };

/** One or two lines that say what and what to do, the code, nothing on stdout, no stack, no key. */
const expectClearAnswer = (
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
    .filter((line) => !/, asking again in/.test(line));
  expect(lines.length).toBeLessThanOrEqual(2);
  expect(stderr).not.toMatch(/^\s+at |node:internal|Error:/m);
  for (const trace of keyTraces) expect(stderr + stdout).not.toContain(trace);
};

describe.concurrent.each(apis)("bad input to genwait for $name", patience, (api) => {
  const env = { [api.descriptor.keyVariable]: testKey };
  const { id } = samplesOf(
    need(
      api.jobs.find(({ name }) => name === api.descriptor.defaultJob),
      "job",
    ),
  );
  const servers: ScriptedServer[] = [];
  const serve = async (...script: Parameters<typeof startScriptedServer>): Promise<ScriptedServer> => {
    const server = await startScriptedServer(...script);
    servers.push(server);
    return server;
  };
  afterAll(() => Promise.all(servers.map((server) => server.close())));
  const wait = (...args: readonly string[]): Promise<CliRun> =>
    runCli(["wait", ...api.cliArguments, id, ...args], { env });

  it("answers a wrong key", async () => {
    const { url } = await serve([jsonAnswer({ message: "no" }, 401)]);
    expectClearAnswer(await wait("--base-url", url), { code: 4, says: /401.*key/is });
  });

  it("answers a missing key before it asks anything of the service", async () => {
    const server = await serve([jsonAnswer({}, 500)]);
    const run = await runCli(["wait", ...api.cliArguments, id, "--base-url", server.url]);
    expectClearAnswer(run, { code: 4, says: new RegExp(api.descriptor.keyVariable) });
    expect(server.requests).toEqual([]);
  });

  it("answers a server that is not there", async () => {
    const gone = await startScriptedServer([]);
    await gone.close();
    expectClearAnswer(await wait("--base-url", gone.url), { code: 5, says: /could not be reached|ECONNREFUSED/ });
  });

  it("answers a server that gives HTML with 200", async () => {
    const { url } = await serve([htmlAnswer(200)]);
    expectClearAnswer(await wait("--base-url", url), { code: 5, says: /HTML/ });
  });

  it("answers a server that never answers", async () => {
    const { url } = await serve([{ end: "hang" }]);
    expectClearAnswer(await wait("--base-url", url, "--timeout", "600ms"), { code: 3, says: /genwait wait/ });
  });

  it("answers a job that there is not", async () => {
    expectClearAnswer(await wait("--job", "nonsense"), { code: 64, says: /nonsense/ });
  });
});

describe.concurrent("bad input to genwait", patience, () => {
  const api = need(
    apis.find(({ jobs }) => jobs.some(({ create }) => create !== undefined)),
    "API with a create",
  );
  const env = { [api.descriptor.keyVariable]: testKey };
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
      args: ["wait", "--api", "./no/such/folder", "an-id"],
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
  ])("answers $what", async ({ args, says }) => {
    const given = args.map((word) => word.replace("FOLDER", folder));
    expectClearAnswer(await runCli(given, { env }), { code: 64, says });
  });

  it("says how it is used when nothing is asked of it", async () => {
    const { code, stderr } = await runCli([]);
    expect(code).toBe(64);
    expect(stderr).toMatch(/genwait wait <api> <id>/);
  });
});
