import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { scriptedResponse, type Script, type ScriptedResponse, type SeenRequest } from "./script.ts";

/** A real server that responds by a script: for what no well-behaved mock does. */
export interface ScriptedServer {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** Requests that have neither a response nor been given up. */
  open(): number;
  close(): Promise<void>;
}

export interface ScriptedServerOptions {
  /** The time that requests are noted with. @default the process's own */
  elapsed?(): number;
  /** Called when a request is left without a response. */
  onHang?(): void;
}

/** Starts one on a free port of this machine. */
export const startScriptedServer = async (
  script: Script,
  { elapsed = () => performance.now(), onHang = () => {} }: ScriptedServerOptions = {},
): Promise<ScriptedServer> => {
  const requests: SeenRequest[] = [];
  const open = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const seen = seenOf(request, elapsed());
    const index = requests.push(seen) - 1;
    open.add(response);
    response.once("close", () => open.delete(response));
    const scripted = scriptedResponse(script, seen, index);
    if (scripted.end === "hang") onHang();
    else send(response, scripted);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    requests,
    open: () => open.size,
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
};

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === "object" && address !== null ? address.port : 0;

const seenOf = ({ method = "", url = "", headers }: IncomingMessage, atMs: number): SeenRequest => ({
  method,
  url,
  headers,
  atMs,
});

const send = (
  response: ServerResponse,
  { status = 200, headers = {}, text = "", end = "close" }: ScriptedResponse,
): void => {
  if (end === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  if (end === "close") {
    response.writeHead(status, headers).end(text);
    return;
  }
  const body = Buffer.from(text);
  response.writeHead(status, { ...headers, "content-length": body.length });
  response.write(body.subarray(0, Math.ceil(body.length / 2)), () => response.socket?.destroy());
};
