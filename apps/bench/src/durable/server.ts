import { readFileSync } from "node:fs";

import { Client, Pool } from "pg";

const given = process.env["GENWAIT_POSTGRES"];
const serverUrl = given?.startsWith("postgres") ? given : "postgres://postgres@127.0.0.1:5432/postgres";

/** A database of a measurement's own on the server of this machine. */
export interface BenchServer {
  readonly url: string;
  readonly pool: Pool;
  /** Counts the CPU of the server's processes from now on, those that end meanwhile included. */
  meterCpu(): CpuMeter;
  /** Rows that were written since the database was made, by `schema.table`. */
  written(): Promise<ReadonlyMap<string, number>>;
  drop(): Promise<void>;
}

const admin = async (sql: string): Promise<void> => {
  const client = new Client({ connectionString: serverUrl });
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end();
  }
};

/** @throws Error that says that no PostgreSQL lets us in. */
export const openServer = async (): Promise<BenchServer> => {
  const name = `genwait_bench_${process.pid}_${Date.now().toString(36)}`;
  await admin(`CREATE DATABASE ${name}`).catch((cause: unknown) => {
    throw new Error(
      "no PostgreSQL lets us in: start one on 127.0.0.1:5432 that trusts postgres, or set GENWAIT_POSTGRES to a URL",
      { cause },
    );
  });
  const own = new URL(serverUrl);
  own.pathname = `/${name}`;
  const pool = new Pool({ connectionString: own.href, max: 8 });
  pool.on("error", () => {});
  return {
    url: own.href,
    pool,
    meterCpu: () => new CpuMeter(pool),
    written: async () => {
      // Sessions report what they have written when they have done nothing for ten seconds.
      await new Promise((resolve) => setTimeout(resolve, 11_000));
      const { rows } = await pool.query(
        "SELECT schemaname || '.' || relname AS name, (n_tup_ins + n_tup_upd + n_tup_del)::float8 AS rows FROM pg_stat_all_tables WHERE schemaname LIKE 'genwait%'",
      );
      return new Map(rows.map((row) => [String(row.name), Number(row.rows)]));
    },
    drop: async () => {
      await pool.end();
      await admin(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
};

/** A tick of the kernel's clock, as `getconf CLK_TCK` tells for every Linux that there is. */
const tickMs = 10;

const cpuMsOf = (pid: number): number | undefined => {
  try {
    // Behind the name, which may have blanks and parentheses: utime is the 14th field of all, stime the 15th.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * tickMs;
  } catch {
    return undefined;
  }
};

/** CPU of the sessions of one database, and of the processes that serve all of them. */
export class CpuMeter {
  readonly #pool: Pool;
  readonly #before = new Map<number, number>();
  readonly #last = new Map<number, number>();
  readonly #timer: NodeJS.Timeout;
  #isFirst = true;
  #sampling: Promise<void>;

  constructor(pool: Pool) {
    this.#pool = pool;
    this.#sampling = this.#sample();
    this.#timer = setInterval(() => (this.#sampling = this.#sampling.then(() => this.#sample())), 2_000);
  }

  async stop(): Promise<number> {
    clearInterval(this.#timer);
    await this.#sampling;
    await this.#sample();
    return [...this.#last].reduce((sum, [pid, cpuMs]) => sum + cpuMs - (this.#before.get(pid) ?? 0), 0);
  }

  async #sample(): Promise<void> {
    const { rows } = await this.#pool.query(
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database() OR datname IS NULL",
    );
    for (const { pid } of rows) {
      const cpuMs = cpuMsOf(pid);
      if (cpuMs === undefined)
        throw new Error("the server's processes are not seen in /proc: it must run on this machine");
      if (this.#isFirst) this.#before.set(pid, cpuMs);
      this.#last.set(pid, cpuMs);
    }
    this.#isFirst = false;
  }
}
