import { connect, type Socket } from "node:net";

export interface LoadOptions {
  readonly port: number;
  readonly path: (count: number) => string;
  readonly headers: (connection: number) => Readonly<Record<string, string>>;
  readonly connections: number;
  readonly durationMs: number;
}

/** Good responses a second over so many kept connections, one request at a time on each. */
export const responsesPerSecond = async (options: LoadOptions): Promise<number> => {
  const sockets = await Promise.all(Array.from({ length: options.connections }, () => open(options.port)));
  const startedMs = performance.now();
  const untilMs = startedMs + options.durationMs;
  const good = await Promise.all(sockets.map((socket, connection) => drive(socket, connection, untilMs, options)));
  const seconds = (performance.now() - startedMs) / 1000;
  for (const socket of sockets) socket.destroy();
  return good.reduce((sum, count) => sum + count, 0) / seconds;
};

const open = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket)).once("error", reject);
    socket.setNoDelay(true);
    socket.setEncoding("latin1");
  });

const drive = (
  socket: Socket,
  connection: number,
  untilMs: number,
  { path, headers, port }: LoadOptions,
): Promise<number> =>
  new Promise((resolve, reject) => {
    const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers(connection) }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    let [sent, good, received] = [0, 0, ""];
    const send = (): void => {
      if (performance.now() >= untilMs) resolve(good);
      else socket.write(`GET ${path(sent++)} HTTP/1.1\r\n${lines.join("")}\r\n`);
    };
    socket.on("data", (data) => {
      received += data;
      if (!isWhole(received)) return;
      if (received.startsWith("HTTP/1.1 200")) good++;
      received = "";
      send();
    });
    socket.once("error", reject);
    socket.once("close", () =>
      reject(new Error("Failed to measure: the server closed a connection. Look at what it printed.")),
    );
    send();
  });

// Small responses with a length, or in chunks: all that either server sends.
const isWhole = (received: string): boolean => {
  const end = received.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const [, length] = /\r\ncontent-length: (\d+)/i.exec(received.slice(0, end)) ?? [];
  return length === undefined ? received.endsWith("0\r\n\r\n") : received.length >= end + 4 + Number(length);
};
