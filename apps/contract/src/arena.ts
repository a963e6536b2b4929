import type { ApiClient, ClientOptions } from "@genwait/client-core";
import { createVirtualClock, type VirtualClock } from "@genwait/lifecycle/testing";
import type { ContractApi } from "./contract-api.ts";
import { createHoldingFetch } from "./holding-fetch.ts";
import type { Script, SeenRequest } from "./script.ts";
import { createScriptedFetch } from "./scripted-fetch.ts";
import { startScriptedServer } from "./scripted-server.ts";
import { testKey } from "./test-key.ts";

/** A service that answers by a script, and the means to reach it. */
export interface Arena {
  readonly clock: VirtualClock;
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
  open(api: ContractApi, script: Script): Promise<Arena>;
}

/** Where every line about waiting is tested: in virtual time, without a socket and over real HTTP. */
export const arenas: readonly ArenaKind[] = [
  {
    name: "without a socket",
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
    open: async (api, script) => {
      const clock = createVirtualClock();
      const { fetch, letGo } = createHoldingFetch(clock);
      const server = await startScriptedServer(script, { elapsed: clock.elapsed, onHang: letGo });
      const { url: baseUrl, requests, open, close } = server;
      const client = (options: ClientOptions = {}): ApiClient =>
        api.descriptor.createClient({ apiKey: testKey, baseUrl, fetch, clock, ...options });
      return { clock, requests, baseUrl, client, open, close };
    },
  },
];
