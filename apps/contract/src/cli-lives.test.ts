import type { MockServer } from "@genwait/mock-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apis, creates, jobs } from "./apis.ts";
import type { ContractApi } from "./contract-api.ts";
import { endsOfJob } from "./ends-of-job.ts";
import { isRecord } from "./json.ts";
import { startRealTimeMocks } from "./real-time-mocks.ts";
import { type CliRun, runCli } from "./run-cli.ts";
import { keyTraces, testKey } from "./test-key.ts";

// Processes queue for the two cores, and a test's time runs while it queues.
const patience = { timeout: 180_000 };

/** The only line of JSON, or the only one about an id. */
const lineOf = ({ lines }: CliRun, id?: string): Readonly<Record<string, unknown>> => {
  const found = lines.filter(isRecord).filter((line) => id === undefined || line["id"] === id);
  expect(found).toHaveLength(1);
  return found[0] ?? {};
};

const idOf = (kind: string): string => `mock-end-${kind}-cli`;

describe("genwait as a process of its own", () => {
  let mocks: MockServer;
  beforeAll(async () => {
    mocks = await startRealTimeMocks();
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
    const result = await runCli(args, { env: { [api.descriptor.keyVariable]: testKey }, ...options });
    for (const trace of keyTraces) expect(result.stdout + result.stderr).not.toContain(trace);
    return result;
  };
  describe.concurrent.each(jobs)("waits for $title", patience, ({ api, job }) => {
    const ofJob = job.name === api.descriptor.defaultJob ? [] : ["--job", job.name];
    const ends = endsOfJob(job.declaration);
    const codes = [0, 1, 2].map((exitCode) => ({ exitCode, ends: ends.filter((end) => end.exitCode === exitCode) }));

    it.each(codes.filter((code) => code.ends.length > 0))(
      "to exit with $exitCode at every end that means it",
      async ({ exitCode, ends }) => {
        const result = await run(api, ["wait", ...ends.map(({ kind }) => idOf(kind)), "--json", ...ofJob]);
        expect({ code: result.code, stderr: result.stderr }).toEqual({ code: exitCode, stderr: result.stderr });
        expect(result.lines).toHaveLength(ends.length);
        for (const { kind, phase, failureKind } of ends) {
          const line = lineOf(result, idOf(kind));
          expect(line).toMatchObject({
            api: api.name,
            job: job.name,
            phase,
            attempts: expect.any(Number),
            body: expect.anything(),
          });
          expect(line["attempts"]).toBeGreaterThan(1);
          expect(line["elapsedMs"]).toBeGreaterThan(0);
          expect(Array.isArray(line["items"])).toBe(true);
          expect(isRecord(line["failure"]) ? line["failure"]["kind"] : undefined).toBe(failureKind);
          expect(result.stderr).toMatch(new RegExp(`${idOf(kind)}.*pending`));
        }
      },
    );

    it("and gives the worst of several exit codes, and how to go on with what has not ended", async () => {
      const ids = ["mock-end-succeeded-one", "mock-404", "mock-401"];
      const result = await run(api, ["wait", ...ids, "--json", ...ofJob]);
      expect(result.code).toBe(4);
      expect(result.lines).toHaveLength(ids.length);
      expect(lineOf(result, "mock-end-succeeded-one")).toMatchObject({ phase: "succeeded" });
      expect(lineOf(result, "mock-404")).toMatchObject({ error: { kind: "not-found" } });
      expect(lineOf(result, "mock-401")).toMatchObject({ error: { kind: "unauthorized" } });
      expect(result.stderr).toMatch(/genwait wait .*mock-401/);
    });
  });

  it.concurrent.each(creates)("waits for $title that it has created from stdin", patience, async ({ api, create }) => {
    const command = ["create", "--input", "-", "--wait", "--json", "--operation", create.operation.id];
    const result = await run(api, command, { stdin: JSON.stringify(create.input) });
    expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 0, stderr: result.stderr });
    expect(lineOf(result)).toMatchObject({ api: api.name, phase: "succeeded" });
  });

  describe.concurrent.each(apis)("for $name", patience, (api) => {
    it("prints plain lines for people", async () => {
      const { code, stdout } = await run(api, ["wait", "mock-end-succeeded-plain"]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^succeeded .*mock-end-succeeded-plain/m);
    });

    it("exits with 3 when the time is up, and says how to go on", async () => {
      const { code, lines, stderr } = await run(api, ["wait", "mock-never-cli", "--json", "--timeout", "1s"]);
      expect({ code, stderr }).toEqual({ code: 3, stderr });
      expect(lines).toMatchObject([{ id: "mock-never-cli", error: { kind: "timeout" } }]);
      expect(stderr).toMatch(/genwait wait .*mock-never-cli/);
    });

    it("exits with 130 when it is interrupted, and says how to go on", async () => {
      const args = ["wait", "mock-never-interrupted", "--json"];
      const result = await run(api, args, { onStart: (interrupt) => interrupt() });
      expect(result.code).toBe(130);
      expect(lineOf(result)).toMatchObject({ id: "mock-never-interrupted", error: { kind: "aborted" } });
      expect(result.stderr).toMatch(/genwait wait .*mock-never-interrupted/);
    });
  });
});
