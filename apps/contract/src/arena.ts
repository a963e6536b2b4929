import type { ApiClient, ClientOptions } from "@genwait/client-core";
import { createVirtualClock } from "@genwait/lifecycle/testing";
import { clockAtSpeed, type CountingClock } from "./clock-at-speed.ts";
import type { ContractApi } from "./contract-api.ts";
import type { Script, SeenRequest } from "./script.ts";
import { createScriptedFetch } from "./scripted-fetch.ts";
import { startScriptedServer } from "./scripted-server.ts";
import { testKey } from "./test-key.ts";

/** A service that answers by a script, and the means to reach it. */
export interface Arena {
  readonly clock: CountingClock;
  readonly requests: readonly SeenRequest[];
  readonly baseUrl: string;
  /** A client of the service; each call makes a new one. */
  client(options?: ClientOptions): ApiClient;
  /** Requests that are neither answered nor given up. */
  open(): number;
  close(): Promise<void>;
}

export interface ArenaKind {
  readonly name: string;
  /** Times can be asserted to the millisecond. */
  readonly isExact: boolean;
  open(api: ContractApi, script: Script): Promise<Arena>;
}

// A read over loopback takes a few of these seconds at worst; declared times stay far above it.
const speed = 100;

/** Where every line about waiting is tested: without a socket in virtual time, and over real HTTP in time that runs faster. */
export const arenas: readonly ArenaKind[] = [
  {
    name: "in virtual time",
    isExact: true,
    open: async (api, script) => {
      const clock = createVirtualClock();
      const { fetch, requests, open } = createScriptedFetch(script, clock);
      const { baseUrl } = api.descriptor;
      const client = (options: ClientOptions = {}): ApiClient =>
        api.descriptor.createClient({ apiKey: testKey, fetch, clock, ...options });
      return { clock, requests, baseUrl, client, open, close: async () => {} };
    },
  },
  {
    name: "over real HTTP",
    isExact: false,
    open: async (api, script) => {
      const clock = clockAtSpeed(speed);
      const { url: baseUrl, requests, open, close } = await startScriptedServer(script, clock.elapsed);
      const client = (options: ClientOptions = {}): ApiClient =>
        api.descriptor.createClient({ apiKey: testKey, baseUrl, clock, timeoutMs: 60_000, ...options });
      return { clock, requests, baseUrl, client, open, close };
    },
  },
];
