import { Redis } from "ioredis";

/** The Redis of this machine, and a prefix of a measurement's own in it. */
export interface BenchRedis {
  readonly url: string;
  readonly prefix: string;
  /** CPU of the whole server so far. */
  cpuMs(): Promise<number>;
  /** Removes what has the prefix. */
  close(): Promise<void>;
}

/** Undefined where none answers. */
export const openRedis = async (): Promise<BenchRedis | undefined> => {
  const url = "redis://127.0.0.1:6379";
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  redis.on("error", () => {});
  try {
    await redis.connect();
  } catch {
    return undefined;
  }
  const prefix = `genwait-bench-${process.pid}`;
  return {
    url,
    prefix,
    cpuMs: async () => {
      const info = await redis.info("cpu");
      const seconds = (name: string): number => Number(new RegExp(`^${name}:([\\d.]+)`, "m").exec(info)?.[1] ?? 0);
      return (seconds("used_cpu_sys") + seconds("used_cpu_user")) * 1000;
    },
    close: async () => {
      for (let cursor = "0"; ;) {
        const [next, keys] = await redis.scan(cursor, "MATCH", `${prefix}*`, "COUNT", 5_000);
        if (keys.length > 0) await redis.unlink(...keys);
        cursor = next;
        if (cursor === "0") break;
      }
      redis.disconnect();
    },
  };
};
