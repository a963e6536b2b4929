import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runProcess } from "./fixtures/cli-process.ts";
import { testIo, type TestIo } from "./fixtures/test-io.ts";
import { findApi, knownApis, ownApi } from "./load-api.ts";
import { run } from "./run.ts";

const client = fileURLToPath(new URL("../../contract/fixtures/kiln/client/", import.meta.url));
const generated = join(client, "src/generated");

let folder = "";
/** A project with the modules that the generator writes into a program of one's own. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "genwait-clients-"));
  await mkdir(join(folder, "src/generated"), { recursive: true });
  await mkdir(join(folder, "src/deeper"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "shop", type: "module" }));
  for (const name of await readdir(generated))
    if (!name.includes("test"))
      await writeFile(join(folder, "src/generated", name), await readFile(join(generated, name)));
  await writeFile(join(folder, "src/generated/index.ts"), 'export { api, createClient } from "./client.ts";\n');
  await writeFile(join(folder, "src/generated/openapi.json"), await readFile(join(client, "openapi.json")));
  // What an installation puts there.
  await symlink(join(client, "node_modules"), join(folder, "node_modules"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const nameOf = async (given: string, cwd: string = folder): Promise<string> =>
  (await (await ownApi(given, cwd)).client()).api.name;

const genwait = async (args: readonly string[], cwd: string): Promise<TestIo & { readonly code: number }> => {
  const io = testIo({ cwd });
  return { ...io, code: await run(args, io) };
};

const write = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
};

const refusalOf = (given: string): Promise<string> => nameOf(given).catch(String);

describe("a client of one's own", () => {
  test.each(["./src/generated/index.ts", "src/generated/index.ts", "./src/generated", client])(
    "is found as %s",
    async (given) => expect(await nameOf(given)).toBe("kiln"),
  );

  test("is found by an absolute path, and by the name of an installed package", async () => {
    expect(await nameOf(join(folder, "src/generated/index.ts"), tmpdir())).toBe("kiln");
    expect(await nameOf("@genwait/gamma-client", fileURLToPath(new URL("..", import.meta.url)))).toBe("gamma");
  });

  test("has the document that lies beside its module", async () => {
    const modules = await ownApi("./src/generated/index.ts", folder);
    expect(await modules.document()).toMatchObject({ info: { title: expect.any(String) } });
  });

  test("that is not compiled yet is told so", async () =>
    expect(await refusalOf("./src/generated/index.js")).toContain(
      "there is no such file, but index.ts: compile it, or make it with --import-extension ts and name it",
    ));

  test("whose TypeScript names .js files is told what makes it run", async () => {
    await write("other/index.ts", 'export * from "./client.js";\n');
    await write("other/client.ts", "export const api = 1;\n");
    // As a process of its own: the test runner resolves such names itself.
    const { code, stderr } = await runProcess(["wait", "--client", "./other/index.ts", "x"], { cwd: folder });
    expect(stderr).toMatch(/Node runs TypeScript whose imports end in \.ts, which --import-extension ts makes/);
    expect(code).toBe(64);
  });

  test.each([
    ["./nothing.js", "there is no such file or folder"],
    ["./src/deeper", "the folder has neither a package.json nor an index.js"],
    ["no-such-package", "no-such-package cannot be resolved"],
    [".", "shop cannot be resolved"],
  ])("that is none is refused: %s", async (given, why) => {
    const refusal = await refusalOf(given);
    expect(refusal).toContain(`Failed to load the client ${given}: ${why}`);
    expect(refusal).toContain("--client");
  });

  test("that throws or exports no api is refused with what it said", async () => {
    await write("broken.mjs", 'throw new Error("a key is missing");\n');
    await write("empty.mjs", "export const api = { name: 1 };\n");
    expect(await refusalOf("./broken.mjs")).toContain("broken.mjs cannot be loaded (a key is missing)");
    expect(await refusalOf("./empty.mjs")).toContain("it exports no `api`");
  });

  test("is mocked with its document, and without one is told to have none", async () => {
    await write(
      "alone/index.mjs",
      'export const api = { name: "alone", createClient() {}, jobs: [], operations: [] };\n',
    );
    const { code, stderr } = await genwait(["mock", "--client", "./alone/index.mjs", "--port", "0"], folder);
    expect(stderr.text).toContain("there is no openapi.json beside its module");
    expect(code).toBe(64);
  });
});

const project = async (name: string, config: string): Promise<string> => {
  const path = await write(`${name}/genwait.config.mjs`, config);
  await write(`${name}/package.json`, "{}");
  await write(`${name}/deep/er/file`, "");
  return dirname(path);
};
const kiln = (file = "index"): string => JSON.stringify(`../src/generated/${file}.ts`);

describe("genwait.config.mjs", () => {
  test("makes its APIs known by their names, from every folder of its package", async () => {
    const cwd = await project("named", `export default { clients: [${kiln()}] };`);
    for (const here of [cwd, join(cwd, "deep/er")]) {
      expect([...(await knownApis(here)).keys()]).toEqual(["affogato", "gamma", "kiln"]);
      expect((await (await findApi("kiln", here)).client()).api.name).toBe("kiln");
    }
    await expect(findApi("kiln", tmpdir())).rejects.toThrow('There is no API "kiln"');
    const { code, stderr } = await genwait(["wait", "kiln"], cwd);
    expect({ code, said: stderr.text }).toEqual({ code: 64, said: "Which job? Write genwait wait kiln <id>.\n" });
  });

  test("is not looked for above the nearest package.json", async () => {
    const cwd = await project("outer", `export default { clients: [${kiln()}] };`);
    await write("outer/inner/package.json", "{}");
    expect([...(await knownApis(join(cwd, "inner"))).keys()]).not.toContain("kiln");
  });

  test("wins over an API that comes with the command line", async () => {
    await write(
      "mine.mjs",
      'export const api = { name: "gamma", title: "Mine", createClient() {}, jobs: [], operations: [] };\n',
    );
    const cwd = await project("wins", 'export default { clients: ["../mine.mjs"] };');
    expect((await (await findApi("gamma", cwd)).client()).api.title).toBe("Mine");
  });

  test.each([
    ["no-default", "export const clients = [];", "it exports no configuration as its default"],
    ["no-list", 'export default { clients: "./x" };', "clients is no list"],
    ["no-text", 'export default { clients: ["@genwait/gamma-client", 7] };', "entry 2 of clients is no text"],
    ["no-setting", "export default { client: [] };", 'there is no setting "client"'],
    ["throws", 'throw new Error("no such thing");', "no such thing"],
  ])("that says something else is refused: %s", async (name, config, why) => {
    const { code, stderr } = await genwait(["wait", "gamma", "x"], await project(name, config));
    expect(stderr.text).toContain(`Failed to read genwait.config.mjs: ${why}.`);
    expect(code).toBe(64);
  });

  test("names the file and the entry of a client that cannot be loaded, and of one that is there twice", async () => {
    const cwd = await project("lost", `export default { clients: [${kiln()}, "./lost.js"] };`);
    const { code, stderr } = await genwait(["status", "gamma", "x"], join(cwd, "deep"));
    expect(stderr.text).toContain(
      'Failed to load a client of ../genwait.config.mjs (entry 2, "./lost.js"): there is no such file or folder.',
    );
    expect(code).toBe(64);
    const twice = await project("twice", `export default { clients: [${kiln()}, "../src/generated"] };`);
    expect((await genwait(["wait", "kiln", "x"], twice)).stderr.text).toContain("has two clients of kiln");
  });
});
