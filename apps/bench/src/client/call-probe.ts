import { createClient } from "@genwait/gamma-client";
import createPeer from "openapi-fetch";
import { median } from "../figures.ts";

/** Microseconds of CPU of one call in memory: the median of the rounds. The wall clock would tell what else the machine does. */
export interface CallFigures {
  readonly jobPoll: number;
  readonly typedGet: number;
  readonly peerGet: number;
}

const id = "kR7vX2mQp9LtZ4wNcB3sY";
const apiKey = "sk-gamma-bench";
const baseUrl = "https://service.test";

/** The response to each call. */
const responseText = JSON.stringify({
  generationId: id,
  status: "completed",
  gammaId: "q4w8e2r6t0y1u5i",
  gammaUrl: "https://gamma.app/docs/Best-hikes-in-the-United-States-q4w8e2r6t0y1u5i",
  title: "Best hikes in the United States",
  credits: { deducted: 150, remaining: 3000 },
});

const respond = (): Response => new Response(responseText, { headers: { "content-type": "application/json" } });

interface Paths {
  "/v1.0/generations/{id}": {
    get: {
      parameters: { path: { id: string } };
      responses: { 200: { content: { "application/json": unknown } } };
    };
  };
}

const path = "/v1.0/generations/{id}";
const client = createClient({ apiKey, baseUrl, fetch: async () => respond() });
const job = client.generation(id);
const peer = createPeer<Paths>({ baseUrl, fetch: async () => respond(), headers: { "X-API-KEY": apiKey } });

/** One status call with a signal of its own, from its input to the parsed body. */
type Call = (signal: AbortSignal) => Promise<unknown>;

const calls: Readonly<Record<keyof CallFigures, Call>> = {
  jobPoll: (signal) => job.poll({ signal }),
  typedGet: (signal) => client.GET(path, { params: { path: { id } }, signal }),
  peerGet: (signal) => peer.GET(path, { params: { path: { id } }, signal }),
};

const timeOf = async (call: Call, count: number): Promise<number> => {
  const start = process.cpuUsage();
  for (let index = 0; index < count; index++) await call(new AbortController().signal);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / count;
};

const rounds = 300;
const callsEach = 100;
const figures: Record<keyof CallFigures, number[]> = { jobPoll: [], typedGet: [], peerGet: [] };
const names = ["jobPoll", "typedGet", "peerGet"] as const;
for (let round = 0; round < rounds; round++) {
  // Whoever comes first meets the heap that the one before left behind: the order goes round.
  for (const index of names.keys()) {
    const name = names[(index + round) % names.length] ?? "peerGet";
    figures[name].push(await timeOf(calls[name], callsEach));
  }
}
// The first third is for the compiler.
const warm = (all: readonly number[]): number => median(all.slice(rounds / 3));
const result: CallFigures = {
  jobPoll: warm(figures.jobPoll),
  typedGet: warm(figures.typedGet),
  peerGet: warm(figures.peerGet),
};
console.log(JSON.stringify(result));
