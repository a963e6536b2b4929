import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** A server in a process of its own, pinned to one core where the system can do that. */
export interface Contestant {
  readonly port: number;
  /** From the start of its process to its first good response. */
  readonly firstResponseMs: number;
  stop(): void;
}

const document = fileURLToPath(import.meta.resolve("@genwait/gamma-client/openapi.json"));
const prism = createRequire(new URL("../../../../package.json", import.meta.url)).resolve("@stoplight/prism-cli");

/** What is polled: the status of one of a hundred jobs. */
export const pathOf = (count: number): string => `/v1.0/generations/job-${count % 100}`;

/** Many callers, so that the API's own hourly limit does not end the run. */
export const headersOf = (connection: number): Readonly<Record<string, string>> => ({
  "x-api-key": `caller-${connection}`,
});

/** Our mock, with lifecycles and limits on, as everywhere. */
export const startOurs = (port: number): Promise<Contestant> =>
  start(
    ["--conditions=@genwait/source", fileURLToPath(new URL("serve-probe.ts", import.meta.url)), document, String(port)],
    port,
  );

/** Prism's CLI with its default settings. */
export const startPrism = (port: number): Promise<Contestant> =>
  start([prism, "mock", document, "--port", String(port)], port);

const start = async (args: readonly string[], port: number): Promise<Contestant> => {
  const startedMs = performance.now();
  const child = pinned(args);
  while (!(await responds(port))) {
    if (child.exitCode !== null)
      throw new Error(`Failed to measure: ${args.join(" ")} ended with ${child.exitCode}. Run it by hand to see why.`);
  }
  return { port, firstResponseMs: performance.now() - startedMs, stop: () => void child.kill() };
};

const pinned = (args: readonly string[]): ChildProcess =>
  process.platform === "linux"
    ? spawn("taskset", ["--cpu-list", "0", process.execPath, ...args], { stdio: "ignore" })
    : spawn(process.execPath, args, { stdio: "ignore" });

const responds = async (port: number): Promise<boolean> => {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${pathOf(0)}`, { headers: headersOf(0) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 10));
    return false;
  }
};
