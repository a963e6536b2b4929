import { setTimeout as delay } from "node:timers/promises";

import type { Job, SavedJob } from "@genwait/lifecycle";

/** How long a function that makes clients may take. */
const makeWithinMs = 15_000;

/** A job of any client. */
export type AnyJob = Job<{ readonly phase: string }, unknown>;

/** What is seen of a client: any generated one, or an object of your own. */
export interface DurableClient {
  /** The job that `JSON.stringify(job)` wrote, perhaps in another process. Throws for one that is not of this client. */
  resume(saved: SavedJob): AnyJob;
  /** The name of the client's account, where it was given one. */
  readonly account?: string | undefined;
  /** The name of its API: a create's key is one of this API. @default none */
  readonly api?: string | undefined;
}

/** Whose client is wanted. */
export interface ClientRequest {
  readonly api: string;
  readonly baseUrl: string;
  readonly account: string | undefined;
}

/** Gives the client of a stored job, such as one made with a key from a vault; nothing where there is none. */
export type ClientFactory = (request: ClientRequest) => DurableClient | undefined | Promise<DurableClient | undefined>;

/** Finds the client that a stored job belongs to. Keys come with the clients, never from the store. */
export class Clients {
  readonly #clients: readonly DurableClient[];
  readonly #factory: ClientFactory | undefined;
  readonly #made = new Map<string, Promise<DurableClient | undefined>>();

  constructor(clients: readonly DurableClient[] | ClientFactory) {
    this.#clients = typeof clients === "function" ? [] : clients;
    this.#factory = typeof clients === "function" ? clients : undefined;
  }

  /**
   * The job that was stored, of a client that gives it the same identity; undefined where no client does. With another
   * one's API, base URL or account the key of one customer would be sent for the job of another.
   */
  async resume(saved: SavedJob, identity: string): Promise<AnyJob | undefined> {
    for (const client of this.#clients) {
      const job = resumed(client, saved, identity);
      if (job !== undefined) return job;
    }
    const made = await this.#make(saved);
    return made && resumed(made, saved, identity);
  }

  async #make({ api, baseUrl, account }: SavedJob): Promise<DurableClient | undefined> {
    if (this.#factory === undefined) return undefined;
    const name = JSON.stringify([api, baseUrl, account]);
    const known = this.#made.get(name);
    if (known !== undefined) return known;
    const making = within(this.#factory, { api, baseUrl, account });
    this.#made.set(name, making);
    // One that could not be made is asked for again.
    const client = await making.catch(() => undefined);
    if (client === undefined) this.#made.delete(name);
    return client;
  }
}

/** A vault that does not respond must not hold up the waits of others. */
const within = async (factory: ClientFactory, request: ClientRequest): Promise<DurableClient | undefined> => {
  const late = new AbortController();
  try {
    return await Promise.race([factory(request), delay(makeWithinMs, undefined, { ref: false, signal: late.signal })]);
  } finally {
    late.abort();
  }
};

const resumed = (client: DurableClient, saved: SavedJob, identity: string): AnyJob | undefined => {
  try {
    const job = client.resume(saved);
    return job.identity === identity ? job : undefined;
  } catch {
    return undefined;
  }
};
