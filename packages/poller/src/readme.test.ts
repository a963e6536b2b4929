import { readFileSync } from "node:fs";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { createVirtualClock } from "@genwait/lifecycle/testing";
import { afterEach, expect, test, vi } from "vitest";
import { fails, pending, scriptedJob, stateOf } from "./fixtures/scripted-job.ts";
import * as api from "./index.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const examples = [...readme.matchAll(/^```js\n(.*?)^```/gms)].map(([, code = ""]) => code);

const leave: (() => void)[] = [];
const subscribeForNow: typeof subscribe = (name, listener) => {
  subscribe(name, listener);
  leave.push(() => unsubscribe(name, listener));
};
afterEach(() => {
  for (const stop of leave.splice(0)) stop();
});

// The imports are what the function below is given; everything else runs as it stands there.
const run = async (code: string, given: Readonly<Record<string, unknown>>): Promise<void> => {
  const body = code.replaceAll(/^import .*;$/gm, "");
  const AsyncFunction: FunctionConstructor = Object.getPrototypeOf(run).constructor;
  await AsyncFunction(...Object.keys(given), body)(...Object.values(given));
};

test("has examples that run", async () => {
  const printed: unknown[][] = [];
  for (const code of examples) {
    const clock = createVirtualClock();
    const job = scriptedJob([pending, fails("network"), stateOf("succeeded", { url: "https://x.test/1" })], { clock });
    const jobs = [job, scriptedJob([fails("forbidden")], { clock, id: "job-2" })];
    const createPoller = (options: api.PollerOptions = {}): api.Poller =>
      api.createPoller({ clock, random: () => 0, ...options });
    const log = vi.fn();
    await run(code, { ...api, subscribe: subscribeForNow, createPoller, job, jobs, save: log, console: { log } });
    printed.push(log.mock.calls.flat());
    expect(clock.pending()).toBe(0);
  }
  expect(printed).toMatchInlineSnapshot(`
    [
      [
        "https://x.test/1",
      ],
      [
        "https://x.test/1",
      ],
      [
        "pending",
        "succeeded",
      ],
      [
        "job-2",
        "refused",
        "job-1",
        "succeeded",
      ],
      [
        1,
      ],
      [
        "{"attempt":2,"kind":"network","delayMs":100,"error":{"kind":"network"},"type":"retry","api":"things","name":"thing","id":"job-1"}",
        "{"outcome":"succeeded","attempts":3,"elapsedMs":5100,"type":"end","api":"things","name":"thing","id":"job-1"}",
      ],
    ]
  `);
});

test("names every option, event, error and default that there is", () => {
  for (const name of ["read", "retry", "paced", "departure", "phase", "end"])
    expect(readme).toContain(`| \`${name}\` |`);
  for (const kind of Object.keys(api.lastingErrors)) expect(readme).toContain(`\`${kind}\``);
  const options = readFileSync(new URL("wait-options.ts", import.meta.url), "utf8").matchAll(
    /^ {2}(?:readonly )?(\w+)\??[:(]/gm,
  );
  for (const [, option] of options) expect(readme).toMatch(new RegExp(`\\| \`${option}\\b`));
});
