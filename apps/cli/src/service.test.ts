import { execFileSync } from "node:child_process";
import type { ApiDescription, ApiOperation } from "@genwait/client-core";
import { expect, test } from "vitest";
import { parseOptions } from "./options.ts";
import { chooseCreate, clientOf, findService, type Service, serviceOptions, tellKeyless } from "./service.ts";
import { howToGoOn } from "./how-to-go-on.ts";
import { testIo, testJob } from "./fixtures/test-io.ts";

const api = { defaultJob: "picture" };
type Facts = Partial<Parameters<typeof howToGoOn>[1]>;
const words = (ids: readonly string[], facts: Facts = {}): string =>
  howToGoOn(
    ids.map((id) => testJob(id)),
    { program: "genwait", api, ...facts },
  );

test("what goes on is a line to copy, one for all ids", () => {
  expect(words(["p1", "p2", "p3"])).toBe("genwait wait pictures p1 p2 p3");
});

test("it keeps the job, the server and the caller's own package", () => {
  const facts = { api: { defaultJob: "album" }, baseUrl: "http://127.0.0.1:4010", own: "./my decks" };
  expect(words(["p1"], facts)).toBe(
    "genwait wait --client './my decks' p1 --job picture --base-url http://127.0.0.1:4010",
  );
});

test("it begins with what the person calls this program", () => {
  expect(words(["p1"], { program: "npx genwait" })).toBe("npx genwait wait pictures p1");
});

test("an id that a shell would read otherwise is quoted", () => {
  expect(words(["a'b $HOME"])).toBe(`genwait wait pictures 'a'\\''b $HOME'`);
});

test("an id that looks like an option stands where there are none", () => {
  const facts = { api, baseUrl: "http://127.0.0.1:4010" };
  expect(words(["-p1", "p2"], facts)).toBe("genwait wait pictures --base-url http://127.0.0.1:4010 -- -p1 p2");
});

test("an id cannot steer the terminal, and is the same id once it is pasted", () => {
  const line = words(["a\u001B[2J\nb\u202E'\\", "plain"]);
  expect(line).toBe(String.raw`genwait wait pictures $'a\u001b[2J\u000ab\u202e\'\\' plain`);
  const pasted = execFileSync("bash", ["-c", `genwait() { printf '%s|' "$@"; }; ${line}`], { encoding: "utf8" });
  expect(pasted).toBe("wait|pictures|a\u001B[2J\nb\u202E'\\|plain|");
});

test("more ids than a shell takes as a line are told as lines, still in one command", () => {
  const ids = Array.from({ length: 20_000 }, (_, index) => `p-${index}`);
  const script = `genwait() { echo "$*"; cat; }\n${words(ids, { own: "./x" })}\n`;
  const pasted = execFileSync("bash", { encoding: "utf8", input: script });
  expect(pasted).toBe(`wait --client ./x -\n${ids.join("\n")}\n`);
});

const operation = (id: string, more: Partial<ApiOperation> = {}): ApiOperation => ({
  id,
  method: "POST",
  path: `/${id}`,
  starts: { method: "startPicture", job: "picture", id: "/id" },
  ...more,
});

const described = (...operations: readonly ApiOperation[]): ApiDescription => ({
  name: "pictures",
  title: "Pictures",
  keyVariable: "PICTURES_API_KEY",
  baseUrl: "https://pictures.example",
  key: { in: "header", name: "x-key" },
  operations,
  jobs: [],
  defaultJob: "picture",
  createClient: (options) => {
    throw new TypeError(JSON.stringify(options));
  },
});

test("the only create is chosen, and one that is deprecated only by its name", () => {
  const described1 = described(operation("draw"), operation("drawOld", { deprecated: true }));
  expect(chooseCreate(described1, undefined).id).toBe("draw");
  expect(chooseCreate(described1, "drawOld").id).toBe("drawOld");
});

test("among several creates the caller chooses, whose money it is", () => {
  expect(() => chooseCreate(described(operation("draw"), operation("paint")), undefined)).toThrow(
    "Which of them shall pictures bill? Write --operation with one of draw, paint.",
  );
  expect(() => chooseCreate(described(operation("draw")), "sing")).toThrow('starts no job by "sing"');
  expect(() => chooseCreate(described(), undefined)).toThrow("no operation that starts a job");
});

const service = (facts: Partial<Service> = {}): Service => ({
  program: "genwait",
  api: described(),
  modules: { client: () => Promise.reject(new Error("not loaded")), document: () => Promise.resolve({}) },
  rest: [],
  isLocal: true,
  baseUrl: "http://127.0.0.1:4010",
  ...facts,
});

const optionsOf = (given: Service, env: Readonly<Record<string, string>> = {}): string => {
  try {
    clientOf(given, { env });
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return "";
};

test("a mock gets a made-up key where there is none, and this is said", () => {
  expect(optionsOf(service())).toBe('{"baseUrl":"http://127.0.0.1:4010","apiKey":"any"}');
  const io = testIo();
  tellKeyless(service(), { isQuiet: false }, io);
  tellKeyless(service(), { isQuiet: true }, io);
  expect(io.stderr.text).toBe(
    'There is no PICTURES_API_KEY; a mock needs none: "any" is sent to http://127.0.0.1:4010.\n',
  );
});

test("a service elsewhere, or a key that is there, is left to the client", () => {
  expect(optionsOf(service({ isLocal: false, baseUrl: "https://pictures.example" }))).toBe(
    '{"baseUrl":"https://pictures.example"}',
  );
  expect(optionsOf(service(), { PICTURES_API_KEY: "mine" })).toBe('{"baseUrl":"http://127.0.0.1:4010"}');
});

test.each([
  ["http://localhost:4010", true],
  ["http://[::1]:4010/", true],
  ["http://127.1.2.3", true],
  ["https://127.0.0.1.example.com", false],
  ["https://localhost.example.com", false],
])("%s is on this machine: %s", async (baseUrl, isLocal) => {
  const options = parseOptions(["gamma", "--base-url", baseUrl], serviceOptions);
  expect(await findService(options, testIo())).toMatchObject({ baseUrl, isLocal });
});

test("a base URL without its scheme is told whole", async () => {
  const options = parseOptions(["gamma", "--base-url", "127.0.0.1:4011"], serviceOptions);
  expect(await findService(options, testIo()).catch(String)).toContain("Write http://127.0.0.1:4011.");
});

test.each(["localhost:4010", "javascript:alert(1)", "file:///etc/passwd", "https://user:secret@pictures.example"])(
  "%s is no base URL, and no password is repeated",
  async (baseUrl) => {
    const options = parseOptions(["gamma", "--base-url", baseUrl], serviceOptions);
    const message = await findService(options, testIo()).catch(String);
    expect(message).toContain("is no server's address");
    expect(message).not.toContain("secret");
  },
);
