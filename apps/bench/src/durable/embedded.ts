import { mkdtempSync, readdirSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { createWaits } from "@genwait/durable";
import { Client } from "pg";

import type { Row, RunOptions } from "../table.ts";
import { type BenchProcess, Fleet, progress } from "./processes.ts";

const noPeer = { peer: "", peerName: "" };
const workerModule = new URL("worker-process.ts", import.meta.url);

/** Runs on a folder whose store was made before, with a service that creates jobs. */
const onFolder = async <Result>(
  run: (folder: string, fleet: Fleet, open: () => Promise<BenchProcess>) => Promise<Result>,
): Promise<Result> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "genwait-bench-")));
  const fleet = new Fleet();
  try {
    await (await createWaits({ store: folder })).close();
    const service = await fleet.start(new URL("service-process.ts", import.meta.url), {});
    const origin = await service.order<string>("origin");
    return await run(folder, fleet, () => fleet.start(workerModule, { store: folder, service: origin }));
  } finally {
    await fleet.end();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Every `start()` that resolved is in the store after a kill -9 of its owner. */
export const survivingStarts = async ({ isQuick }: RunOptions): Promise<readonly Row[]> => {
  const kills = isQuick ? 2 : 50;
  const { survived, starts } = await onFolder(async (_, fleet, open) => {
    let [survived, starts] = [0, 0];
    for (let kill = 0; kill < kills; kill++) {
      const owner = await open();
      const resolved: string[] = [];
      const starting = (async () => {
        for (;;) resolved.push(await owner.order<string>("start"));
      })().catch(() => {});
      while (resolved.length === 0) await delay(5);
      await delay(Math.random() * 300);
      await fleet.kill(owner);
      await starting;
      const next = await open();
      const missing = await next.order<readonly string[]>("missing", resolved);
      if (missing.length === 0) survived++;
      starts += resolved.length;
      await fleet.kill(next);
      progress(`${kill + 1} of ${kills} killed, ${starts} starts resolved, ${missing.length} missing`);
    }
    return { survived, starts };
  });
  return [
    {
      figure: `embedded: kills after which every start() that resolved is there, of ${starts} starts`,
      target: `${kills} of ${kills}`,
      ours: `${survived} of ${kills}`,
      ok: survived === kills,
      ...noPeer,
    },
  ];
};

/** Whether a process holds files of the folder's database open: only its owner does. */
const owns = (pid: number, folder: string): boolean =>
  readdirSync(`/proc/${pid}/fd`).some((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith(join(folder, "data"));
    } catch {
      return false;
    }
  });

/** Six processes open a folder at once whose owner was killed. */
export const oneOwner = async ({ isQuick }: RunOptions): Promise<readonly Row[]> => {
  const rounds = isQuick ? 1 : 20;
  const figures = await onFolder(async (folder, fleet, open) => {
    let [single, lost, added] = [0, 0, 0];
    const kept: string[] = [];
    for (let round = 0; round < rounds; round++) {
      const owner = await open();
      kept.push(await owner.order<string>("start"));
      await fleet.kill(owner);
      const starters = await Promise.all(Array.from({ length: 6 }, open));
      kept.push(...(await Promise.all(starters.map((starter) => starter.order<string>("start")))));
      const owners = starters.filter(({ pid }) => owns(pid, folder)).length;
      if (owners === 1) single++;
      added = kept.length;
      const [first] = starters;
      lost += (await first?.order<readonly string[]>("missing", kept))?.length ?? 0;
      await Promise.all(starters.map((starter) => fleet.kill(starter)));
      progress(`round ${round + 1} of ${rounds}: ${owners} owner, ${lost} of ${added} starts lost`);
    }
    return { single, lost, added };
  });
  return [
    {
      figure: "embedded: six starters after a kill -9 have one owner",
      target: `${rounds} of ${rounds}, nothing lost`,
      ours: `${figures.single} of ${rounds}, ${figures.lost} of ${figures.added} starts lost`,
      ok: figures.single === rounds && figures.lost === 0,
      ...noPeer,
    },
  ];
};

/** The addresses at which this user's embedded stores are served. */
const addresses = (): readonly string[] => {
  const own = join(tmpdir(), `genwait-${userInfo().uid}`);
  return readdirSync(own).map((name) => join(own, name));
};

/** Goes to one address, whatever host and port the driver asks for. */
class PathSocket extends Socket {
  readonly #path: string;

  constructor(path: string) {
    super();
    this.#path = path;
  }

  override connect(): this {
    return super.connect({ path: this.#path });
  }
}

/** A guest begins a transaction, the owner writes, the guest rolls back. */
export const guestsRollback = async ({ isQuick }: RunOptions): Promise<readonly Row[]> => {
  const rounds = isQuick ? 5 : 50;
  const lost = await onFolder(async (_, fleet, open) => {
    const before = new Set(addresses());
    const owner = await open();
    const path = addresses().find((address) => !before.has(address));
    if (path === undefined) throw new Error("the embedded store is served nowhere");
    const guest = new Client({ stream: () => new PathSocket(path), user: "postgres", database: "postgres" });
    await guest.connect();
    const kept: string[] = [];
    for (let round = 0; round < rounds; round++) {
      await guest.query("BEGIN");
      await guest.query("UPDATE genwait.store SET purged_through = purged_through");
      const writing = owner.order<string>("start");
      await delay(20);
      await guest.query("ROLLBACK");
      kept.push(await writing);
    }
    await guest.end();
    progress(`${rounds} rollbacks`);
    await fleet.kill(owner);
    const next = await open();
    return (await next.order<readonly string[]>("missing", kept)).length;
  });
  return [
    {
      figure: `embedded: writes of the owner lost to ${rounds} rollbacks of a guest around them`,
      target: "0",
      ours: `${lost}`,
      ok: lost === 0,
      ...noPeer,
    },
  ];
};
