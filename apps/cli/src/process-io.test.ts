import { EventEmitter } from "node:events";
import { expect, test, vi } from "vitest";
import { createInterrupt } from "./process-io.ts";

const target = () => Object.assign(new EventEmitter(), { exit: vi.fn() });

test("the first Ctrl-C aborts, the second ends the process", () => {
  const process = target();
  const { signal } = createInterrupt(process);
  process.emit("SIGINT");
  expect(signal.aborted).toBe(true);
  expect(process.exit).not.toHaveBeenCalled();
  process.emit("SIGINT");
  expect(process.exit).toHaveBeenCalledWith(130);
});

test("leaves no listener behind", () => {
  const process = target();
  createInterrupt(process).stop();
  expect(process.listenerCount("SIGINT") + process.listenerCount("SIGTERM")).toBe(0);
});
