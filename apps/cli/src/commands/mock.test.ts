import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testIo, writtenOutput } from "../fixtures/test-io.ts";
import { run } from "../run.ts";
import { requestLine } from "./mock.ts";

const document = {
  openapi: "3.0.3",
  info: { title: "Looms \u001B[2J", version: "1" },
  paths: {
    "/looms/{id}": {
      get: {
        operationId: "getLoom",
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        responses: { 200: { description: "A loom", content: { "application/json": { example: { id: "l1" } } } } },
      },
    },
  },
};

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "genwait-mock-"));
  await mkdir(join(folder, "looms"));
  await writeFile(join(folder, "looms/openapi.json"), `\uFEFF${JSON.stringify(document)}`);
  await writeFile(join(folder, "looms.yaml"), JSON.stringify(document));
  await writeFile(join(folder, "none.yaml"), "just: text");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Facts = Parameters<typeof testIo>[0];

/** Runs the mock until it has told its addresses, and what is done with them. */
const serve = async (
  args: readonly string[],
  use: (urls: readonly string[]) => Promise<unknown>,
  facts: Facts = {},
) => {
  const controller = new AbortController();
  let told = (): void => {};
  const ready = new Promise<void>((resolve) => (told = resolve));
  const stdout = writtenOutput();
  const stderr = writtenOutput();
  const open = async (): Promise<void> => {};
  const heard = { ...stderr, write: (text: string) => (stderr.write(text), /live:|^$/m.test(text) && told()) };
  const io = testIo({
    cwd: folder,
    signal: controller.signal,
    stdout,
    stderr: Object.defineProperty(heard, "text", { get: () => stderr.text }),
    open,
    ...facts,
  });
  const ended = run(["mock", "--port", "0", ...args], io);
  const code = await Promise.race([ready, ended]);
  if (code === undefined) {
    await use([...stdout.text.matchAll(/http:\S+/g)].map(([url]) => url));
    controller.abort();
  }
  return { code: await ended, stdout: stdout.text, stderr: stderr.text };
};

describe("the start", () => {
  test("says what can be called, with lines to paste, which key is good, and how to go faster", async () => {
    const { code, stdout, stderr } = await serve(["gamma"], async () => {});
    expect(code).toBe(0);
    expect(stdout).toMatch(/^gamma http:\/\/127\.0\.0\.1:\d+\n$/);
    expect(stderr).toContain("GET  /v1.0/generations/{id}");
    expect(stderr).toMatch(/curl http:\S+\/v1\.0\/generations -H 'x-api-key: any' .* -d '\{.*\}'/i);
    expect(stderr).toMatch(/curl http:\S+\/v1\.0\/generations\/mock-succeeded/);
    expect(stderr).toContain("any key is good");
    expect(stderr).toContain("--speed 50");
  });

  test("says nothing of speed to whom it is fast already", async () => {
    expect((await serve(["gamma", "--speed", "20"], async () => {})).stderr).not.toContain("--speed");
  });

  test("may open the page", async () => {
    const opened: string[] = [];
    await serve(["gamma", "--open"], async () => {}, { open: async (address) => void opened.push(address) });
    expect(opened).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/_mock\/$/)]);
  });
});

describe("a document", () => {
  test("is mocked by its path, under the name of its file or its folder, each name once", async () => {
    const { stdout, stderr } = await serve(["looms/openapi.json", "./looms.yaml"], async (urls) => {
      expect(await (await fetch(`${urls[0]}/looms/l1`)).json()).toEqual({ id: "l1" });
    });
    expect(stdout).toMatch(/^looms http.*\nlooms-2 http/);
    expect(stderr).toContain("No operation of it has an x-job");
    expect(stderr.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });

  test("is mocked by its address", async () => {
    const asked: string[] = [];
    const fetchOne: typeof fetch = async (url) => {
      asked.push(String(url));
      return Response.json(document);
    };
    const { stdout } = await serve(["https://looms.example/docs/openapi.json"], async () => {}, { fetch: fetchOne });
    expect(asked).toEqual(["https://looms.example/docs/openapi.json"]);
    expect(stdout).toMatch(/^docs http/);
  });

  test.each([
    ["no-such.yaml", "there is no such file"],
    ["none.yaml", "no OpenAPI 3 document"],
    ["http://looms.example/openapi.json", "is no https address"],
    ["https://looms.example/openapi.json", "not sent"],
    ["gama", "Did you mean gamma?"],
  ])("%s is refused in one sentence", async (place, message) => {
    const { code, stderr } = await serve([place], async () => {});
    expect(code).toBe(64);
    expect(stderr).toContain(message);
  });
});

describe("a request", () => {
  const ask = async (urls: readonly string[]): Promise<void> => {
    await fetch(`${urls[0]}/v1.0/generations/mock-failed?a=%1B`, { headers: { "x-api-key": "any" } });
  };

  test("leaves a line", async () => {
    const { stderr } = await serve(["gamma"], ask);
    expect(stderr).toMatch(/^gamma {2}200 {2}GET \/v1\.0\/generations\/mock-failed\S* .*pending, failed$/m);
  });

  test("leaves none where nobody wants it", async () => {
    expect((await serve(["gamma", "--quiet"], ask)).stderr).not.toMatch(/ 200 /);
  });

  test("leaves a line of JSON, and nothing else, with --log json", async () => {
    const { stderr } = await serve(["gamma", "--log", "json", "--open"], ask, {
      open: () => Promise.reject(new Error("none")),
    });
    const lines = stderr
      .trimEnd()
      .split("\n")
      .filter((line) => !line.startsWith("There is no browser"));
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { api: "gamma", method: "GET", status: 200 },
    ]);
  });

  test("cannot steer the terminal by what it says", () => {
    const entry = {
      number: 1,
      atMs: 0,
      callerMs: 0,
      api: "gamma",
      method: "GET",
      status: 404,
      requestBody: "",
      responseBody: "",
    };
    const line = requestLine({ ...entry, target: "/\u001B[2J\nx", hint: "\u202Edid you mean" }, (_, text) => text);
    expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  });
});

describe("an option", () => {
  test("chooses keys and limits", async () => {
    await serve(["gamma", "--keys", "one, two", "--limits", "1/1h"], async ([url]) => {
      const status = async (key: string): Promise<number> =>
        (await fetch(`${url}/v1.0/generations/mock-instant`, { headers: { "x-api-key": key } })).status;
      expect([await status("any"), await status("two"), await status("two")]).toEqual([401, 200, 429]);
    });
    await serve(["gamma", "--any-id", "--limits", "off", "--scenario", "instant"], async ([url]) => {
      const response = await fetch(`${url}/v1.0/generations/whatever`, { headers: { "x-api-key": "any" } });
      expect(response.status).toBe(200);
    });
  });

  test.each([
    [
      ["--host", "0.0.0.0"],
      "--host 0.0.0.0 lets other machines in. It needs --expose and a token of at least 16 characters in GENWAIT_MOCK_TOKEN.",
    ],
    [["--host", "0.0.0.0", "--expose"], "It needs a token of at least 16 characters in GENWAIT_MOCK_TOKEN."],
    [["--host", "0.0.0.0", "--token", "long-enough-to-be-one"], "It needs --expose."],
    [["--limits", "many"], "--limits many makes no sense. Write off, or 60/1m for 60 requests a minute."],
    [["--limits", "0/1m"], "--limits 0/1m makes no sense."],
    [["--keys", " , "], "--keys has no key."],
    [["--log", "xml"], "--log xml makes no sense. Write plain or json."],
    [["--port", "70000"], "--port 70000 makes no sense."],
  ])("that makes no sense is refused in one sentence: %j", async (args, message) => {
    const { code, stderr } = await serve(["gamma", ...args], async () => {});
    expect(code).toBe(64);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd()).not.toContain("\n");
  });

  test("the token of the environment is good, too", async () => {
    const { code } = await serve(["gamma", "--host", "0.0.0.0", "--expose"], async () => {}, {
      env: { GENWAIT_MOCK_TOKEN: "long-enough-to-be-one" },
    });
    expect(code).toBe(0);
  });
});
