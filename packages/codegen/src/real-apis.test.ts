import { cp, mkdtemp, readdir, readFile, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { type ApiDescription, startJob } from "@genwait/client-core";
import { createVirtualClock } from "@genwait/lifecycle/testing";
import { createMockService } from "@genwait/mock-server";
import { createPoller } from "@genwait/poller";
import { beforeAll, describe, expect, it } from "vitest";

import { run } from "./generate.ts";

const examples = fileURLToPath(new URL("../../../examples", import.meta.url));
const modules = fileURLToPath(new URL("../node_modules", import.meta.url));

/** A create of each example, what it is given, and what a wait for its job must have seen. */
const plays = {
  bfl: {
    create: "createFlux2Pro",
    input: { prompt: "a lighthouse" },
    result: { expiresAt: expect.any(String), body: { status: "Ready", result: { sample: expect.any(String) } } },
    key: "abc",
    canCancel: false,
  },
  fal: {
    create: "submit",
    input: { prompt: "a lighthouse" },
    result: { body: { status: "COMPLETED" }, output: { images: [{ url: expect.any(String) }] } },
    key: "Key abc",
    canCancel: true,
  },
  replicate: {
    create: "createPrediction",
    input: { input: { prompt: "a lighthouse" } },
    result: { body: { status: "succeeded" } },
    key: "Bearer abc",
    canCancel: true,
  },
} as const;

type Name = keyof typeof plays;

/** What the command makes of an example, in a program's folder. */
const make = async (name: Name): Promise<{ readonly api: ApiDescription; readonly document: object }> => {
  const cwd = await mkdtemp(join(tmpdir(), "real-apis-"));
  await cp(join(examples, name), cwd, { recursive: true });
  await symlink(modules, join(cwd, "node_modules"), "junction");
  const said: string[] = [];
  const say = (text: string): void => void said.push(text);
  const io = { stdout: say, stderr: say, cwd, fetch: globalThis.fetch, now: () => new Date() };
  const args = `--spec openapi.yaml --overlay overlay.yaml --name ${name} --out src/generated --import-extension ts`;
  if ((await run(args.split(" "), io)) !== 0) throw new Error(said.join(""));
  const { api } = (await import(pathToFileURL(join(cwd, "src/generated/index.ts")).href)) as { api: ApiDescription };
  return { api, document: JSON.parse(await readFile(join(cwd, "src/generated/openapi.json"), "utf8")) as object };
};

/** A client, and a mock of its service in virtual time. */
const play = async (name: Name, { api, document }: Awaited<ReturnType<typeof make>>) => {
  const clock = createVirtualClock();
  const keys: (string | null)[] = [];
  const mock = await createMockService({ apis: [{ name, document }], clock, limits: false });
  const fetch: typeof globalThis.fetch = (input, init) => {
    const request = new Request(input, init);
    keys.push(request.headers.get("authorization") ?? request.headers.get("x-key"));
    return mock.fetch(request);
  };
  const client = api.createClient({ apiKey: "abc", fetch, clock });
  return { client, clock, keys, poller: createPoller({ clock }), close: () => mock.close() };
};

describe("the overlays of real APIs, on small documents of the same shape", () => {
  it("are all played here", async () => {
    const folders = await readdir(examples);
    const files = await Promise.all(folders.map((name) => readdir(join(examples, name))));
    const withOverlay = folders.filter((_, index) => files[index]?.includes("overlay.yaml"));
    expect(withOverlay.toSorted()).toEqual(Object.keys(plays));
  });

  describe.each(Object.keys(plays) as Name[])("make a client of %s that", (name) => {
    const { create, input, result, key, canCancel } = plays[name];
    let making: ReturnType<typeof make>;
    beforeAll(() => void (making = make(name)));

    it("starts a job, waits for it, and sends the key as the service wants it", async () => {
      const { client, clock, keys, poller, close } = await play(name, await making);
      const { job } = await startJob(client, create, input);
      const wait = poller.wait(job);
      await clock.advance(600_000);
      expect(await wait).toMatchObject({ phase: "succeeded", ...result });
      expect(new Set(keys)).toEqual(new Set([key]));
      await close();
    });

    it(`starts a job that ${canCancel ? "ends as cancelled once that is asked for" : "nothing cancels"}`, async () => {
      const { client, clock, poller, close } = await play(name, await making);
      const { job } = await startJob(client, create, input);
      expect(typeof job.cancel).toBe(canCancel ? "function" : "undefined");
      await job.cancel?.();
      const wait = poller.wait(job);
      await clock.advance(600_000);
      const end = canCancel ? { phase: "failed", failure: { kind: "cancelled" } } : { phase: "succeeded" };
      expect(await wait).toMatchObject(end);
      await close();
    });
  });
});
