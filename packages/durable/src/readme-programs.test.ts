import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";

import { describePostgres } from "./fixtures/test-store.ts";
import { signWebhook } from "./webhook-signature.ts";

// Real processes, on a machine that may be busy.
const slow = { timeout: 240_000 };
const patience = { timeout: 120_000, interval: 50 };

const root = fileURLToPath(new URL("../../..", import.meta.url));
const withMock = new URL("fixtures/with-mock.ts", import.meta.url).href;
const secret = "whsec_c2VjcmV0IG9mIHRoZSB0ZXN0cw==";

let blocks: readonly string[] = [];
let folder = "";
beforeAll(async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  blocks = [...readme.matchAll(/^```(?:ts|sh)\n([\s\S]*?)^```/gm)].map(([, block = ""]) => block);
  // Inside the package, so that the programs find it and its dependencies as a reader's would.
  folder = await mkdtemp(fileURLToPath(new URL("../.readme-", import.meta.url)));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGKILL");
    await once(child, "close");
  }
});

let count = 0;

/** The only block with some words in it. */
const blockWith = (words: string): string => {
  const [block, another] = blocks.filter((one) => one.includes(words));
  if (block === undefined || another !== undefined) throw new Error(`not one block has ${JSON.stringify(words)}`);
  return block;
};

const fileOf = async (block: string): Promise<string> => {
  const file = join(folder, `program-${++count}.ts`);
  await writeFile(file, block);
  return file;
};

/** Runs a block as a program of its own, in a folder that all blocks share. */
const start = async (block: string): Promise<{ readonly child: ChildProcess; readonly heard: { text: string } }> => {
  const file = await fileOf(block);
  const child = spawn(process.execPath, ["--conditions=@genwait/source", "--import", withMock, file], {
    cwd: folder,
    env: { PATH: process.env["PATH"] ?? "", GAMMA_API_KEY: "any", GENWAIT_WEBHOOK_SECRET: secret },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const heard = { text: "" };
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (part: Buffer) => (heard.text += part.toString()));
  return { child, heard };
};

const run = async (block: string): Promise<string> => {
  const { child, heard } = await start(block);
  const [code] = await once(child, "close");
  expect({ code, text: heard.text }).toEqual({ code: 0, text: heard.text });
  return heard.text;
};

it(
  "plays its first program, which gives the same job however often it is run, and tells results behind a cursor",
  slow,
  async () => {
    const first = blockWith('{ key: "order-4711" }');
    const told = await run(first);
    expect(told).toMatch(/^succeeded \S+\n$/);
    expect(await run(first)).toBe(told);
    const results = await start(blockWith('"cursor.txt"'));
    await vi.waitFor(() => expect(results.heard.text).toContain("gammaUrl"), patience);
    await vi.waitFor(async () => expect(await readFile(join(folder, "cursor.txt"), "utf8")).toBe("1"), patience);
  },
);

it("polls for an account with a client that a function makes", slow, async () => {
  expect(await run(blockWith("const keyOf ="))).toBe("acme\n");
});

it("keeps a webhook with its wait", slow, async () => {
  expect(await run(blockWith("https://app.example/hooks"))).toMatch(/^[\da-f-]{36}\n$/);
});

it("takes the webhooks that we sign, and no others", async () => {
  vi.stubEnv("GENWAIT_WEBHOOK_SECRET", secret);
  const printed = vi.spyOn(console, "log").mockImplementation(() => {});
  const file = await fileOf(blockWith("verifyWebhook("));
  const { receive }: { receive(request: Request): Promise<Response> } = await import(pathToFileURL(file).href);
  const body = '{"type":"job.ended"}';
  const headers = signWebhook([secret], { id: "a.1", timestampMs: Date.now(), body });
  const statusOf = async (sent: string): Promise<number> =>
    (await receive(new Request("https://app.example/hooks", { method: "POST", headers, body: sent }))).status;
  expect(await statusOf(body)).toBe(204);
  expect(printed).toHaveBeenCalledWith("a.1", body);
  expect(await statusOf(`${body} `)).toBe(401);
});

it("wakes a wait by a vendor's webhook", slow, async () => {
  const uses = `
const request = new Request("https://app.example", { method: "POST", body: '{"generationId":"an-id"}' });
console.log((await vendorHook(request)).status);
await waits.close();`;
  expect(await run(blockWith("vendorHook") + uses)).toBe("204\n");
});

describePostgres("a wait in a transaction of one's own", (database) => {
  it("is there once it commits", slow, async () => {
    const uses = `
import { Pool } from "pg";
const pool = new Pool({ connectionString: "postgres://db.internal/app" });
const db = await pool.connect();
await db.query("BEGIN");
const id = await waitForDeck(db, "a-deck");
console.log((await waits.get(id))?.isOpen);
await db.query("COMMIT");
console.log((await waits.get(id))?.isOpen);
db.release();
await pool.end();
await waits.close();`;
    const program = (blockWith("waitForDeck") + uses).replaceAll("postgres://db.internal/app", database().url ?? "");
    expect(await run(program)).toBe("undefined\ntrue\n");
  });
});

it("works until it is asked to end, and serves its page", slow, async () => {
  const { child, heard } = await start(blockWith("serveStatus(").replace("4080", "0"));
  await vi.waitFor(() => expect(heard.text).toMatch(/^http:\S+\n$/), patience);
  const url = heard.text.trim();
  expect(await (await fetch(`${url}health`)).json()).toEqual({ status: "ok" });
  child.kill("SIGTERM");
  const [code] = await once(child, "close");
  expect(code).toBe(0);
});

it("prints migrations by the command line", slow, async () => {
  const bin = join(folder, "bin");
  await mkdir(bin);
  const main = join(root, "apps/cli/src/main.ts");
  const npx = `#!/bin/bash\n[ "$1" = genwait ] || exit 1\nshift\nexec "${process.execPath}" --conditions=@genwait/source "${main}" "$@"\n`;
  await writeFile(join(bin, "npx"), npx);
  await chmod(join(bin, "npx"), 0o755);
  const child = spawn("bash", ["-e", "-c", blockWith("waits migrate --print")], {
    cwd: folder,
    env: { PATH: [bin, process.env["PATH"] ?? ""].join(delimiter) },
  });
  const [code] = await once(child, "close");
  expect(code).toBe(0);
  expect(await readFile(join(folder, "genwait.sql"), "utf8")).toContain("CREATE TABLE genwait.wait (");
  expect(await readFile(join(folder, "genwait-later.sql"), "utf8")).not.toContain("CREATE TABLE genwait.wait (");
});

it("has no other block", () => {
  expect(blocks).toHaveLength(9);
});
