/** A status service with webhooks on loopback: what killed processes asked of it is still known here. Run by `fork`. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { settingsOf, takeOrders } from "./processes.ts";

export interface ServiceSettings {
  /** How many polls of a job find it pending. @default for ever */
  readonly pendingPolls?: number;
  /** How long a poll takes. @default 0 */
  readonly pollTakesMs?: number;
}

/** What the service has seen. */
export interface ServiceReport {
  readonly polls: number;
  readonly jobs: number;
  /** Polls of a job that was being polled already. */
  readonly overlaps: number;
  readonly creates: number;
  /** When each poll was sent, by its sender. */
  readonly sentAtMs: readonly number[];
  readonly webhooks: readonly { readonly id: string; readonly atMs: number }[];
}

interface ServedJob {
  polls: number;
  open: number;
}

const { pendingPolls = Infinity, pollTakesMs = 0 } = settingsOf<ServiceSettings>();
const jobs = new Map<string, ServedJob>();
const webhooks: { id: string; atMs: number }[] = [];
let sentAtMs: number[] = [];
let [polls, overlaps, creates] = [0, 0, 0];
let isOver = false;

const respond = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
};

const poll = (id: string, response: ServerResponse): void => {
  const job = jobs.get(id) ?? { polls: 0, open: 0 };
  jobs.set(id, job);
  polls++;
  job.polls++;
  if (job.open > 0) overlaps++;
  job.open++;
  response.once("close", () => job.open--);
  const done = isOver || job.polls > pendingPolls;
  const state = done
    ? { generationId: id, status: "completed", gammaUrl: `https://gamma.app/docs/${id}` }
    : { generationId: id, status: "pending" };
  if (pollTakesMs === 0) respond(response, 200, state);
  else setTimeout(() => respond(response, 200, state), pollTakesMs);
};

const server = createServer((request, response) => {
  const path = request.url ?? "";
  if (request.method === "GET") {
    const sent = request.headers["x-sent-at"];
    if (sent !== undefined) sentAtMs.push(Number(sent));
    poll(path.slice(path.lastIndexOf("/") + 1), response);
    return;
  }
  request.resume();
  request.once("end", () => {
    if (path === "/hook") {
      webhooks.push({ id: String(request.headers["webhook-id"]), atMs: performance.timeOrigin + performance.now() });
      respond(response, 200, {});
    } else respond(response, 201, { generationId: `job-${process.pid}-${++creates}` });
  });
});

server.keepAliveTimeout = 60_000;
await new Promise<void>((resolve) => server.listen({ port: 0, host: "127.0.0.1", backlog: 20_000 }, resolve));

takeOrders({
  origin: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  report: (): ServiceReport => ({ polls, jobs: jobs.size, overlaps, creates, sentAtMs, webhooks }),
  polls: () => polls,
  /** Every job is over from now on. */
  finish: () => {
    isOver = true;
  },
  /** Counts anew how often each job is polled. */
  mark: () => {
    for (const job of jobs.values()) job.polls = 0;
    sentAtMs = [];
  },
  /** Jobs that were not polled since the mark. */
  unpolled: () => [...jobs.values()].filter((job) => job.polls === 0).length,
});
