import { spawn } from "node:child_process";
import type { Writable } from "node:stream";
import type { Output } from "./command.ts";
import { exitCodes, OutputLostError } from "./exit-code.ts";

/** A process that can be interrupted. */
export interface Interruptible {
  on(event: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  off(event: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  exit(code: number): unknown;
}

/** How a run ends early. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Ends the run for another reason. */
  abort(reason: Error): void;
  stop(): void;
}

/** The first Ctrl-C (or SIGTERM) aborts, so that every wait can say how to go on; the second ends the process at once. */
export const createInterrupt = (target: Interruptible): Interrupt => {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) target.exit(exitCodes.interrupted);
    controller.abort();
  };
  target.on("SIGINT", onSignal);
  target.on("SIGTERM", onSignal);
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    stop: () => {
      target.off("SIGINT", onSignal);
      target.off("SIGTERM", onSignal);
    },
  };
};

/** A stream of the process that may break: a reader such as `head` that has seen enough, a full disk. */
export type BreakableStream = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

/**
 * Writes to a stream until it breaks, and nothing afterwards: no error of a stream ends the process.
 *
 * @param onLost told once, with what is lost
 */
export const createOutput = (
  stream: BreakableStream,
  onLost: (error: OutputLostError) => void = () => {},
): Output & Required<Pick<Output, "flush">> => {
  let isLost = false;
  stream.on("error", (cause: NodeJS.ErrnoException) => {
    if (isLost) return;
    isLost = true;
    const why = cause.code === "EPIPE" ? "nobody reads it any more" : cause.message;
    onLost(new OutputLostError(`The output is lost: ${why}.`, { cause }));
  });
  return {
    write: (text) => {
      if (!isLost) stream.write(text);
    },
    // Terminals are resized while a run goes on.
    get isTTY() {
      return stream.isTTY === true;
    },
    get columns() {
      return stream.columns ?? 0;
    },
    get rows() {
      return stream.rows ?? 0;
    },
    flush: async () => {
      if (!isLost) await new Promise<void>((resolve) => stream.write("", () => resolve()));
      // A stream tells its callbacks first, and its listeners in a later turn.
      await new Promise(setImmediate);
      return !isLost;
    },
  };
};

// No shell is in between: an address is an argument and nothing else.
const openers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/** Shows an address in the person's browser; rejects where there is no program for it. */
export const openInBrowser = (address: string): Promise<void> => {
  const [command = "xdg-open", ...args] = openers[process.platform] ?? [];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args, address], { stdio: "ignore", detached: true });
    child.once("error", reject);
    child.once("spawn", () => {
      child.unref();
      resolve();
    });
  });
};
