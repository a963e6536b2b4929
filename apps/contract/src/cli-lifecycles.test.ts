import { type MockServer, startMockServer } from "@genwait/mock-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isRecord } from "@genwait/lifecycle";
import { apis, type ContractApi, creates, defaultJobOf, jobs } from "./apis.ts";
import { createArguments, jobArguments } from "./cli-arguments.ts";
import { possibleResults, resultScenarios } from "./possible-results.ts";
import { type CliRun, runCli } from "./run-cli.ts";
import { keyTraces, testKey } from "./test-key.ts";

// Processes queue for the two cores, and a test's time runs while it queues.
const patience = { timeout: 180_000 };

/** The only line of JSON, or the only one about an id. */
const lineOf = ({ lines }: Pick<CliRun, "lines">, id?: string): Readonly<Record<string, unknown>> => {
  const found = lines.filter(isRecord).filter((line) => id === undefined || line["id"] === id);
  expect(found).toHaveLength(1);
  return found[0] ?? {};
};

const idOf = (kind: string): string => `mock-result-${kind}-cli`;

describe("genwait as a process of its own", () => {
  let mocks: MockServer;
  beforeAll(async () => {
    mocks = await startMockServer({
      apis: apis.map(({ name, document }) => ({ name, document })),
      port: 0,
      scenarios: resultScenarios,
      limits: false,
      // A process of its own cannot share a virtual time; half a minute of a job is short enough to sit through.
      speed: 100,
    });
  });
  afterAll(() => mocks.close());

  interface Options {
    readonly stdin?: string;
    readonly onStart?: (interrupt: () => void) => void;
  }
  const run = async (
    api: ContractApi,
    [word = "", ...rest]: readonly string[],
    options: Options = {},
  ): Promise<CliRun> => {
    const args = [word, ...api.cliArguments, ...rest, "--interval", "40ms", "--base-url", mocks.url(api.name)];
    const result = await runCli(args, { env: { [api.description.keyVariable]: testKey }, ...options });
    for (const trace of keyTraces) expect(result.stdout + result.stderr).not.toContain(trace);
    return result;
  };
  describe.concurrent.each(jobs)("waits for $title", patience, ({ api, job }) => {
    const ofJob = [...(job.name === api.description.defaultJob ? [] : ["--job", job.name]), ...jobArguments(job)];
    const results = possibleResults(job.declaration);
    const codes = [0, 1, 2].map((exitCode) => ({
      exitCode,
      results: results.filter((result) => result.exitCode === exitCode),
    }));

    it.each(codes.filter((code) => code.results.length > 0))(
      "to exit with $exitCode at every result that means it",
      async ({ exitCode, results }) => {
        const { code, stderr, ...said } = await run(api, [
          "wait",
          ...results.map(({ kind }) => idOf(kind)),
          "--json",
          ...ofJob,
        ]);
        expect({ code, stderr }).toEqual({ code: exitCode, stderr });
        expect(said.lines).toHaveLength(results.length);
        for (const { kind, phase, failureKind } of results) {
          const line = lineOf(said, idOf(kind));
          expect(line).toMatchObject({
            api: api.name,
            job: job.name,
            phase,
            attempts: expect.any(Number),
            body: expect.anything(),
          });
          expect(line["attempts"]).toBeGreaterThan(1);
          expect(line["elapsedMs"]).toBeGreaterThan(0);
          expect("items" in line).toBe(job.declaration.items !== undefined);
          expect(isRecord(line["failure"]) ? line["failure"]["kind"] : undefined).toBe(failureKind);
          expect(stderr).toMatch(new RegExp(`${idOf(kind)}.*pending`));
        }
      },
    );

    it("and gives the worst of several exit codes, and how to go on with what is not over", async () => {
      const ids = ["mock-result-succeeded-one", "mock-404", "mock-401"];
      const result = await run(api, ["wait", ...ids, "--json", ...ofJob]);
      expect(result.code).toBe(4);
      expect(result.lines).toHaveLength(ids.length);
      expect(lineOf(result, "mock-result-succeeded-one")).toMatchObject({ phase: "succeeded" });
      expect(lineOf(result, "mock-404")).toMatchObject({ error: { kind: "not-found" } });
      expect(lineOf(result, "mock-401")).toMatchObject({ error: { kind: "unauthorized" } });
      expect(result.stderr).toMatch(/genwait wait .*mock-401/);
    });
  });

  it.concurrent.each(creates)("waits for $title that it has created from stdin", patience, async ({ api, create }) => {
    const { args, stdin } = createArguments(create, import.meta.filename);
    const result = await run(api, ["create", "--wait", "--json", ...args], { stdin });
    expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 0, stderr: result.stderr });
    expect(lineOf(result)).toMatchObject({ api: api.name, phase: "succeeded" });
  });

  describe.concurrent.each(apis)("for $name", patience, (api) => {
    const ofJob = jobArguments(defaultJobOf(api));
    it("prints plain lines for people", async () => {
      const { code, stdout } = await run(api, ["wait", "mock-result-succeeded-plain", ...ofJob]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^succeeded .*mock-result-succeeded-plain/m);
    });

    it("exits with 3 when the time is up, and says how to go on", async () => {
      const { code, lines, stderr } = await run(api, ["wait", "mock-never-cli", "--json", "--timeout", "1s", ...ofJob]);
      expect({ code, stderr }).toEqual({ code: 3, stderr });
      expect(lines).toMatchObject([{ id: "mock-never-cli", error: { kind: "timeout" } }]);
      expect(stderr).toMatch(/genwait wait .*mock-never-cli/);
    });

    it("exits with 130 when it is interrupted, and says how to go on", async () => {
      const args = ["wait", "mock-never-interrupted", "--json", ...ofJob];
      const result = await run(api, args, { onStart: (interrupt) => interrupt() });
      expect(result.code).toBe(130);
      expect(lineOf(result)).toMatchObject({ id: "mock-never-interrupted", error: { kind: "aborted" } });
      expect(result.stderr).toMatch(/genwait wait .*mock-never-interrupted/);
    });
  });
});
