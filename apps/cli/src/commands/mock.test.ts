import { EventEmitter, once } from "node:events";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testIo, writtenOutput } from "../fixtures/test-io.ts";
import { withoutTool } from "../fixtures/tools.ts";
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

const overlay = {
  overlay: "1.0.0",
  info: { title: "A loom is a job", version: "1" },
  actions: [
    {
      target: "$.paths['/looms/{id}'].get",
      update: {
        responses: {
          200: {
            content: {
              "application/json": {
                schema: {
                  type: "object",
                  required: ["id", "status"],
                  properties: { id: { type: "string" }, status: { type: "string", enum: ["weaving", "woven"] } },
                },
                example: { id: "l1", status: "woven" },
              },
            },
          },
        },
        "x-job": {
          name: "loom",
          id: { request: "$request.path.id", response: "/id" },
          state: { at: "/status", values: { pending: ["weaving"], succeeded: ["woven"] }, otherwise: "pending" },
        },
      },
    },
  ],
};

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "genwait-mock-"));
  await mkdir(join(folder, "looms/src/generated"), { recursive: true });
  await writeFile(join(folder, "looms/src/generated/openapi.json"), JSON.stringify(document));
  await writeFile(join(folder, "looms/openapi.json"), `\uFEFF${JSON.stringify(document)}`);
  await writeFile(join(folder, "looms.yaml"), JSON.stringify(document));
  await writeFile(join(folder, "none.yaml"), "just: text");
  await writeFile(join(folder, "loom.overlay.yaml"), JSON.stringify(overlay));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const withoutCurl = withoutTool("curl");

type Facts = Parameters<typeof testIo>[0];

interface Served {
  readonly urls: readonly string[];
  /** Resolves with the match once stderr has this. */
  readonly heard: (text: string | RegExp) => Promise<RegExpMatchArray | null>;
}

/** Runs the mock until it would open its page, which it does last, and what is done with it then. */
const serve = async (args: readonly string[], use: (served: Served) => Promise<unknown>, facts: Facts = {}) => {
  const controller = new AbortController();
  const written = new EventEmitter();
  const stdout = writtenOutput();
  const stderr = writtenOutput();
  const opened: string[] = [];
  const ready = Promise.withResolvers<void>();
  const heard: Served["heard"] = async (text) => {
    while (stderr.text.match(text) === null) await once(written, "written");
    return stderr.text.match(text);
  };
  const io = testIo({
    cwd: folder,
    signal: controller.signal,
    stdout,
    stderr: Object.defineProperties({} as typeof stderr, {
      write: { value: (part: string) => (stderr.write(part), written.emit("written")) },
      text: { get: () => stderr.text },
    }),
    open: async (address) => {
      opened.push(address);
      ready.resolve();
    },
    ...facts,
  });
  const ended = run(["mock", "--port", "0", "--open", ...args], io);
  await Promise.race([ready.promise, ended]);
  if (opened.length > 0) {
    await use({ urls: [...stdout.text.matchAll(/http:\S+/g)].map(([url]) => url), heard });
    controller.abort();
  }
  return { code: await ended, stdout: stdout.text, stderr: stderr.text, opened };
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

  test("says at once that it is starting", async () => {
    const { stderr } = await serve(["gamma", "affogato"], async () => {});
    expect(stderr).toMatch(/^Starting the mock of gamma, affogato …\n/);
  });

  test("has lines to paste for this program, as the person calls it, that work", async () => {
    const { stderr } = await serve(
      ["gamma"],
      async ({ heard }) => {
        await heard("npx genwait wait");
      },
      { program: "npx genwait" },
    );
    expect(stderr).toMatch(/^ {2}npx genwait wait gamma mock-slow-5s --base-url http:\/\/127\.0\.0\.1:\d+$/m);
  });

  test.skipIf(withoutCurl !== "")(`has lines for curl that work as they are pasted${withoutCurl}`, async () => {
    const { stderr } = await serve(["gamma", "affogato"], async ({ heard }) => {
      const [intro = ""] = (await heard(/[^]*Jobs and requests, live/)) ?? [];
      const lines = intro.match(/^ {2}curl .*$/gm) ?? [];
      expect(lines).toHaveLength(4);
      for (const line of lines) {
        const { stdout } = await promisify(execFile)("bash", ["-c", `${line} --silent --fail-with-body`]);
        expect(JSON.parse(stdout)).toBeTypeOf("object");
      }
    });
    expect(stderr.match(/ 20\d {2}(?:GET|POST)/g)).toHaveLength(4);
  });

  test("says nothing of speed to whom it is fast already", async () => {
    expect((await serve(["gamma", "--speed", "20"], async () => {})).stderr).not.toContain("--speed");
  });

  test("may open the page", async () => {
    const { opened } = await serve(["gamma"], async () => {});
    expect(opened).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/_mock\/$/)]);
  });
});

describe("a document", () => {
  test("is mocked by its path, under the name of its file or its folder, each name once", async () => {
    const { stdout, stderr } = await serve(["looms/openapi.json", "./looms.yaml"], async ({ urls }) => {
      expect(await (await fetch(`${urls[0]}/looms/l1`)).json()).toEqual({ id: "l1" });
    });
    expect(stdout).toMatch(/^looms http.*\nlooms-2 http/);
    expect(stderr).toContain("No operation of it has an x-job");
    expect(stderr.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });

  test("is mocked under the name of what it was generated in", async () => {
    const { stdout } = await serve(["looms/src/generated/openapi.json"], async () => {});
    expect(stdout).toMatch(/^looms http/);
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

const ask = async ({ urls }: Served): Promise<void> => {
  await fetch(`${urls[0]}/v1.0/generations/mock-failed?a=%1B`, { headers: { "x-api-key": "any" } });
};

describe("a request", () => {
  test("leaves a line", async () => {
    const { stderr } = await serve(["gamma"], ask);
    expect(stderr).toMatch(/^gamma {2}200 {2}GET \/v1\.0\/generations\/mock-failed\S* .*pending, failed$/m);
  });

  test("leaves none where nobody wants it", async () => {
    expect((await serve(["gamma", "--quiet"], ask)).stderr).not.toMatch(/ 200 /);
  });

  test("leaves a line of JSON, and nothing else, with --log json", async () => {
    const { stderr } = await serve(["gamma", "--log", "json"], ask);
    const lines = stderr.trimEnd().split("\n");
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
      requestHeaders: {},
      responseHeaders: {},
      requestBody: "",
      responseBody: "",
    };
    const line = requestLine({ ...entry, target: "/\u001B[2J\nx", hint: "\u202Edid you mean" }, (_, text) => text);
    expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  });
});

const json = { "x-api-key": "any", "content-type": "application/json" };
const create = (url: string | undefined, body: object): Promise<Response> =>
  fetch(`${url}/v1.0/generations`, { method: "POST", headers: json, body: JSON.stringify(body) });
const exportUrl = async (url: string | undefined): Promise<string> => {
  const created = await create(url, { inputText: "hikes", exportAs: "pdf" });
  const { generationId } = (await created.json()) as { readonly generationId: string };
  const polled = await fetch(`${url}/v1.0/generations/${generationId}`, { headers: json });
  return ((await polled.json()) as { readonly exportUrl: string }).exportUrl;
};

const statusOfBadCreate = async ({ urls: [url] }: Served): Promise<number> =>
  (await create(url, { inputText: 7 })).status;

/** The id of the first job that a mock with this seed makes. */
const firstId = async (seed: string): Promise<string> => {
  let id = "";
  await serve(["gamma", "--seed", seed], async ({ urls: [url] }) => {
    ({ generationId: id } = (await (await create(url, { inputText: "a" })).json()) as { generationId: string });
  });
  return id;
};

describe("an option", () => {
  test("chooses keys and limits", async () => {
    await serve(["gamma", "--keys", "one, two", "--limits", "1/1h"], async ({ urls: [url] }) => {
      const status = async (key: string): Promise<number> =>
        (await fetch(`${url}/v1.0/generations/mock-instant`, { headers: { "x-api-key": key } })).status;
      expect([await status("any"), await status("two"), await status("two")]).toEqual([401, 200, 429]);
    });
    await serve(["gamma", "--any-id", "--limits", "off", "--scenario", "instant"], async ({ urls: [url] }) => {
      const response = await fetch(`${url}/v1.0/generations/whatever`, { headers: { "x-api-key": "any" } });
      expect(response.status).toBe(200);
    });
  });

  test("lets requests pass that are not as the document wants them, only where that is asked for", async () => {
    await serve(["gamma"], async (served) => expect(await statusOfBadCreate(served)).toBe(400));
    await serve(["gamma", "--no-validate"], async (served) =>
      expect(await statusOfBadCreate(served)).toBeLessThan(300),
    );
  });

  test("says where the addresses of results lead", async () => {
    const args = ["gamma", "--scenario", "instant"];
    await serve(args, async ({ urls: [url] }) => {
      expect(await exportUrl(url)).toContain(`${url}/_mock/files/`);
    });
    await serve([...args, "--vendor-urls"], async ({ urls: [url] }) => {
      expect(await exportUrl(url)).toMatch(/^https:/);
    });
    await serve([...args, "--public-url", "https://mock.example"], async ({ urls: [url] }) => {
      expect(await exportUrl(url)).toMatch(/^https:\/\/mock\.example\/_mock\/files\//);
    });
  });

  test("lets time run faster", async () => {
    await serve(["gamma", "--speed", "10"], async ({ urls: [url] }) => {
      expect(await (await fetch(`${url}/_mock/clock`)).json()).toMatchObject({ speed: 10 });
    });
  });

  test("makes the same ids of the same seed", async () => {
    expect(await firstId("tea")).toBe(await firstId("tea"));
    expect(await firstId("tea")).not.toBe(await firstId("coffee"));
  });

  test("asks callers of the control API for the token", async () => {
    const token = "long-enough-to-be-one";
    await serve(["gamma", "--token", token], async ({ urls: [url] }) => {
      const status = async (headers: Record<string, string> = {}): Promise<number> =>
        (await fetch(`${url}/_mock/jobs`, { headers })).status;
      expect([await status(), await status({ "x-mock-token": token })]).toEqual([401, 200]);
    });
  });

  test("brings scenarios of the caller's own, the file's default among them", async () => {
    await writeFile(
      join(folder, "own.yaml"),
      "default: gone\nscenarios:\n  gone: { duration: 0s, result: failed, failure: { message: Out of paper } }\n",
    );
    await serve(["gamma", "--scenarios", "own.yaml"], async ({ urls: [url] }) => {
      const { generationId } = (await (await create(url, { inputText: "a" })).json()) as { generationId: string };
      const polled = await fetch(`${url}/v1.0/generations/${generationId}`, { headers: json });
      expect(await polled.json()).toMatchObject({ status: "failed", error: { message: "Out of paper" } });
    });
  });

  test("lays overlays over a document, which may bring its x-job", async () => {
    const { stderr } = await serve(["looms.yaml", "--overlay", "loom.overlay.yaml"], async ({ urls }) => {
      const response = await fetch(`${urls[0]}/looms/mock-instant`);
      expect(await response.json()).toEqual({ id: "mock-instant", status: "woven" });
    });
    expect(stderr).not.toContain("x-job");
  });

  test("reads what was changed again, and goes on with what it had where that is no document", async () => {
    const file = join(folder, "watched.yaml");
    await writeFile(file, JSON.stringify(document));
    await serve(["watched.yaml", "--watch"], async ({ urls, heard }) => {
      const getLoom = async (): Promise<unknown> => (await fetch(`${urls[0]}/looms/l1`)).json();
      await writeFile(file, "paths: [");
      await heard("The mock goes on with what it had.");
      expect(await getLoom()).toEqual({ id: "l1" });
      await writeFile(file, JSON.stringify(document).replaceAll('"l1"', '"l2"'));
      await heard("Read again, because watched.yaml has changed.");
      expect(await getLoom()).toEqual({ id: "l2" });
    });
  });

  test("passes calls through to a real service, and records what it responds", async () => {
    await serve(["gamma", "--scenario", "instant"], async ({ urls: [upstream = ""] }) => {
      const args = ["gamma", "--proxy", upstream, "--record", "recorded.yaml"];
      const { stderr } = await serve(args, async ({ urls }) => {
        const response = await fetch(`${urls[0]}/v1.0/generations/mock-failed`, { headers: { "x-api-key": "any" } });
        expect(response.status).toBe(200);
      });
      expect(stderr).toContain(`Nothing is mocked: every call goes to ${upstream}`);
      const recorded = await readFile(join(folder, "recorded.yaml"), "utf8");
      expect(recorded).toMatch(/^responses:\n {2}- name: .*\n {4}job: generation\n/);
      const again = await serve(args, async () => {});
      expect(again).toMatchObject({ code: 64, stderr: expect.stringContaining("it is there already") });
    });
  });

  test("records texts only where it is asked to", async () => {
    await serve(["gamma", "--scenario", "instant"], async ({ urls: [upstream = ""] }) => {
      const recordedBy = async (file: string, ...more: readonly string[]): Promise<string> => {
        const args = ["gamma", "--proxy", upstream, "--record", file, ...more];
        await serve(args, async ({ urls: [url] }) => {
          const created = await create(url, { inputText: "My own plans" });
          const { generationId } = (await created.json()) as { readonly generationId: string };
          await fetch(`${url}/v1.0/generations/${generationId}`, { headers: json });
        });
        return readFile(join(folder, file), "utf8");
      };
      expect(await recordedBy("texts.yaml", "--record-raw")).toContain("My own plans");
      expect(await recordedBy("none.recorded.yaml")).not.toContain("My own plans");
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
    [
      ["--webhook-url", "nowhere"],
      "--webhook-url nowhere is no http address. Write one such as http://127.0.0.1:3000/hook.",
    ],
    [["--callbacks", "all"], "--callbacks all makes no sense. Write loopback, anywhere or none."],
    [["--record", "x.yaml"], "--record writes what a real service responds. Add --proxy <its address>."],
    [["--record-raw"], "--record-raw is for a recording. Add --record <file>."],
    [["affogato", "--proxy", "https://studio.example"], "--proxy is for one API. Name one."],
    [["affogato", "--overlay", "loom.overlay.yaml"], "--overlay is for one API. Name one."],
    [
      ["--overlay", "no-such.yaml"],
      "Failed to read no-such.yaml: there is no such file. Give the path of an OpenAPI overlay.",
    ],
    [["--log", "xml"], "--log xml makes no sense. Write plain or json."],
    [["--port", "70000"], "--port 70000 makes no sense. Give a whole number from 0 to 65535."],
    [["affogato", "--port", "65535"], "--port 65535 leaves no port for 2 APIs. Give one up to 65534."],
    [["--speed", "0"], "--speed 0 makes no sense. Give a number from 0.001 to 1000000."],
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
