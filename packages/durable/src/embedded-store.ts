import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from "node:fs";
import { Socket } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";

import type { PGlite } from "@electric-sql/pglite";
import { Pool } from "pg";

import { type Connection, ignore } from "./database.ts";
import { DurableError } from "./durable-error.ts";
import { PgliteServer } from "./pglite-server.ts";
import { snapshotOption } from "./snapshot.ts";

/** How often a guest tries to become the owner, and whoever starts looks whether the owner serves already. */
const competeEveryMs = 250;

/** How long opening waits for an owner that holds the folder to serve it: a first start takes seconds. */
const serveWithinMs = 30_000;

/**
 * What is kept free: PGlite that cannot write its log, in segments of 16 MB, neither fails nor returns, and takes the
 * whole process with it (0.5.17, tried on a small disk).
 */
const roomBytes = 32 * 1024 * 1024;

/** A new store takes 40 MB. */
const roomToStartBytes = roomBytes + 64 * 1024 * 1024;

/** How long what is known of the free room holds. */
const roomKnownMs = 100;

// https://man7.org/linux/man-pages/man2/statfs.2.html: a lock of one machine is not one of another there.
const networkFileSystems: Readonly<Record<number, string>> = {
  0x6969: "NFS",
  0x517b: "SMB",
  0xff534d42: "CIFS",
  0xfe534d42: "SMB2",
  0x01021997: "9P",
  0x00c36400: "Ceph",
  0x564c: "NCP",
  0x5346414f: "AFS",
  0x47504653: "GPFS",
  0x0bd00bd0: "Lustre",
};

/** What is asked of the system; given by tests. */
export interface FolderSystem {
  /** The file system of a folder: its type, its free blocks and their size. */
  statfs(folder: string): { readonly type: number; readonly bavail: number; readonly bsize: number };
  /** How long opening waits for an owner to serve the folder. */
  readonly serveWithinMs: number;
}

const thisSystem: FolderSystem = { statfs: statfsSync, serveWithinMs };

/** The file lock that makes one process the owner of a folder; the system gives it up when the process ends. */
interface OwnerLock {
  release(): void;
}

/** `node:sqlite` warns that it is experimental; its file locks are SQLite's own and are not. */
const loadSqlite = async (): Promise<{ readonly DatabaseSync: typeof DatabaseSync }> => {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return await import("node:sqlite");
  } finally {
    process.emitWarning = emitWarning;
  }
};

const lockFolder = async (folder: string): Promise<OwnerLock | undefined> => {
  const { DatabaseSync } = await loadSqlite();
  const lock = new DatabaseSync(join(folder, "owner.lock"), { timeout: 0 });
  try {
    lock.exec("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
    return { release: () => lock.close() };
  } catch (error) {
    lock.close();
    if (error instanceof Error && /locked|busy/i.test(error.message)) return undefined;
    throw error;
  }
};

/** Short whatever the folder is called: systems cut the path of a socket after about a hundred characters. */
const socketPathOf = (folder: string): string => {
  const hash = createHash("sha256").update(folder).digest("hex").slice(0, 20);
  if (process.platform === "win32") return `\\\\.\\pipe\\genwait-${hash}`;
  const own = join(tmpdir(), `genwait-${userInfo().uid}`);
  mkdirSync(own, { recursive: true, mode: 0o700 });
  const { uid, mode } = statSync(own);
  if (uid !== userInfo().uid || (mode & 0o077) !== 0) {
    throw new DurableError(`Failed to open the store: ${own} must be a folder of this user alone. Remove it.`, {
      reason: "store",
    });
  }
  return join(own, `${hash}.sock`);
};

/** A socket that goes to one path, whatever host and port the driver asks for. */
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

/** The database of a folder. A first start that is killed leaves only a part, which the next one throws away. */
const openData = async (folder: string): Promise<PGlite> => {
  const { PGlite } = await import("@electric-sql/pglite");
  const data = join(folder, "data");
  if (!existsSync(data)) {
    const part = `${data}.part`;
    rmSync(part, { recursive: true, force: true });
    const made = await PGlite.create({ dataDir: part, ...snapshotOption() });
    await made.close();
    renameSync(part, data);
  }
  return PGlite.create(data);
};

/** One process owns the folder and serves it; the others are its guests, and compete for it when it ends. */
class FolderOwnership {
  readonly #folder: string;
  readonly #socketPath: string;
  readonly #system: FolderSystem;
  #lock: OwnerLock | undefined;
  #server: PgliteServer | undefined;
  #db: PGlite | undefined;
  #isClosed = false;
  #competing: Promise<void> = Promise.resolve();
  readonly #abort = new AbortController();
  #freeBytes = 0;
  #freeAtMs = -Infinity;

  constructor(folder: string, socketPath: string, system: FolderSystem) {
    this.#folder = folder;
    this.#socketPath = socketPath;
    this.#system = system;
  }

  /** Resolves when the folder is served, by us or by another process. */
  async open(): Promise<void> {
    const untilMs = performance.now() + this.#system.serveWithinMs;
    while (!(await this.#tryToOwn()) && !(await this.#isServed())) {
      if (performance.now() > untilMs) {
        throw new DurableError(
          `Failed to open the store: ${this.#folder} belongs to a process that does not serve it to this one. End that process, or give each user a folder.`,
          { reason: "owned" },
        );
      }
      await delay(competeEveryMs);
    }
    if (this.#lock === undefined) this.#competing = this.#compete();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#abort.abort();
    await this.#competing;
    await this.#server?.close();
    // Closing writes; left as by a crash, the next start finds in its log all that was acknowledged.
    if (this.#free() >= roomBytes) await this.#db?.close();
    this.#lock?.release();
  }

  #free(): number {
    const nowMs = performance.now();
    if (nowMs - this.#freeAtMs >= roomKnownMs) {
      const { bavail, bsize } = this.#system.statfs(this.#folder);
      this.#freeBytes = bavail * bsize;
      this.#freeAtMs = nowMs;
    }
    return this.#freeBytes;
  }

  /** @throws DurableError where a start could fill up the disk. */
  #assertRoom(): void {
    const needed = existsSync(join(this.#folder, "data")) ? roomBytes : roomToStartBytes;
    const free = this.#free();
    if (free >= needed) return;
    const [freeMb, neededMb] = [free, needed].map((bytes) => Math.round(bytes / 1024 / 1024));
    throw new DurableError(
      `Failed to open the store: the disk of ${this.#folder} is full, ${freeMb} MB are free and ${neededMb} are needed. Free some space: nothing that was acknowledged is lost.`,
      { reason: "store" },
    );
  }

  /** Gives the folder up, with a database that may not be called any more; it is opened anew when there is room. */
  #giveUp(): void {
    void this.#server?.close();
    this.#lock?.release();
    this.#server = undefined;
    this.#db = undefined;
    this.#lock = undefined;
    if (!this.#isClosed) this.#competing = this.#compete();
  }

  async #compete(): Promise<void> {
    while (!this.#isClosed && this.#lock === undefined) {
      await delay(competeEveryMs, undefined, { ref: false, signal: this.#abort.signal }).catch(() => {});
      if (!this.#isClosed) await this.#tryToOwn().catch(() => {});
    }
  }

  async #tryToOwn(): Promise<boolean> {
    const lock = await lockFolder(this.#folder);
    if (lock === undefined) return false;
    try {
      this.#assertRoom();
      const db = await openData(this.#folder);
      const server = new PgliteServer(db, {
        hasRoom: () => this.#free() >= roomBytes,
        onFull: () => this.#giveUp(),
      });
      // Only the holder of the lock takes the address of an owner that has died.
      if (process.platform !== "win32") rmSync(this.#socketPath, { force: true });
      await server.listen(this.#socketPath);
      this.#lock = lock;
      this.#db = db;
      this.#server = server;
      return true;
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  async #isServed(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = new Socket();
      socket.once("connect", () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", () => resolve(false));
      socket.connect({ path: this.#socketPath });
    });
  }
}

// A project's or a home folder that was given by mistake must not become a store: it would be closed to everybody else.
const isStoreOrEmpty = (entries: readonly string[]): boolean =>
  entries.some((name) => name === "data" || name.startsWith("owner.lock")) ||
  entries.every((name) => name === ".gitignore" || name === ".gitkeep");

/**
 * Opens a folder as a store: PGlite in the process that comes first, over a socket to all others. The owner goes
 * through the socket, too: called directly, it would share a transaction with its guests.
 */
export const openFolder = async (path: string, system: FolderSystem = thisSystem): Promise<Connection> => {
  let folder: string;
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    folder = realpathSync(path);
    const network = networkFileSystems[system.statfs(folder).type];
    if (network !== undefined) {
      throw new DurableError(
        `Failed to open the store: ${path} is on a network file system (${network}), where a lock does not hold. Use a folder of this machine, or PostgreSQL.`,
        { reason: "store" },
      );
    }
    if (!isStoreOrEmpty(readdirSync(folder))) {
      throw new DurableError(
        `Failed to open the store: ${path} has files of something else in it. Give a folder of its own, such as ${join(path, ".genwait")}.`,
        { reason: "store" },
      );
    }
    // A folder that others may read would show them what users were asked.
    if (process.platform !== "win32" && statSync(folder).uid === userInfo().uid) chmodSync(folder, 0o700);
  } catch (cause) {
    if (cause instanceof DurableError) throw cause;
    const why = cause instanceof Error ? cause.message : "it failed";
    throw new DurableError(`Failed to open the store: ${why}. Give a folder that this user may write.`, {
      reason: "store",
      cause,
    });
  }
  const socketPath = socketPathOf(folder);
  const ownership = new FolderOwnership(folder, socketPath, system);
  try {
    await ownership.open();
  } catch (cause) {
    if (cause instanceof DurableError) throw cause;
    const why = cause instanceof Error ? cause.message : "it failed";
    throw new DurableError(`Failed to open the store in ${path}: ${why}.`, { reason: "store", cause });
  }
  const pool = new Pool({ stream: () => new PathSocket(socketPath), max: 8, user: "postgres", database: "postgres" });
  pool.on("error", ignore);
  return {
    pool,
    notifies: false,
    name: path,
    close: async () => {
      await pool.end();
      await ownership.close();
    },
  };
};
