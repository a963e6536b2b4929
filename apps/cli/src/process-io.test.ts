import { EventEmitter } from "node:events";
import { Writable } from "node:stream";
import { describe, expect, test, vi } from "vitest";
import { createInterrupt, createOutput } from "./process-io.ts";

const target = () => Object.assign(new EventEmitter(), { exit: vi.fn() });

const broken = (code: string, message: string): Writable =>
  new Writable({ write: (_, __, done) => done(Object.assign(new Error(message), { code })), autoDestroy: false });

describe("Ctrl-C", () => {
  test("aborts at first, and ends the process the second time", () => {
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
});

describe("an output", () => {
  test.each([
    ["EPIPE", "write EPIPE", "The output is lost: nobody reads it any more."],
    ["ENOSPC", "ENOSPC: no space left on device, write", "The output is lost: ENOSPC: no space left on device, write."],
  ])("that breaks with %s is told once, and nothing throws", async (code, text, message) => {
    const lost: string[] = [];
    const output = createOutput(broken(code, text), (error) => lost.push(error.message));
    output.write("one");
    output.write("two");
    expect(await output.flush()).toBe(false);
    output.write("three");
    expect(await output.flush()).toBe(false);
    expect(lost).toEqual([message]);
  });

  test("that nobody needs may break", async () => {
    const output = createOutput(broken("EPIPE", "write EPIPE"));
    output.write("progress");
    expect(await output.flush()).toBe(false);
  });

  test("that holds is whole once it is flushed", async () => {
    let text = "";
    const output = createOutput(
      new Writable({ write: (chunk, _, done) => void setImmediate(() => ((text += String(chunk)), done())) }),
    );
    output.write("one");
    output.write("two");
    expect(await output.flush()).toBe(true);
    expect(text).toBe("onetwo");
  });

  test("tells the size that a terminal has now", () => {
    const stream = Object.assign(new Writable(), { isTTY: true, columns: 80, rows: 24 });
    const output = createOutput(stream);
    Object.assign(stream, { columns: 40, rows: 10 });
    expect(output).toMatchObject({ isTTY: true, columns: 40, rows: 10 });
  });
});
