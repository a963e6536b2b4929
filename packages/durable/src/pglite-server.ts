import { createServer, type Server, type Socket } from "node:net";

import type { PGlite } from "@electric-sql/pglite";

/** A guest that stops in the middle of a transaction keeps everybody waiting: it is rolled back and put out. */
const idleTransactionMs = 5_000;

/** Messages of one connection that belong together: PGlite has one session, and runs them without another's in between. */
interface Batch {
  readonly guest: Guest;
  readonly message: Uint8Array;
  /** False where more is to come before its Sync. */
  readonly isWhole: boolean;
  /** The first of a connection, which asks for nothing yet. */
  readonly isStart: boolean;
}

// Types of messages: https://www.postgresql.org/docs/current/protocol-message-formats.html
const query = 0x51;
const sync = 0x53;
const flush = 0x48;
const terminate = 0x58;
const errorResponse = 0x45;
const protocol3 = 196_608;
const sslRequest = 80_877_103;
const gssRequest = 80_877_104;
/** PostgreSQL takes no longer first message, either. */
const longestStart = 10_000;
const cancelRequest = 80_877_102;

/** What a server has to know of the disk under its database. */
export interface Disk {
  /** Whether a statement may still write. */
  hasRoom(): boolean;
  /** A statement met a full disk all the same: PGlite may not be called any more, the next statement could run for ever. */
  onFull(): void;
}

const unlimited: Disk = { hasRoom: () => true, onFull: () => {} };

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: disk_full, as a field of an error. */
const diskFull = Buffer.from("C53100\0");

/** An error of the protocol, and that the connection may go on. */
const refusal = (message: string): Buffer => {
  const fields = Buffer.from(`SERROR\0VERROR\0C53100\0M${message}\0\0`);
  const error = Buffer.alloc(5);
  error.write("E");
  error.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([error, fields, Buffer.from("Z\0\0\0\u0005I", "latin1")]);
};

/**
 * Serves one PGlite to many connections over a socket, by the protocol of PostgreSQL.
 *
 * pglite-socket 0.2.17 gives PGlite one message at a time, so that after an error the messages of two connections mix
 * (tried: `portal "" does not exist`, results of another's statement). Here a turn lasts from a connection's first
 * message to its Sync, and on to the end of its transaction.
 */
export class PgliteServer {
  readonly #db: PGlite;
  readonly #disk: Disk;
  readonly #server: Server;
  readonly #guests = new Set<Guest>();
  readonly #batches: Batch[] = [];
  /** Who is in a transaction: nobody else's batch runs until it ends. */
  #turn: Guest | undefined;
  #turnTimer: NodeJS.Timeout | undefined;
  #isRunning = false;
  #isClosed = false;

  constructor(db: PGlite, disk: Disk = unlimited) {
    this.#db = db;
    this.#disk = disk;
    this.#server = createServer((socket) => this.#admit(socket));
  }

  async listen(path: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(path, () => {
        this.#server.off("error", reject);
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#turnTimer);
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const guest of this.#guests) guest.socket.destroy();
    await closed;
  }

  #admit(socket: Socket): void {
    const guest = new Guest(socket, (batch) => {
      this.#batches.push({ guest, ...batch });
      void this.#run();
    });
    this.#guests.add(guest);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      this.#guests.delete(guest);
      if (this.#turn === guest && !this.#isRunning) void this.#rollBack();
    });
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      for (let batch = this.#next(); batch !== undefined && !this.#isClosed; batch = this.#next()) {
        await this.#runBatch(batch);
      }
    } finally {
      this.#isRunning = false;
    }
    // It may have left while its batch ran.
    if (this.#turn?.socket.destroyed === true && !this.#isClosed) await this.#rollBack();
  }

  #next(): Batch | undefined {
    const turn = this.#turn;
    const place = turn === undefined ? 0 : this.#batches.findIndex(({ guest }) => guest === turn);
    if (place === -1) return undefined;
    const [batch] = this.#batches.splice(place, 1);
    return batch;
  }

  async #runBatch({ guest, message, isWhole, isStart }: Batch): Promise<void> {
    clearTimeout(this.#turnTimer);
    // Whoever has begun a transaction may end it: the room that is kept free is for that.
    if (!isStart && this.#turn === undefined && !this.#disk.hasRoom()) {
      guest.socket.write(refusal("No space left on device: too little is left to write safely"));
      return;
    }
    let isFull = false;
    if (!guest.socket.destroyed) {
      try {
        await this.#db.execProtocolRawStream(message, {
          onRawData: (data) => {
            const sent = Buffer.from(data);
            isFull ||= sent[0] === errorResponse && sent.includes(diskFull);
            guest.socket.write(sent);
          },
        });
      } catch {
        // PGlite itself failed: the connection hears it by its end, all others go on.
        guest.socket.destroy();
      }
    }
    if (isFull) {
      this.#isClosed = true;
      this.#disk.onFull();
      return;
    }
    this.#turn = this.#db.isInTransaction() || !isWhole ? guest : undefined;
    if (this.#turn !== undefined) {
      this.#turnTimer = setTimeout(() => guest.socket.destroy(), idleTransactionMs);
      this.#turnTimer.unref();
    }
  }

  async #rollBack(): Promise<void> {
    if (this.#isClosed) return;
    this.#isRunning = true;
    clearTimeout(this.#turnTimer);
    try {
      if (this.#db.isInTransaction()) await this.#db.exec("ROLLBACK");
    } finally {
      this.#turn = undefined;
      this.#isRunning = false;
    }
    await this.#run();
  }
}

/** One connection: cuts what arrives into batches. */
class Guest {
  readonly socket: Socket;
  readonly #onBatch: (batch: Omit<Batch, "guest">) => void;
  #bytes: Buffer = Buffer.alloc(0);
  /** Length of the whole messages at the beginning of the bytes that still wait for their Sync. */
  #gathered = 0;
  #hasStarted = false;

  constructor(socket: Socket, onBatch: (batch: Omit<Batch, "guest">) => void) {
    this.socket = socket;
    this.#onBatch = onBatch;
    socket.setNoDelay(true);
    socket.on("data", (data: Buffer) => {
      this.#bytes = this.#bytes.length === 0 ? data : Buffer.concat([this.#bytes, data]);
      this.#cut();
    });
  }

  #cut(): void {
    for (;;) {
      const at = this.#gathered;
      const head = this.#hasStarted ? 5 : 8;
      if (this.#bytes.length < at + head) return;
      const length = this.#hasStarted ? this.#bytes.readInt32BE(at + 1) + 1 : this.#bytes.readInt32BE(at);
      if (length < head || (!this.#hasStarted && length > longestStart)) {
        this.socket.destroy();
        return;
      }
      if (this.#bytes.length < at + length) return;
      if (this.#hasStarted) this.#gather(length);
      else this.#start(length);
    }
  }

  #start(length: number): void {
    const code = this.#bytes.readInt32BE(4);
    if (code === sslRequest || code === gssRequest) this.socket.write("N");
    else if (code === protocol3) {
      this.#hasStarted = true;
      this.#onBatch({ message: Uint8Array.from(this.#bytes.subarray(0, length)), isWhole: true, isStart: true });
    } else if (code !== cancelRequest) this.socket.destroy();
    this.#bytes = this.#bytes.subarray(length);
  }

  #gather(length: number): void {
    const type = this.#bytes[this.#gathered];
    this.#gathered += length;
    if (type === terminate) this.socket.destroy();
    else if (type === query || type === sync || type === flush) {
      const message = Uint8Array.from(this.#bytes.subarray(0, this.#gathered));
      this.#onBatch({ message, isWhole: type !== flush, isStart: false });
      this.#bytes = this.#bytes.subarray(this.#gathered);
      this.#gathered = 0;
    }
  }
}
