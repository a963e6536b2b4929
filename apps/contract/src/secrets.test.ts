import { inspect } from "node:util";
import type { ApiClient, ClientOptions } from "@genwait/client-core";
import { createPoller } from "@genwait/poller";
import { describe, expect, it } from "vitest";
import { jobs } from "./apis.ts";
import { passingFaults } from "./passing-faults.ts";
import { htmlAnswer, jsonAnswer } from "./raw-answer.ts";
import { samplesOf } from "./samples-of-job.ts";
import { startScriptedServer } from "./scripted-server.ts";
import type { Script, ScriptedAnswer } from "./script.ts";
import { keyTraces, testKey } from "./test-key.ts";

/** All that a person or a log could ever see of a value. */
const shown = (value: unknown): string => {
  const parts = value instanceof Error ? [value.message, value.stack, shown(value.cause)] : [];
  const printed = inspect(value, { depth: 20, showHidden: true, getters: true, maxStringLength: null });
  return [printed, JSON.stringify(value) ?? "", String(value), ...parts].join("\n");
};

const expectNoKey = (value: unknown): void => {
  const text = shown(value);
  for (const trace of keyTraces) expect(text).not.toContain(trace);
};

/** A service that repeats what it was sent, key included. */
const echo =
  (status: number): Script =>
  ({ headers, url }) =>
    jsonAnswer({ message: JSON.stringify(headers), error: url, id: testKey }, status, { "x-request-id": testKey });

describe.concurrent.each(jobs)("the key of $title", ({ api, job }) => {
  const samples = samplesOf(job);

  const withServer = async (
    script: Script,
    run: (client: ApiClient, url: string) => Promise<void>,
    options: ClientOptions = {},
  ): Promise<void> => {
    const server = await startScriptedServer(script);
    try {
      await run(api.descriptor.createClient({ apiKey: testKey, baseUrl: server.url, ...options }), server.url);
    } finally {
      await server.close();
    }
  };

  it("is in nothing that prints a client, a job or its JSON", async () => {
    await withServer([samples.pending], async (client) => {
      const waiting = client.job(job.name, samples.id, { createdAtMs: 0 });
      await waiting.read({ signal: new AbortController().signal });
      expectNoKey(client);
      expectNoKey(waiting);
      expectNoKey(JSON.stringify(waiting));
    });
  });

  // One of the troubles is silence, which has to end; which error the others end with makes no difference here.
  const impatient = { timeoutMs: 500 };
  const hang: ScriptedAnswer = { end: "hang" };
  const troubles: readonly { readonly name: string; readonly script: Script }[] = [
    ...passingFaults.map(({ name, answer }) => ({ name, script: [answer(samples)] })),
    ...[400, 401, 403, 404, 429, 500].map((status) => ({
      name: `a ${status} that repeats the request`,
      script: echo(status),
    })),
    { name: "a page that repeats the key", script: [{ ...htmlAnswer(500), text: `<p>${testKey}</p>` }] },
    {
      name: "a redirect to an address with the key",
      script: [{ status: 307, headers: { location: `http://127.0.0.1:9/?key=${testKey}` } }],
    },
    { name: "silence", script: [hang] },
  ];

  it.each(troubles)("is in no error and no event after $name", async ({ script }) => {
    await withServer(
      script,
      async (client) => {
        const events: unknown[] = [];
        const poller = createPoller({ onEvent: (event) => void events.push(event), random: () => 0 });
        const waiting = client.job(job.name, samples.id);
        const error: unknown = await poller
          .wait(waiting, { timeoutMs: 700, maxErrors: 1 })
          .catch((reason: unknown) => reason);
        expectNoKey(error);
        expectNoKey(events);
        const { create } = job;
        if (create === undefined) return;
        expectNoKey(await client.start(create.operation.id, create.input).catch((reason: unknown) => reason));
      },
      impatient,
    );
  });

  it("is in no error when nobody listens at the address", async () => {
    const gone = await startScriptedServer([]);
    await gone.close();
    const client = api.descriptor.createClient({ apiKey: testKey, baseUrl: gone.url });
    const error: unknown = await client
      .job(job.name, samples.id)
      .read({ signal: new AbortController().signal })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: "network", blame: "network" });
    expectNoKey(error);
  });

  it("reaches no second origin: redirects are not followed", async () => {
    const second = await startScriptedServer([samples.succeeded]);
    try {
      for (const status of [301, 302, 303, 307, 308]) {
        await withServer([{ status, headers: { location: `${second.url}/elsewhere` } }], async (client) => {
          const read = client.job(job.name, samples.id).read({ signal: new AbortController().signal });
          await expect(read).rejects.toMatchObject({ kind: "contract", blame: "contract", status });
        });
      }
      expect(second.requests).toEqual([]);
    } finally {
      await second.close();
    }
  });

  it("travels where the document says, and in no address", async () => {
    const { key } = api.descriptor;
    const server = await startScriptedServer([samples.pending]);
    try {
      const client = api.descriptor.createClient({ apiKey: testKey, baseUrl: server.url });
      await client.job(job.name, samples.id).read({ signal: new AbortController().signal });
      const [request] = server.requests;
      if (key?.in === "header") {
        expect(request?.headers[key.name.toLowerCase()]).toBe(`${key.prefix ?? ""}${testKey}`);
        expect(request?.url).not.toContain(testKey);
      } else expect(request?.url).toContain(key === undefined ? "" : `${key.name}=`);
    } finally {
      await server.close();
    }
  });
});
