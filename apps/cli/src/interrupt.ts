import { exitCodes } from "./exit-code.ts";

/** A process that can be interrupted. */
export interface Interruptible {
  on(event: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  off(event: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  exit(code: number): unknown;
}

/** The first Ctrl-C (or SIGTERM) aborts, so that every wait can say how to go on; the second ends the process at once. */
export const createInterrupt = (target: Interruptible): { readonly signal: AbortSignal; stop(): void } => {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) target.exit(exitCodes.interrupted);
    controller.abort();
  };
  target.on("SIGINT", onSignal);
  target.on("SIGTERM", onSignal);
  return {
    signal: controller.signal,
    stop: () => {
      target.off("SIGINT", onSignal);
      target.off("SIGTERM", onSignal);
    },
  };
};
