import type { AddressInfo } from "node:net";
import type { Server } from "node:http";

import { isLoopback } from "./control/access.ts";
import { createSocketServer } from "./http/socket-server.ts";
import type { MockOptions } from "./mock-options.ts";
import { assembleService, type MockApi, type MockService } from "./mock-service.ts";
import { createCore } from "./service/core.ts";

/** How a mock server behaves, and where it listens. */
export interface MockServerOptions extends MockOptions {
  /** APIs in alphabetical order take this port and the next ones; 0 takes any that are free. @default 0 */
  readonly port?: number;
  /** @default "127.0.0.1" */
  readonly host?: string;
  /** Lets other machines in: needed for a `host` that is not loopback, together with `token`. @default false */
  readonly expose?: boolean;
  /** What callers of the control API must show. Without one it responds on loopback only. */
  readonly token?: string;
}

/** A mocked API with a port. */
export interface ServedMockApi extends MockApi {
  readonly port: number;
}

/** A {@link MockService} on sockets. */
export interface MockServer extends MockService {
  readonly apis: Readonly<Record<string, ServedMockApi>>;
}

/**
 * Serves mocked APIs, each on a port of its own. `close()` ends every connection.
 *
 * @throws TypeError when an option cannot be used; Error when a port cannot be had.
 * @example
 * ```ts
 * const mock = await startMockServer({ apis: [{ name: "studio", document }], port: 4010 });
 * console.log(mock.url("studio")); // http://127.0.0.1:4010
 * await mock.close();
 * ```
 */
export const startMockServer = async (options: MockServerOptions): Promise<MockServer> => {
  const { port = 0, host = "127.0.0.1", token } = options;
  checkExposure(options);
  const core = await createCore(options);
  const servers = new Map<string, Server>();
  // A request may come before the last port is open.
  const ready = Promise.withResolvers<MockService>();
  const closeAll = async (): Promise<void> => {
    await Promise.all([...servers.values()].map(closeServer));
  };
  try {
    for (const [index, name] of [...core.contexts.keys()].entries()) {
      const server = createSocketServer(async (request) => (await ready.promise).respond(name, request), core.clock);
      servers.set(name, await listen(server, { name, host, port: port === 0 ? 0 : port + index }));
    }
  } catch (error) {
    await closeAll();
    throw error;
  }
  const ports = new Map([...servers].map(([name, server]) => [name, portOf(server)]));
  const urls = new Map([...ports].map(([name, at]) => [name, `http://${urlHost(host)}:${at}`]));
  const service = assembleService(core, { urls, isServed: true, ...(token !== undefined && { token }) });
  ready.resolve(service);
  const apis: Record<string, ServedMockApi> = {};
  const show = (api: MockApi): ServedMockApi => (apis[api.name] = { ...api, port: ports.get(api.name) ?? 0 });
  for (const api of Object.values(service.apis)) show(api);
  return {
    ...service,
    apis,
    reload: async (source) => show(await service.reload(source)),
    close: async () => {
      await service.close();
      await closeAll();
    },
  };
};

const checkExposure = ({ host = "127.0.0.1", expose = false, token = "" }: MockServerOptions): void => {
  if (isLoopback(host) || (expose && token.length >= shortestToken)) return;
  const lack = expose
    ? `a token of at least ${shortestToken} characters for its control API`
    : "to be told that other machines may come in";
  throw new TypeError(
    `Failed to start the mock server on ${host}: it needs ${lack}. Stay on 127.0.0.1, or give expose and token.`,
  );
};

// Shorter ones are guessed.
const shortestToken = 16;

interface ListenOptions {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

const listen = (server: Server, { name, host, port }: ListenOptions): Promise<Server> =>
  new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => reject(listenError(name, host, port, cause)));
    server.listen(port, host, () => resolve(server));
  });

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const portOf = (server: Server): number => {
  const address: AddressInfo | string | null = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};

// Every address of the machine is no address that one can call.
const callable: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

const urlHost = (host: string): string => {
  const called = callable[host] ?? host;
  return called.includes(":") ? `[${called}]` : called;
};

const listenError = (name: string, host: string, port: number, cause: NodeJS.ErrnoException): Error => {
  const reasons: Record<string, string> = {
    EADDRINUSE: `port ${port} is in use. Choose another port, or stop what listens there.`,
    EACCES: `port ${port} may not be used by this account. Choose one above 1023.`,
    EADDRNOTAVAIL: `this machine has no address ${host}. Choose 127.0.0.1.`,
    ENOTFOUND: `there is no host ${host}. Choose 127.0.0.1.`,
  };
  return new Error(`Failed to start the mock of ${name}: ${reasons[cause.code ?? ""] ?? cause.message}`, { cause });
};
