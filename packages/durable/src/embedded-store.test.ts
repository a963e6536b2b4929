import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";

import { type FolderSystem, openFolder } from "./embedded-store.ts";
import { Member } from "./fixtures/fleet.ts";
import { httpTransport, HttpService } from "./fixtures/http-service.ts";
import { Service, taskClient } from "./fixtures/service.ts";
import { createWaits, type Waits } from "./waits.ts";

const timeout = { timeout: 60_000, interval: 50 };

/** A store that was opened once, to copy: what a first start takes is not tested each time. */
let prepared = "";
let folder = "";
let service = new HttpService();
let origin = "";
const members: Member[] = [];
const opened: Waits[] = [];

beforeAll(async () => {
  prepared = mkdtempSync(join(tmpdir(), "genwait-test-"));
  await (await createWaits({ store: prepared })).close();
});

afterAll(() => rmSync(prepared, { recursive: true, force: true }));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "genwait-test-"));
  cpSync(prepared, folder, { recursive: true });
  service = new HttpService();
  origin = await service.listen();
});

afterEach(async () => {
  for (const member of members) member.kill("SIGKILL");
  await Promise.all(members.splice(0).map((member) => member.exited()));
  await Promise.all(opened.splice(0).map((waits) => waits.close()));
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

const enter = async (): Promise<Member> => {
  const member = await Member.start({ store: folder, service: origin });
  members.push(member);
  return member;
};

const open = async (): Promise<Waits> => {
  const waits = await createWaits({ store: folder, clients: [taskClient(httpTransport(origin))] });
  opened.push(waits);
  return waits;
};

it("keeps waits in a folder across restarts, for its user alone", async () => {
  const tasks = new Service();
  const client = taskClient(tasks);
  tasks.job("a");
  const first = await createWaits({ store: folder, clients: [client] });
  const wait = await first.add(client.task("a"));
  await first.close();
  expect(statSync(folder).mode & 0o077).toBe(0);
  const second = await createWaits({ store: folder, clients: [client] });
  opened.push(second);
  second.work();
  expect((await (await second.get(wait.id))?.result())?.phase).toBe("succeeded");
});

it("serves two processes at once, each with its own transactions", async () => {
  const owner = await open();
  const guest = await enter();
  const ids = await Promise.all(
    Array.from({ length: 10 }, (_, n) => guest.order({ do: "start", input: { prompt: `${n}` } })),
  );
  owner.work();
  for (const id of ids) expect((await (await owner.get(id))?.result())?.phase).toBe("succeeded");
});

it("keeps every start that resolved when its owner is killed, and a guest becomes the owner", async () => {
  const [owner, guest] = [await enter(), await enter()];
  const kept: string[] = [];
  const starting = (async () => {
    for (let n = 0; ; n++) kept.push(await owner.order({ do: "start", input: { prompt: `${n}` } }));
  })().catch(() => {});
  const guestIds: string[] = [];
  const over = new AbortController();
  const adding = (async () => {
    for (let n = 0; !over.signal.aborted; n++)
      guestIds.push(await guest.order({ do: "add", id: service.job(`guest-${n}`) }));
  })();
  await vi.waitFor(() => expect(kept.length).toBeGreaterThan(15), timeout);
  owner.kill("SIGKILL");
  await starting;
  const before = guestIds.length;
  await vi.waitFor(() => expect(guestIds.length).toBeGreaterThan(before + 5), timeout);
  over.abort();
  await adding;
  const waits = await open();
  const stored = new Set((await waits.find()).map(({ id }) => id));
  expect([...kept, ...guestIds].filter((id) => !stored.has(id))).toEqual([]);
  waits.work();
  await vi.waitFor(async () => expect(await waits.find({ open: true })).toEqual([]), timeout);
});

it("has one owner each time when several start at once after a kill", async () => {
  const owner = await enter();
  await owner.order({ do: "add", id: service.job("first") });
  owner.kill("SIGKILL");
  await owner.exited();
  const together = await Promise.all([enter(), enter(), enter()]);
  const ids = await Promise.all(together.map((member, n) => member.order({ do: "add", id: service.job(`job-${n}`) })));
  for (const member of together) member.kill("SIGKILL");
  await Promise.all(members.splice(0).map((member) => member.exited()));
  const waits = await open();
  const stored = new Set((await waits.find()).map(({ id }) => id));
  expect(ids.filter((id) => !stored.has(id))).toEqual([]);
  expect(stored.size).toBe(4);
});

it("is handed over by an owner that stops, while its guests go on", async () => {
  const [owner, guest, other] = [await enter(), await enter(), await enter()];
  const kept = [await owner.order({ do: "add", id: service.job("first") })];
  const over = new AbortController();
  const adding = [guest, other].map(async (member, place) => {
    for (let n = 0; !over.signal.aborted; n++)
      kept.push(await member.order({ do: "add", id: service.job(`guest-${place}-${n}`) }));
  });
  await vi.waitFor(() => expect(kept.length).toBeGreaterThan(5), timeout);
  await owner.order({ do: "stop" });
  const before = kept.length;
  await vi.waitFor(() => expect(kept.length).toBeGreaterThan(before + 5), timeout);
  over.abort();
  await Promise.all(adding);
  const waits = await open();
  const stored = new Set((await waits.find()).map(({ id }) => id));
  expect(kept.filter((id) => !stored.has(id))).toEqual([]);
});

/** Tells what a test says of the disk. */
const system = ({ type = 0xef53, freeMb = 10_000 }, serveWithinMs = 10_000): FolderSystem & { freeMb: number } => {
  const given = { freeMb, serveWithinMs, statfs: () => ({ type, bavail: given.freeMb, bsize: 1024 * 1024 }) };
  return given;
};

it("is not opened on a network, nor where a process holds it that serves it to nobody", async () => {
  await expect(openFolder(folder, system({ type: 0x6969 }))).rejects.toMatchObject({
    reason: "store",
    message: expect.stringContaining("a network file system (NFS)"),
  });
  const holder = new DatabaseSync(join(folder, "owner.lock"));
  holder.exec("BEGIN EXCLUSIVE");
  await expect(openFolder(folder, system({}, 600))).rejects.toMatchObject({
    reason: "owned",
    message: expect.stringContaining("belongs to a process that does not serve it"),
  });
  holder.close();
});

it("on a disk that is full refuses statements, keeps what it has, and goes on when there is room", async () => {
  const disk = system({ freeMb: 500 });
  const { pool, close } = await openFolder(folder, disk);
  await pool.query("CREATE TABLE kept (n integer)");
  await pool.query("INSERT INTO kept VALUES (1)");
  const begun = await pool.connect();
  await begun.query("BEGIN");
  await begun.query("INSERT INTO kept VALUES (2)");
  disk.freeMb = 10;
  await new Promise((resolve) => setTimeout(resolve, 200));
  // The room that is kept free is for what has begun.
  await begun.query("INSERT INTO kept VALUES (3)");
  await begun.query("COMMIT");
  begun.release();
  await expect(pool.query("INSERT INTO kept VALUES ($1)", [4])).rejects.toMatchObject({ code: "53100" });
  await expect(pool.query("INSERT INTO kept VALUES (5)")).rejects.toMatchObject({ code: "53100" });
  disk.freeMb = 500;
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect((await pool.query("SELECT n FROM kept ORDER BY n")).rows).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  // As PGlite says it when the disk fills up all the same: it is opened anew.
  const failing = `DO $$ BEGIN RAISE EXCEPTION 'could not write to file' USING ERRCODE = '53100'; END $$`;
  await expect(pool.query(failing)).rejects.toMatchObject({ code: "53100" });
  await vi.waitFor(
    async () => expect((await pool.query("SELECT count(*)::integer AS n FROM kept")).rows).toEqual([{ n: 3 }]),
    timeout,
  );
  disk.freeMb = 10;
  await close();
  await expect(openFolder(folder, disk)).rejects.toMatchObject({
    reason: "store",
    message: expect.stringContaining("10 MB are free and 32 are needed"),
  });
});

it("says what is wrong with a folder", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  await expect(createWaits({ store: file })).rejects.toMatchObject({
    reason: "store",
    message: expect.stringContaining("Give a folder that this user may write"),
  });
});

it("leaves a folder alone that has files of something else in it", async () => {
  const project = mkdtempSync(join(tmpdir(), "genwait-test-"));
  try {
    chmodSync(project, 0o755);
    writeFileSync(join(project, "package.json"), "{}");
    await expect(createWaits({ store: project })).rejects.toMatchObject({
      reason: "store",
      message: expect.stringContaining("has files of something else in it"),
    });
    expect(readdirSync(project)).toEqual(["package.json"]);
    expect(statSync(project).mode & 0o777).toBe(0o755);
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
});
