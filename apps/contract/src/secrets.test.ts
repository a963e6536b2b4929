import { inspect } from "node:util";
import type { AnyClient, ClientOptions, Middleware } from "@genwait/client-core";
import { createPoller } from "@genwait/poller";
import { describe, expect, it } from "vitest";
import { jobOfId, jobs, startWith } from "./apis.ts";
import { operationInput } from "./operation-input.ts";
import { passingFaults } from "./passing-faults.ts";
import { htmlResponse, jsonResponse } from "./raw-response.ts";
import { samplesOf } from "./samples-of-job.ts";
import type { Script, ScriptedResponse } from "./script.ts";
import { type ScriptedServer, startScriptedServer } from "./scripted-server.ts";
import { keyTraces, testKey } from "./test-key.ts";

/** All that a person or a log could ever see of a value. */
const shown = (value: unknown): string => {
  const parts = value instanceof Error ? [value.message, value.stack, shown(value.cause)] : [];
  const printed = inspect(value, { depth: 20, showHidden: true, getters: true, maxStringLength: null });
  return [printed, JSON.stringify(value) ?? "", String(value), ...parts].join("\n");
};

const expectNoKey = (value: unknown, traces: readonly string[] = keyTraces): void => {
  const text = shown(value);
  for (const trace of traces) expect(text).not.toContain(trace);
};

/** A service that repeats what it was sent, key included. */
const echo =
  (status: number): Script =>
  ({ headers, url }) =>
    jsonResponse({ message: JSON.stringify(headers), error: url, id: testKey }, status, { "x-request-id": testKey });

/** A key that JSON may write in other characters than its own: with `\/` and `\"`. */
const escapableKey = 'sk-contract/4f1d0e9b"7a2c6358';
const escapedKey = JSON.stringify(escapableKey).slice(1, -1).replaceAll("/", "\\/");
const escapableTraces = [escapableKey, escapedKey, JSON.stringify(escapableKey).slice(1, -1), "4f1d0e9b"];

const echoEscaped: ScriptedResponse = {
  status: 403,
  headers: { "content-type": "application/json" },
  text: `{"message":"the key ${escapedKey} may not do this"}`,
};

describe.concurrent.each(jobs)("the key of $title", ({ api, job }) => {
  const samples = samplesOf(job);
  const { operation } = job;
  const call = (client: AnyClient, init: Readonly<Record<string, unknown>> = {}): Promise<unknown> =>
    client
      .request(operation.method.toLowerCase(), operation.path, {
        ...operationInput(operation, api, samples.id),
        ...init,
      })
      .then(
        async ({ data, error, response }) => ({ data, error, response, headers: [...response.headers] }),
        (reason: unknown) => reason,
      );

  const withServer = async (
    script: Script,
    run: (client: AnyClient, server: ScriptedServer) => Promise<void>,
    options: ClientOptions = {},
  ): Promise<void> => {
    const server = await startScriptedServer(script);
    try {
      await run(api.description.createClient({ apiKey: testKey, baseUrl: server.url, ...options }), server);
    } finally {
      await server.close();
    }
  };

  it("is in nothing that prints a client, a job or its JSON", async () => {
    await withServer([samples.pending], async (client) => {
      const waiting = jobOfId(client, job, samples.id, { createdAtMs: 0 });
      await waiting.poll();
      expectNoKey(client);
      expectNoKey(waiting);
      expectNoKey(JSON.stringify(waiting));
    });
  });

  // One of the troubles is silence, which has to end; which error the others end with makes no difference here.
  const impatient = { timeoutMs: 500 };
  const hang: ScriptedResponse = { end: "hang" };
  const troubles: readonly { readonly name: string; readonly script: Script }[] = [
    ...passingFaults.map(({ name, response }) => ({ name, script: [response(samples)] })),
    ...[400, 401, 403, 404, 429, 500].map((status) => ({
      name: `a ${status} that repeats the request`,
      script: echo(status),
    })),
    { name: "a page that repeats the key", script: [{ ...htmlResponse(500), text: `<p>${testKey}</p>` }] },
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
        const error: unknown = await poller
          .wait(jobOfId(client, job, samples.id), { timeoutMs: 700, maxErrors: 1 })
          .catch((reason: unknown) => reason);
        expectNoKey(error);
        expectNoKey(events);
        const { create } = job;
        if (create === undefined) return;
        expectNoKey(await startWith(client, create, create.input).catch((reason: unknown) => reason));
      },
      impatient,
    );
  });

  it.each(troubles)(
    "is in nothing that a middleware sees, nor in what a raw call gives, after $name",
    async ({ script }) => {
      const seen: unknown[] = [];
      const spy: Middleware = {
        onRequest: ({ request, options }) => {
          seen.push(request, request.url, [...request.headers], options);
        },
        onResponse: async ({ request, response, options }) => {
          seen.push(request.url, [...request.headers], response.url, options);
          // Of a refusal, also what the service says in it.
          if (!response.ok) seen.push([...response.headers], await response.clone().text());
        },
        onError: ({ error, request }) => {
          seen.push(error, request.url, [...request.headers]);
        },
      };
      await withServer(
        script,
        async (client) => {
          client.use(spy);
          const outcome = await call(client);
          expect(seen).not.toEqual([]);
          expectNoKey(seen);
          expectNoKey(outcome);
        },
        impatient,
      );
    },
  );

  it("is in no error where the service repeats it escaped", async () => {
    await withServer(
      [echoEscaped],
      async (client) => {
        const error: unknown = await jobOfId(client, job, samples.id)
          .poll()
          .catch((reason: unknown) => reason);
        expect(error).toMatchObject({ name: "ApiError", status: 403 });
        expectNoKey(error, escapableTraces);
        const { create } = job;
        if (create === undefined) return;
        expectNoKey(await startWith(client, create, create.input).catch((reason: unknown) => reason), escapableTraces);
      },
      { apiKey: escapableKey },
    );
  });

  it("is in no error when no server listens at the address", async () => {
    const gone = await startScriptedServer([]);
    await gone.close();
    const client = api.description.createClient({ apiKey: testKey, baseUrl: gone.url });
    const error: unknown = await jobOfId(client, job, samples.id)
      .poll()
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: "network", fault: "network" });
    expectNoKey(error);
    const raw = await call(client);
    expect(raw).toMatchObject({ name: "ApiError", kind: "network" });
    expectNoKey(raw);
  });

  it("reaches no second origin: redirects are not followed", async () => {
    const second = await startScriptedServer([samples.succeeded]);
    try {
      for (const status of [301, 302, 303, 307, 308]) {
        await withServer([{ status, headers: { location: `${second.url}/elsewhere` } }], async (client) => {
          const poll = jobOfId(client, job, samples.id).poll();
          await expect(poll).rejects.toMatchObject({ kind: "invalid-response", fault: "service", status });
          await call(client, { redirect: "follow" });
        });
      }
      expect(second.requests).toEqual([]);
    } finally {
      await second.close();
    }
  });

  const detours: readonly {
    readonly name: string;
    readonly lead: (client: AnyClient, elsewhere: string) => Promise<unknown>;
  }[] = [
    { name: "a base URL of the call", lead: (client, elsewhere) => call(client, { baseUrl: elsewhere }) },
    {
      name: "a middleware's request to another address",
      lead: (client, elsewhere) => {
        client.use({
          onRequest: ({ request }) => new Request(`${elsewhere}${new URL(request.url).pathname}`, request),
        });
        return call(client);
      },
    },
  ];

  it.each(detours)("reaches no second origin by $name", async ({ lead }) => {
    const second = await startScriptedServer([samples.succeeded]);
    try {
      await withServer([samples.succeeded], async (client, server) => {
        await lead(client, second.url);
        expect(server.requests).toEqual([]);
      });
      expect(second.requests).toHaveLength(1);
      expectNoKey(second.requests);
    } finally {
      await second.close();
    }
  });

  it("travels where the document says, and in no address", async () => {
    const { key } = api.description;
    await withServer([samples.pending], async (client, server) => {
      await jobOfId(client, job, samples.id).poll();
      const [request] = server.requests;
      if (key?.in === "header") {
        expect(request?.headers[key.name.toLowerCase()]).toBe(`${key.prefix ?? ""}${testKey}`);
        expect(request?.url).not.toContain(testKey);
      } else expect(request?.url).toContain(key === undefined ? "" : `${key.name}=`);
    });
  });
});
