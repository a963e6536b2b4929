import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { createWaits, isDurableError, type Wait } from "@genwait/durable";
import { createClient, isApiError } from "@genwait/gamma-client";

const { PORT = "3000", GENWAIT_STORE = "./.genwait", GAMMA_BASE_URL = "http://127.0.0.1:4011" } = process.env;

// A mock takes any key. For the service itself: GAMMA_BASE_URL=https://public-api.gamma.app, and GAMMA_API_KEY.
const isMock = new URL(GAMMA_BASE_URL).hostname === "127.0.0.1";
const gamma = createClient({ baseUrl: GAMMA_BASE_URL, ...(isMock && { apiKey: "any" }) });

const waits = await createWaits({
  store: GENWAIT_STORE,
  clients: [gamma],
  rateLimits: { gamma: { requestsPerSecond: 10 } },
});
// One process does both here. Many could start, and others work: they only share the store.
waits.work();

/** What a caller is told of a deck. */
const deckOf = async (wait: Wait, signal: AbortSignal): Promise<Record<string, unknown>> => {
  const known = { order: wait.key, job: wait.job.id, wait: wait.id };
  // Up to half a minute: a caller that wants to know it later asks again.
  const result = await wait
    .result({ signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]) })
    .catch(() => undefined);
  if (result === undefined) return { ...known, phase: "pending" };
  return { ...known, phase: result.phase, body: result.state?.body, failure: result.failure?.message };
};

const respond = async (request: IncomingMessage, signal: AbortSignal): Promise<readonly [number, unknown]> => {
  const { method = "GET", url = "/" } = request;
  if (method === "GET" && url === "/pid") return [200, process.pid];
  if (method === "POST" && url === "/decks") {
    const { order, prompt } = JSON.parse(await text(request)) as { order: string; prompt: string };
    // The order's number is the key: however often it is posted, by whatever process, there is one deck, paid for once.
    const { wait, isNew } = await waits.start(gamma, "startGeneration", { inputText: prompt }, { key: order });
    return [isNew ? 201 : 200, { order, job: wait.job.id, wait: wait.id }];
  }
  const [, order] = /^\/decks\/(\w+)$/.exec(url) ?? [];
  const [wait] = order === undefined ? [] : await waits.find({ key: order });
  if (method === "GET" && wait !== undefined) return [200, await deckOf(wait, signal)];
  return [404, { error: `There is no ${method} ${url}.` }];
};

/** What went wrong, for the caller of this service: 409 asks somebody to look, 503 may be tried again. */
const statusOf = (error: unknown): number => {
  if (isDurableError(error)) return error.reason === "store" ? 503 : 409;
  if (isApiError(error)) return 502;
  return error instanceof SyntaxError ? 400 : 500;
};

const server = createServer((request, response) => {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  respond(request, gone.signal).then(
    ([status, body]) =>
      response.writeHead(status, { "content-type": "application/json" }).end(`${JSON.stringify(body)}\n`),
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      response
        .writeHead(statusOf(error), { "content-type": "application/json" })
        .end(`${JSON.stringify({ error: message })}\n`);
    },
  );
});
server.listen(Number(PORT), "127.0.0.1", () => console.log(`Decks at http://127.0.0.1:${PORT}/decks`));

// Asked to end, it gives back what it holds, and others go on at once. Killed, they notice after ten seconds.
const stop = async (): Promise<void> => {
  server.close();
  server.closeAllConnections();
  await waits.close();
};
process.once("SIGTERM", () => void stop());
process.once("SIGINT", () => void stop());
