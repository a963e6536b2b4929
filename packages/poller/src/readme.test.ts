import { readFileSync } from "node:fs";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { errorKinds } from "@genwait/lifecycle";
import { createVirtualClock } from "@genwait/lifecycle/testing";
import { afterEach, expect, test, vi } from "vitest";
import { fails, pending, scriptedJob, stateOf } from "./fixtures/scripted-job.ts";
import { eventTypes } from "./events.ts";
import * as api from "./index.ts";
import { optionRules } from "./options.ts";

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
    const client = { startGeneration: () => Promise.resolve({ job }) };
    const given = {
      ...api,
      createVirtualClock: () => clock,
      subscribe: subscribeForNow,
      createPoller,
      client,
      job,
      jobs,
    };
    await run(code, { ...given, save: log, console: { log } });
    printed.push(log.mock.calls.flat());
    expect(clock.pending()).toBe(0);
  }
  expect(printed).toMatchInlineSnapshot(`
    [
      [
        {
          "url": "https://x.test/1",
        },
      ],
      [
        {
          "url": "https://x.test/1",
        },
      ],
      [
        "{"api":"things","name":"thing","id":"job-1","baseUrl":"https://things.test"}",
        "succeeded",
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
        "{"outcome":"succeeded","attempts":3,"elapsedMs":5100,"type":"settled","api":"things","name":"thing","id":"job-1"}",
      ],
      [],
    ]
  `);
});

test("names every option, event, error and default that there is", () => {
  for (const name of eventTypes) expect(readme).toContain(`| \`${name}\` |`);
  for (const kind of Object.keys(errorKinds)) expect(readme).toContain(`\`${kind}\``);
  for (const rules of Object.values(optionRules))
    for (const option of Object.keys(rules))
      if (option !== "rateLimit") expect(readme).toMatch(new RegExp(`\\| \`(rateLimit\\.)?${option}\\b`));
});
