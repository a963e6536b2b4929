import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isRecord } from "@genwait/lifecycle";
import { type MockServer, startMockServer } from "@genwait/mock-server";
import { Ajv } from "ajv";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import schema from "../json-line.schema.json" with { type: "json" };
import { testIo, type TestIo } from "./fixtures/test-io.ts";
import { ownApi } from "./load-api.ts";
import { loadMocks } from "./mock-sources.ts";
import { run } from "./run.ts";

/** Services whose jobs are more than an id: made up, beside the contract suite. */
const clientOf = (name: string): string =>
  fileURLToPath(new URL(`../../contract/fixtures/${name}/client`, import.meta.url));

let mocks: MockServer;
let folder = "";
beforeAll(async () => {
  const names = ["quarry", "mill", "bellows", "lathe"];
  const loaded = await loadMocks(await Promise.all(names.map((name) => ownApi(clientOf(name), "."))));
  mocks = await startMockServer({ apis: loaded.map(({ source }) => source), port: 0, limits: false, speed: 1_000 });
  folder = await mkdtemp(join(tmpdir(), "genwait-given-"));
});
beforeEach(() => mocks.reset());
afterAll(async () => {
  await mocks.close();
  await rm(folder, { recursive: true, force: true });
});

type Run = TestIo & { readonly code: number; readonly lines: readonly Record<string, unknown>[] };
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

const genwait = async (
  api: string,
  [word = "", ...rest]: readonly string[],
  input: string | Buffer = "",
): Promise<Run> => {
  const io = testIo({ cwd: folder, input, fetch });
  const code = await run([word, "--client", clientOf(api), ...rest, "--base-url", mocks.url(api)], io);
  const lines = io.stdout.text
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line): unknown => JSON.parse(line))
    .filter(isRecord);
  for (const line of lines) expect({ line, isValid: validate(line) }).toEqual({ line, isValid: true });
  return { ...io, code, lines };
};

/** What follows `To go on: ` or `Wait for it with: `, as a shell splits it. */
const pastedFrom = (text: string, before: string): readonly string[] => {
  const [, line = ""] = new RegExp(`${before}: genwait (.*)`).exec(text) ?? [];
  const words = line.replaceAll("'", "").split(" ");
  const at = words.indexOf("--base-url");
  return words.filter(
    (_, index) => index !== at && index !== at + 1 && words[index - 1] !== "--client" && words[index] !== "--client",
  );
};

const cut = '{"block":"marble-7"}';
const sieve = '{"flour":"stones/north/7f31"}';

const lineOf = (job: string): string => JSON.stringify({ api: "mill", job, id: "a/b", parameters: { workspace: "n" } });

describe("a job that is more than its id", () => {
  test("goes on by what a create has printed, as it is pasted and as lines on stdin", async () => {
    for (const [api, input, more] of [
      ["quarry", cut, []],
      ["lathe", '{"prompt":"a bowl"}', ["--operation", "turnPro"]],
      ["mill", sieve, ["--operation", "createSieve", "--param", "workspace=north"]],
    ] as const) {
      const created = await genwait(api, ["create", "--input", "-", "--json", ...more], input);
      expect({ code: created.code, said: created.stderr.text }).toMatchObject({ code: 0 });
      const pasted = pastedFrom(created.stderr.text, "Wait for it with");
      const waited = await genwait(api, [...pasted, "--json", "--interval", "10ms"]);
      expect({ code: waited.code, said: waited.stderr.text }).toMatchObject({ code: 0 });
      const piped = await genwait(api, ["wait", "-", "--json", "--interval", "10ms"], created.stdout.text);
      expect({ code: piped.code, said: piped.stderr.text }).toMatchObject({ code: 0 });
      const { id, job, parameters, addresses } = created.lines[0] ?? {};
      for (const { lines } of [waited, piped])
        expect(lines).toMatchObject([
          {
            id,
            job,
            phase: "succeeded",
            ...(parameters !== undefined && { parameters }),
            ...(addresses !== undefined && { addresses }),
          },
        ]);
    }
  });

  test("is asked for by the option that is missing, before anything is sent", async () => {
    const { code, stderr } = await genwait("mill", ["wait", "a/b"]);
    expect(stderr.text).toBe("A grind of mill is known by more than its id. Add --param workspace=<value>.\n");
    expect(code).toBe(64);
    const created = await genwait("mill", ["create", "--operation", "createSieve", "--input", "-"], sieve);
    expect(created.stderr.text).toContain("createSieve needs more than its body. Add --param workspace=<value>.");
    expect(created.code).toBe(64);
  });

  test.each([
    ["mill", ["--param", "workspce=north"], 'A grind of mill has no parameter "workspce". Did you mean workspace?'],
    ["mill", ["--param", "workspace"], "--param workspace makes no sense."],
    [
      "quarry",
      ["--param", "workspace=north"],
      'A cut of quarry has no parameter "workspace". It is known by its id alone.',
    ],
    ["quarry", ["--address", "https://elsewhere.example/1"], "https://elsewhere.example, which is not declared"],
    ["quarry", ["--address", "output=http://127.0.0.1:1/x"], "http://127.0.0.1:1, which is not declared"],
    ["quarry", ["--address", "soon"], "cannot be read without doubt"],
    ["quarry", ["y", "--address", "https://a.quarry.example/1"], "--address is for one job."],
    ["mill", ["--param", "workspace=north", "--address", "https://api.mill.example/1"], "which is not declared"],
    ["bellows", ["--param", "a=b=c"], 'A gust of bellows has no parameter "a".'],
  ])("%s refuses %j", async (api, options, why) => {
    const { code, stderr } = await genwait(api, ["wait", "x", ...options]);
    expect(stderr.text).toContain(why);
    expect(code).toBe(64);
  });

  test("has no address where its API gives none", async () => {
    const io = testIo({ cwd: folder });
    expect(await run(["wait", "gamma", "x", "--address", "https://public-api.gamma.app/1"], io)).toBe(64);
    expect(io.stderr.text).toContain("--address has no meaning here: gamma gives no addresses of a generation.");
  });

  test.each([
    ['{"id":"x","api":"other"}', "A line on stdin is about other, not quarry."],
    ['{"api":"quarry"}', "A line of JSON on stdin has no id."],
    ['{"id":"x"', "neither an id nor a whole line of JSON"],
    ['{"id":"x","addresses":{"status":"https://elsewhere.example/"}}', "which is not declared"],
    ['{"api":"quarry","job":"cut","id":null,"phase":"unknown"}', "There is no job on stdin."],
  ])("a line on stdin may not be %s", async (line, why) => {
    const { code, stderr } = await genwait("quarry", ["wait", "-"], `${line}\n`);
    expect(stderr.text).toContain(why);
    expect(code).toBe(64);
  });

  test("keeps jobs of several kinds apart", async () => {
    const { code, stderr } = await genwait("mill", ["wait", "-"], `${lineOf("sieve")}\n${lineOf("grind")}\n`);
    expect(stderr.text).toContain("a/b is a grind, not a sieve.");
    expect(code).toBe(64);
  });

  test("is started from bytes, and from a form with files", async () => {
    await writeFile(join(folder, "grain.gif"), "GIF89a");
    const form = ["--operation", "createGrind", "--param", "workspace=n", "--file", "grain=grain.gif"];
    const grind = await genwait("mill", ["create", ...form, "--wait", "--interval", "10ms"]);
    expect({ code: grind.code, said: grind.stderr.text }).toMatchObject({ code: 0 });
    const blow = await genwait(
      "bellows",
      ["create", "--operation", "createBlow", "--input", "-", "--param", "tone=high"],
      Buffer.from([1, 2]),
    );
    expect({ code: blow.code, said: blow.stderr.text }).toMatchObject({ code: 0 });
    const wrong = await genwait("quarry", ["create", "--file", "block=grain.gif"]);
    expect(wrong.stderr.text).toContain("--file is for a form, and submitCut takes none.");
  });
});

describe("what a result brings", () => {
  test("is written where it is bytes, and downloaded where the output has its address", async () => {
    const output = join(folder, "results");
    const options = ["--output", output, "--json", "--interval", "10ms"];
    const bytes = await genwait("bellows", ["wait", "mock-instant-1", "--job", "blow", ...options]);
    expect(bytes.lines).toMatchObject([
      { files: [{ at: "", path: join(output, "mock-instant-1.mp3") }], body: { type: "audio/mpeg" } },
    ]);
    const sieve = ["wait", "mock-instant-2", "--job", "sieve", "--param", "workspace=n", ...options];
    expect((await genwait("mill", sieve)).lines).toMatchObject([
      {
        files: [{ at: "", path: join(output, "mock-instant-2.csv") }],
        output: { size: expect.any(Number) },
        expiresAt: expect.any(String),
      },
    ]);
    expect((await genwait("quarry", ["wait", "mock-instant-3", ...options])).lines).toMatchObject([
      { files: [{ at: "/slabs/0/url", path: join(output, "mock-instant-3-1.png") }], output: { slabs: [{}] } },
    ]);
    for (const name of await readdir(output)) expect((await readFile(join(output, name))).length).toBeGreaterThan(0);
  });

  test("is told with the time until which it is good", async () => {
    const { stdout } = await genwait("mill", ["wait", "mock-instant-1", "--job", "sieve", "--param", "workspace=n"]);
    expect(stdout.text).toMatch(/^ {2}good until \d{4}-\d\d-\d\dT/m);
  });
});

describe("genwait cancel", () => {
  test("stops jobs, and tells where they stand", async () => {
    const words = ["cancel", "mock-never-1", "mock-never-2", "--param", "workspace=north", "--json"];
    const { code, lines } = await genwait("mill", words);
    expect(code).toBe(0);
    expect(lines).toMatchObject(
      ["mock-never-1", "mock-never-2"].map((id) => ({
        id,
        phase: "failed",
        failure: { kind: "cancelled" },
        cancel: "requested",
        cancelRequested: true,
      })),
    );
  });

  test("says so where it comes too late, and leaves the result alone", async () => {
    const words = ["mock-instant-1", "--param", "workspace=north"];
    const { code, stdout } = await genwait("mill", ["cancel", ...words]);
    expect(code).toBe(0);
    expect(stdout.text).toMatch(/^succeeded .*mock-instant-1, too late to stop it/);
    expect((await genwait("mill", ["wait", ...words])).code).toBe(0);
  });

  test("is refused where the API declares none, before anything is sent", async () => {
    const { code, stderr } = await genwait("lathe", ["cancel", "x"]);
    expect(stderr.text).toBe("Lathe declares no way to cancel a turn. Nothing was sent to it: the job goes on.\n");
    expect(code).toBe(64);
  });

  test("takes the lines that create prints", async () => {
    const created = await genwait("quarry", ["create", "--input", "-", "--json"], cut);
    const { code, lines } = await genwait("quarry", ["cancel", "-", "--json"], created.stdout.text);
    expect(code).toBe(0);
    expect(lines).toMatchObject([
      { id: created.lines[0]?.["id"], cancel: expect.stringMatching(/requested|too-late/) },
    ]);
  });

  test("exits as an unknown job demands", async () => {
    expect((await genwait("quarry", ["cancel", "never-created"])).code).toBe(4);
  });
});
