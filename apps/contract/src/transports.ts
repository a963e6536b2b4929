import type { AnyClient, ClientOptions } from "@genwait/client-core";
import { createVirtualClock, type VirtualClock } from "@genwait/lifecycle/testing";
import type { ContractApi } from "./apis.ts";
import { createHoldingFetch } from "./holding-fetch.ts";
import type { Script, SeenRequest } from "./script.ts";
import { createScriptedFetch } from "./scripted-fetch.ts";
import { startScriptedServer } from "./scripted-server.ts";
import { testKey } from "./test-key.ts";

/** A service that responds by a script, and the means to reach it. */
export interface ScriptedService {
  readonly clock: VirtualClock;
  readonly requests: readonly SeenRequest[];
  readonly baseUrl: string;
  /** A client of the service; each call makes a new one. */
  client(options?: ClientOptions): AnyClient;
  /** Requests that have neither a response nor been given up. */
  open(): number;
  close(): Promise<void>;
}

export interface Transport {
  readonly name: string;
  serve(api: ContractApi, script: Script): Promise<ScriptedService>;
}

/** How every line about waiting is tested: in virtual time, without a socket and over real HTTP. */
export const transports: readonly Transport[] = [
  {
    name: "without a socket",
    serve: async (api, script) => {
      const clock = createVirtualClock();
      const { fetch, requests, open } = createScriptedFetch(script, clock);
      const { baseUrl, createClient } = api.description;
      const client = (options: ClientOptions = {}): AnyClient =>
        createClient({ apiKey: testKey, fetch, clock, validate: api.validate, ...options });
      return { clock, requests, baseUrl, client, open, close: async () => {} };
    },
  },
  {
    name: "over real HTTP",
    serve: async (api, script) => {
      const clock = createVirtualClock();
      const { fetch, letGo } = createHoldingFetch(clock);
      const server = await startScriptedServer(script, { elapsed: clock.elapsed, onHang: letGo });
      const { url: baseUrl, requests, open, close } = server;
      const { createClient } = api.description;
      const client = (options: ClientOptions = {}): AnyClient =>
        createClient({ apiKey: testKey, baseUrl, fetch, clock, validate: api.validate, ...options });
      return { clock, requests, baseUrl, client, open, close };
    },
  },
];
