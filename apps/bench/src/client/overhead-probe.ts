import { createServer } from "node:http";
import { answerText, bare, type Call, genwait, openapiFetch, type Target } from "./contestants.ts";

/**
 * Microseconds of CPU that a call takes over the bare one: the median of the rounds, each against the bare call of its own
 * round. The wall clock would tell what else the machine does.
 */
export interface Overheads {
  readonly bare: number;
  readonly genwait: number;
  readonly openapiFetch: number;
}

const measure = async (target: Target, rounds: number, callsEach: number): Promise<Overheads> => {
  const calls = [bare(target), genwait(target), openapiFetch(target)] as const;
  const times: (readonly [bare: number, ours: number, peer: number])[] = [];
  for (let round = 0; round < rounds; round++) {
    // Whoever comes first meets the heap that the one before left behind: the order goes round.
    const order = [0, 1, 2].map((place) => (place + round) % 3);
    const took: [number, number, number] = [0, 0, 0];
    for (const index of order) took[index] = await timeOf(calls[index] ?? calls[0], callsEach);
    times.push(took);
  }
  // The first third is for the compiler.
  const warm = times.slice(Math.floor(rounds / 3));
  return {
    bare: median(warm.map(([base]) => base)),
    genwait: median(warm.map(([base, ours]) => ours - base)),
    openapiFetch: median(warm.map(([base, , peer]) => peer - base)),
  };
};

const timeOf = async (call: Call, count: number): Promise<number> => {
  const signals = Array.from({ length: count }, () => new AbortController().signal);
  const start = process.cpuUsage();
  for (const signal of signals) await call(signal);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / count;
};

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Makes a Request of what it is given, as the platform's own does, and answers at once. */
const inMemory: Target = {
  baseUrl: "http://127.0.0.1",
  fetch: async (input, init) => {
    new Request(input, init).signal.throwIfAborted();
    return new Response(answerText, { headers: { "content-type": "application/json" } });
  },
};

const server = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "application/json" }).end(answerText);
});
await new Promise<void>((resolve) => {
  server.listen(0, "127.0.0.1", resolve);
});
const address = server.address();
const port = typeof address === "object" ? address?.port : undefined;

const memory = await measure(inMemory, 900, 40);
const loopback = await measure({ baseUrl: `http://127.0.0.1:${port}`, fetch: globalThis.fetch }, 600, 40);
console.log(JSON.stringify({ memory, loopback }));
server.close();
server.closeAllConnections();
