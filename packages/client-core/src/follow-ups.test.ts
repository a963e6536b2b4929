import { isJobResult, type Job } from "@genwait/lifecycle";
import { describe, expect, test } from "vitest";
import { DetailedJobs } from "./detailed-jobs.ts";
import { failureOf } from "./fixtures/failure-of.ts";
import { byId, cancels, type Difference, done, pressOf, stateOf, working } from "./fixtures/presses.ts";
import { testKey } from "./fixtures/serve.ts";

const output: Difference = {
  declaration: {
    output: {
      link: "output",
      failed: [
        { when: [{ status: 422 }], message: "/detail" },
        { when: [{ status: 500 }], message: "/detail" },
      ],
      pending: [{ when: [{ status: 425 }] }],
    },
  },
  job: { output: [{ operation: "getOutput", parameters: [byId] }] },
};

const cancelOf = (job: Job): Promise<void> => {
  if (!job.cancel) throw new Error("the job cannot be cancelled");
  return job.cancel();
};

/** When a result says that it expires, in epoch milliseconds. */
const timeOf = (state: object | undefined): number =>
  state && "expiresAt" in state && typeof state.expiresAt === "string" ? Date.parse(state.expiresAt) : Number.NaN;

const refused = (status: number, body: object = { detail: "no" }, headers: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers });

describe("an output by a further operation", () => {
  test("is fetched once the status is good, and not before", async () => {
    const { job, calls } = pressOf(output, [working, done, { images: ["https://cdn.example/1"] }]);
    const waited = job();
    expect(await stateOf(waited)).toEqual({ phase: "pending", body: working });
    expect(await stateOf(waited)).toEqual({
      phase: "succeeded",
      body: done,
      output: { images: ["https://cdn.example/1"] },
    });
    expect(calls()).toEqual([
      "GET https://api.press.example/v1/renders/r1",
      "GET https://api.press.example/v1/renders/r1",
      "GET https://api.press.example/v1/renders/r1/output",
    ]);
  });

  test("is not asked for when the job has failed", async () => {
    const { job, sent } = pressOf(output, [{ status: "failed" }]);
    expect(await stateOf(job())).toMatchObject({ phase: "failed" });
    expect(sent).toHaveLength(1);
  });

  test.each([422, 500])("that is a declared %i is the job's failure, with its words", async (status) => {
    const { job } = pressOf(output, [done, refused(status, { detail: "no kiln" })]);
    expect(await stateOf(job())).toEqual({
      phase: "failed",
      body: done,
      failure: { kind: "error", status, message: "no kiln" },
      output: { detail: "no kiln" },
    });
  });

  test.each([301, 400, 401, 402, 403, 404, 410])(
    "that is %i is an error of the call, and the next poll begins with the status",
    async (status) => {
      const { job, sent } = pressOf(output, [done, refused(status, {}), done, { images: [] }]);
      const waited = job();
      expect(await failureOf(waited.poll())).toMatchObject({ operation: "getOutput", status });
      expect(await stateOf(waited)).toMatchObject({ phase: "succeeded", output: { images: [] } });
      expect(sent).toHaveLength(4);
    },
  );

  test.each([408, 429, 501, 502, 503, 504])(
    "that is %i is an error of the call, and the next poll goes on where it broke off",
    async (status) => {
      const { job, sent } = pressOf(output, [
        done,
        refused(status, {}, { "retry-after": "7" }),
        { images: [] },
        done,
        { images: [] },
      ]);
      const waited = job();
      const error = await failureOf(waited.poll());
      expect(error).toMatchObject({ operation: "getOutput", status });
      if (status === 429) expect(error).toMatchObject({ kind: "rate-limited", retryAfterMs: 7000 });
      expect(await stateOf(waited)).toMatchObject({ phase: "succeeded", body: done, output: { images: [] } });
      expect(sent).toHaveLength(3);
      // Once: a further poll asks for the status.
      await waited.poll();
      expect(sent).toHaveLength(5);
    },
  );

  test("is asked for again from the status, where the place that was reached is no more", async () => {
    const { job } = pressOf(output, [done, refused(503, {}), refused(404, {}), done, { images: [] }]);
    const waited = job();
    expect(await failureOf(waited.poll())).toMatchObject({ status: 503 });
    expect(await failureOf(waited.poll())).toMatchObject({ status: 404 });
    expect(await stateOf(waited)).toMatchObject({ phase: "succeeded", output: { images: [] } });
  });

  test("that is not ready is pending, with what its response asks for", async () => {
    const { job } = pressOf(output, [done, refused(425, {}, { "retry-after": "3" }), done, { images: [] }]);
    const waited = job();
    expect(await waited.poll()).toMatchObject({ state: { phase: "pending", body: done }, retryAfterMs: 3000 });
    expect(await stateOf(waited)).toMatchObject({ phase: "succeeded" });
  });

  test.each([
    ["empty", new Response(null, { status: 200 })],
    ["no content", new Response(null, { status: 204 })],
    ["HTML", new Response("<html>gateway", { headers: { "content-type": "text/html" } })],
    ["half a body", new Response('{"images": [')],
  ])("that is %s is an invalid response, not a result", async (_, response) => {
    const { job } = pressOf(output, [done, response]);
    expect(await failureOf(job().poll())).toMatchObject({ kind: "invalid-response", operation: "getOutput" });
  });

  test("a declared failure that nobody has written is an error of the call", async () => {
    const { job } = pressOf(output, [
      done,
      new Response(null, { status: 500 }),
      done,
      new Response("<html>", { status: 500 }),
    ]);
    expect(await failureOf(job().poll())).toMatchObject({ kind: "unavailable" });
    expect(await failureOf(job().poll())).toMatchObject({ kind: "unavailable" });
  });

  test("an error inside a good response is one of the call", async () => {
    const { job } = pressOf(
      {
        ...output,
        declaration: { ...output.declaration, call: [{ when: [{ at: "/err", present: true }], is: "rate-limited" }] },
      },
      [done, { err: 7 }],
    );
    expect(await failureOf(job().poll())).toMatchObject({ kind: "rate-limited", operation: "getOutput" });
  });

  test("null and false are outputs, too", async () => {
    const { job } = pressOf(output, [done, new Response("null"), done, new Response("false")]);
    expect(await stateOf(job())).toMatchObject({ phase: "succeeded", output: null });
    expect(await stateOf(job())).toMatchObject({ phase: "succeeded", output: false });
  });

  test("is found by what the response before tells, one after another", async () => {
    const { job, calls } = pressOf(
      {
        declaration: { output: [{ link: "file" }, { link: "content" }] },
        job: {
          output: [
            {
              operation: "getOutput",
              parameters: [byId, { name: "space", in: "query", from: "$response.body#/space" }],
            },
            {
              operation: "getContent",
              parameters: [
                { name: "file", in: "path", from: "$response.body#/file/id" },
                { name: "of", in: "query", from: "$request.path.id" },
              ],
            },
          ],
        },
      },
      [{ ...done, space: "w1" }, { file: { id: "f 7" } }, { words: 3 }],
    );
    expect(await stateOf(job())).toMatchObject({ phase: "succeeded", output: { words: 3 } });
    expect(calls().slice(1)).toEqual([
      "GET https://api.press.example/v1/renders/r1/output?space=w1",
      "GET https://api.press.example/v1/files/f%207?of=r1",
    ]);
  });

  test.each([undefined, null, "", "..", ".", {}, [], 2 ** 60])(
    "whose way is %j in the response before is an invalid response of that",
    async (file) => {
      const { job, sent } = pressOf(
        {
          declaration: { output: { link: "content" } },
          job: {
            output: [
              { operation: "getContent", parameters: [{ name: "file", in: "path", from: "$response.body#/file" }] },
            ],
          },
        },
        [{ ...done, file }],
      );
      expect(await failureOf(job().poll())).toMatchObject({ kind: "invalid-response", operation: "getRender" });
      expect(sent).toHaveLength(1);
    },
  );

  test.each(["a\r\nX-Evil: 1", "a\nb", "", "☃", "a".repeat(9000)])(
    "is not asked for with a header that nobody can send: %j",
    async (token) => {
      const { job, sent } = pressOf(
        {
          operations: { getOutput: { parameters: [{ name: "X-Token", in: "header", required: true }] } },
          declaration: { output: { link: "output" } },
          job: {
            output: [
              {
                operation: "getOutput",
                parameters: [byId, { name: "X-Token", in: "header", from: "$response.body#/token" }],
              },
            ],
          },
        },
        [{ ...done, token }],
      );
      expect(await failureOf(job().poll())).toMatchObject({ kind: "invalid-response", operation: "getRender" });
      expect(sent).toHaveLength(1);
    },
  );

  describe("at an address", () => {
    const addressed: Difference = {
      ...output,
      job: {
        output: [
          {
            operation: "getOutput",
            parameters: [byId],
            address: { from: "$response.body#/response_url", hosts: ["cdn.press.example"] },
          },
        ],
      },
      starts: { addresses: { output: { from: "$response.body#/response_url", hosts: ["early.press.example"] } } },
    };

    test("of the status response, which beats that of the create", async () => {
      const { start, sent } = pressOf(addressed, [
        { id: "r1", response_url: "https://early.press.example/o" },
        { ...done, response_url: "https://cdn.press.example/o?x=1" },
        { a: 1 },
        done,
        { a: 2 },
      ]);
      const job = await start();
      expect(await stateOf(job)).toMatchObject({ output: { a: 1 } });
      expect(await stateOf(job)).toMatchObject({ output: { a: 2 } });
      expect(sent[2]).toMatchObject({ url: "https://cdn.press.example/o?x=1", headers: { "x-api-key": testKey } });
      expect(sent[4]?.url).toBe("https://early.press.example/o");
    });

    test("that no host allows is an invalid response: nothing is sent there", async () => {
      const { job, sent } = pressOf(addressed, [{ ...done, response_url: "https://evil.example/o" }]);
      const error = await failureOf(job().poll());
      expect(error).toMatchObject({ kind: "invalid-response", operation: "getRender" });
      expect(error.message).toContain("https://evil.example");
      expect(sent).toHaveLength(1);
    });
  });

  test("belongs to all waits of a job with items", async () => {
    const items = { at: "/items", none: "pending", state: { at: "/status", values: { succeeded: ["done"] } } } as const;
    const { job } = pressOf({ ...output, declaration: { ...output.declaration, items } }, [
      { ...done, items: [{ status: "done" }] },
      { ...done, items: [{ status: "done" }] },
      { images: [] },
    ]);
    const two = await job({ expectedItems: 2 }).poll();
    expect(two.state).toMatchObject({ phase: "pending" });
    expect(two.stateFor?.(1)).toMatchObject({ phase: "pending", items: [{ phase: "succeeded" }] });
    const one = await job({ expectedItems: 1 }).poll();
    expect(one.state).toMatchObject({ phase: "succeeded", output: { images: [] } });
    expect(one.stateFor?.(1)).toMatchObject({ phase: "succeeded", output: { images: [] } });
    expect(one.stateFor?.(2)).toMatchObject({ phase: "pending" });
  });
});

describe("an output that is no JSON", () => {
  const bytes: Difference = {
    declaration: { output: { link: "output", failed: [{ when: [{ status: 422 }], message: "/detail" }] } },
    job: { output: [{ operation: "getOutput", parameters: [byId], media: ["image/png", "audio/*"] }] },
  };
  const png = new Uint8Array([137, 80, 78, 71, 0, 255, 254, 13, 10]);
  const asPng = (type: string | undefined): Response =>
    new Response(new Uint8Array(png), type === undefined ? {} : { headers: { "content-type": type } });

  test.each(["image/png", "IMAGE/PNG; q=1", "audio/mpeg", "application/octet-stream", undefined])(
    "is a Blob, byte by byte: %s",
    async (type) => {
      const { job, sent } = pressOf(bytes, [done, asPng(type)]);
      const state = await stateOf(job());
      const blob = "output" in state ? state.output : undefined;
      if (!(blob instanceof Blob)) throw new Error("no Blob");
      expect(new Uint8Array(await blob.arrayBuffer())).toEqual(png);
      expect(blob.type).toBe(type?.toLowerCase() ?? "");
      expect(sent[1]?.headers).toMatchObject({ accept: "application/json, image/png, audio/*" });
    },
  );

  test("stays whole under a middleware", async () => {
    const { job, client } = pressOf(bytes, [done, asPng("image/png")]);
    client.use({ onResponse: ({ response }) => new Response(response.body, response) });
    const state = await stateOf(job());
    const blob = "output" in state ? state.output : undefined;
    expect(blob instanceof Blob && new Uint8Array(await blob.arrayBuffer())).toEqual(png);
  });

  test("is JSON where the service sends JSON", async () => {
    const { job } = pressOf(bytes, [done, { url: "a" }]);
    expect(await stateOf(job())).toMatchObject({ output: { url: "a" } });
  });

  test.each([
    ["a gateway's page", new Response("<html>", { headers: { "content-type": "text/html" } })],
    ["half a JSON", new Response('{"a', { headers: { "content-type": "application/json" } })],
    ["nothing", new Response(null, { headers: { "content-type": "image/png" } })],
  ])("is no result as %s", async (_, response) => {
    const { job } = pressOf(bytes, [done, response]);
    expect(await failureOf(job().poll())).toMatchObject({ kind: "invalid-response" });
  });

  test("fails as it is declared", async () => {
    const { job } = pressOf(bytes, [done, refused(422)]);
    expect(await stateOf(job())).toMatchObject({ phase: "failed", failure: { message: "no" } });
  });

  test("may be the status response itself", async () => {
    const { job } = pressOf(
      {
        declaration: {
          state: {
            rules: [
              { when: [{ status: 202 }], is: "pending" },
              { when: [{ status: 200, media: "image/png" }], is: "succeeded" },
            ],
            at: "/status",
            values: { failed: ["failed"] },
          },
        },
        job: { status: { operation: "getRender", parameters: [byId], media: ["image/png"] } },
      },
      [Response.json({}, { status: 202 }), asPng("image/png"), { status: "failed" }],
    );
    const waited = job();
    expect(await stateOf(waited)).toMatchObject({ phase: "pending" });
    const { phase, body } = await stateOf(waited);
    expect({ phase, size: body instanceof Blob ? body.size : 0 }).toEqual({ phase: "succeeded", size: png.length });
    expect(await stateOf(waited)).toMatchObject({ phase: "failed" });
  });
});

describe("a cancel", () => {
  const cancellable: Difference = {
    declaration: cancels("cancelled", {
      tooLate: [{ when: [{ status: 400, at: "/status", is: "ALREADY_COMPLETED" }] }],
    }),
    job: { cancel: { operation: "cancelRender", parameters: [byId] } },
  };
  test("is sent once, and the job comes to its result by being polled", async () => {
    const { job, calls } = pressOf(cancellable, [refused(202, {}), working, { status: "cancelled" }]);
    const waited = job();
    await cancelOf(waited);
    expect(calls()).toEqual(["PUT https://api.press.example/v1/renders/r1/cancel"]);
    expect(waited.toJSON()).toMatchObject({ cancelRequested: true });
    expect(await stateOf(waited)).toMatchObject({ phase: "pending" });
    expect(await stateOf(waited)).toMatchObject({ phase: "failed", failure: { kind: "cancelled" } });
  });

  test("is not there where none is declared", () => {
    expect(pressOf({}).job().cancel).toBeUndefined();
  });

  test("that comes too late changes nothing", async () => {
    const { job } = pressOf(cancellable, [refused(400, { status: "ALREADY_COMPLETED" })]);
    const waited = job();
    await cancelOf(waited);
    expect(waited.cancelRequested).toBeUndefined();
  });

  test.each([400, 401, 403, 404, 409, 429, 500, 503])("that is refused with %i rejects", async (status) => {
    const { job } = pressOf(cancellable, [refused(status)]);
    expect(await failureOf(cancelOf(job()))).toMatchObject({ operation: "cancelRender", status });
  });

  test("is sent to the address that the create gave", async () => {
    const { start, resume, calls } = pressOf(
      {
        ...cancellable,
        starts: { addresses: { cancel: { from: "$response.body#/urls/cancel", hosts: ["eu.press.example"] } } },
      },
      [{ id: "r1", urls: { cancel: "https://eu.press.example/c/r1" } }, {}, {}],
    );
    const job = await start();
    await cancelOf(job);
    await cancelOf(resume(JSON.parse(JSON.stringify(job))));
    expect(calls().slice(1)).toEqual(["PUT https://eu.press.example/c/r1", "PUT https://eu.press.example/c/r1"]);
  });

  test("whose address the status tells is sent after a poll, and not to a job that is over", async () => {
    const { job, calls } = pressOf(
      {
        ...cancellable,
        job: {
          cancel: {
            operation: "cancelRender",
            parameters: [byId],
            address: { from: "$response.body#/cancel_url", hosts: ["eu.press.example"] },
          },
        },
      },
      [
        { ...working, cancel_url: "https://eu.press.example/c" },
        {},
        { ...working, cancel_url: "https://evil.example/" },
        done,
      ],
    );
    await cancelOf(job());
    expect(await failureOf(cancelOf(job()))).toMatchObject({ kind: "invalid-response" });
    await cancelOf(job());
    expect(calls().filter((call) => call.startsWith("PUT"))).toEqual(["PUT https://eu.press.example/c"]);
  });

  describe("after which the service forgets the job", () => {
    const gone: Difference = { ...cancellable, declaration: cancels("gone") };

    test("makes a 404 the result", async () => {
      const { job, resume } = pressOf(gone, [new Response(null, { status: 204 }), refused(404), refused(404)]);
      const waited = job();
      await cancelOf(waited);
      const expected = { phase: "failed", failure: { kind: "cancelled", status: 404 } };
      expect(await stateOf(waited)).toMatchObject(expected);
      expect(await stateOf(resume(JSON.parse(JSON.stringify(waited))))).toMatchObject(expected);
    });

    test("makes a 404 the result for all who hold the job through the client", async () => {
      const { job } = pressOf(gone, [{}, refused(404), refused(404)]);
      const other = job();
      await cancelOf(job());
      expect(await stateOf(other)).toMatchObject({ phase: "failed", failure: { kind: "cancelled" } });
      expect(await failureOf(job({}, "r2").poll())).toMatchObject({ kind: "not-found" });
    });

    test("leaves a 404 what it is without a cancel of ours", async () => {
      const { job } = pressOf(gone, [refused(404), refused(404)]);
      expect(await failureOf(job().poll())).toMatchObject({ kind: "not-found" });
      const refusedCancel = job();
      await failureOf(cancelOf(refusedCancel));
      expect(refusedCancel.cancelRequested).toBeUndefined();
    });

    test("leaves a 404 what it is where a cancelled job is kept", async () => {
      const { job } = pressOf(cancellable, [{}, refused(404)]);
      const waited = job();
      await cancelOf(waited);
      expect(await failureOf(waited.poll())).toMatchObject({ kind: "not-found" });
    });

    test.each([500, 502, 504])("may have arrived when its response was %i", async (status) => {
      const { job } = pressOf(gone, [refused(status), refused(404)]);
      const waited = job();
      await failureOf(cancelOf(waited));
      expect(await stateOf(waited)).toMatchObject({ phase: "failed", failure: { kind: "cancelled" } });
    });

    test.each([401, 429, 503])("has not arrived when its response was %i", async (status) => {
      const { job } = pressOf(gone, [refused(status), refused(404)]);
      const waited = job();
      await failureOf(cancelOf(waited));
      expect(await failureOf(waited.poll())).toMatchObject({ kind: "not-found" });
    });

    test("may be sent again to a job that is gone", async () => {
      const { job } = pressOf(gone, [{}, refused(404)]);
      const waited = job();
      await cancelOf(waited);
      await cancelOf(waited);
      expect(waited.cancelRequested).toBe(true);
    });

    test.each([true, "true", 1, {}])("is only ours where the saved job says so: %j", async (cancelRequested) => {
      const { job, resume } = pressOf(gone, [refused(404)]);
      const polled = resume({ ...job().toJSON(), cancelRequested }).poll();
      if (cancelRequested === true) expect((await polled).state.phase).toBe("failed");
      else expect(await failureOf(polled)).toMatchObject({ kind: "not-found" });
    });
  });

  describe("that would delete the output of a job that is over", () => {
    const deleting: Difference = {
      ...output,
      declaration: { ...output.declaration, ...cancels("gone", { deletesFinished: true }) },
      job: { ...output.job, ...cancellable.job },
    };

    test.each([done, { status: "failed" }, { status: "cancelled" }])("is never sent to one: %j", async (status) => {
      const { job, calls } = pressOf(deleting, [status]);
      await cancelOf(job());
      expect(calls()).toEqual(["GET https://api.press.example/v1/renders/r1"]);
    });

    test("is sent to one that goes on", async () => {
      const { job, calls } = pressOf(deleting, [working, new Response(null, { status: 204 })]);
      await cancelOf(job());
      expect(calls()).toEqual([
        "GET https://api.press.example/v1/renders/r1",
        "PUT https://api.press.example/v1/renders/r1/cancel",
      ]);
    });

    test.each([401, 404, 429, 500, 503])("is not sent when the poll before it gave %i", async (status) => {
      const { job, sent } = pressOf(deleting, [refused(status)]);
      await failureOf(cancelOf(job()));
      expect(sent).toHaveLength(1);
    });

    test("is not sent to one that has succeeded without a guaranteed field", async () => {
      const { job, sent } = pressOf(
        { ...deleting, declaration: { ...deleting.declaration, has: { succeeded: { present: ["/url"] } } } },
        [done],
      );
      expect(await failureOf(cancelOf(job()))).toMatchObject({ incomplete: { phase: "succeeded" } });
      expect(sent).toHaveLength(1);
    });

    test("is not sent to one that made fewer items than were asked for, and is over by its own word", async () => {
      const items = {
        at: "/items",
        none: "pending",
        state: { at: "/status", values: { succeeded: ["done"] } },
      } as const;
      const { job, sent } = pressOf({ ...deleting, declaration: { ...deleting.declaration, items } }, [
        { ...done, items: [{ status: "done" }] },
      ]);
      await cancelOf(job({ expectedItems: 2 }));
      expect(sent).toHaveLength(1);
    });

    test("is not sent to one that was over once, whatever the service says then", async () => {
      const { job, calls } = pressOf(deleting, [done, { images: [] }, working]);
      const waited = job();
      await waited.poll();
      await cancelOf(waited);
      expect(calls().filter((call) => call.startsWith("PUT"))).toEqual([]);
    });

    test("is not sent to one whose output is not ready yet", async () => {
      const { job, sent } = pressOf(deleting, [done]);
      await cancelOf(job());
      expect(sent).toHaveLength(1);
    });
  });
});

describe("a create that tells the state", () => {
  const telling: Difference = { starts: { tellsState: true } };

  test("and is the end already gives it to the first poll, without a request", async () => {
    const { start, sent } = pressOf(telling, [{ ...done, url: "a" }, done]);
    const job = await start();
    expect(await stateOf(job)).toEqual({ phase: "succeeded", body: { ...done, url: "a" } });
    expect(sent).toHaveLength(1);
    expect(await stateOf(job)).toMatchObject({ phase: "succeeded", body: done });
    expect(sent).toHaveLength(2);
  });

  test("is polled when it goes on, when it cannot be read, and when it was saved", async () => {
    const { start, resume, sent } = pressOf(telling, [working, done, { id: "r1" }, done, done, done]);
    await (await start()).poll();
    await (await start()).poll();
    const saved: unknown = JSON.parse(JSON.stringify(await start()));
    expect(await stateOf(resume(saved))).toMatchObject({ phase: "succeeded" });
    expect(sent).toHaveLength(6);
  });

  test("does not take what somebody wrote into a saved job for a result", async () => {
    const { job, resume } = pressOf(telling, [working]);
    const forged = resume({ ...job().toJSON(), result: { state: { phase: "succeeded", body: {} } } });
    expect(await stateOf(forged)).toMatchObject({ phase: "pending" });
  });

  test("is polled when its output is elsewhere", async () => {
    const { start } = pressOf({ ...output, ...telling }, [done, done, { images: [] }]);
    expect(await stateOf(await start())).toMatchObject({ output: { images: [] } });
  });

  test("that is over is not cancelled", async () => {
    const { start, sent } = pressOf(
      {
        ...telling,
        declaration: cancels("cancelled"),
        job: { cancel: { operation: "cancelRender", parameters: [byId] } },
      },
      [{ ...done, status: "failed" }],
    );
    await (await start()).cancel?.();
    expect(sent).toHaveLength(1);
  });

  test("keeps to a signal that is aborted", async () => {
    const { start } = pressOf(telling, [done]);
    const reason = new Error("enough");
    await expect((await start()).poll({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe("a result that expires", () => {
  const expiring: Difference = { declaration: { expires: { after: "10m" } } };

  test("says until when it is good, and is renewed by another poll", async () => {
    const { job, clock } = pressOf(expiring, [done, done]);
    const waited = job();
    const first = await stateOf(waited);
    await clock.advance(60_000);
    const renewed = await waited.renew?.();
    expect(timeOf(first)).toBe(clock.now() - 60_000 + 600_000);
    expect(timeOf(renewed?.state)).toBe(clock.now() + 600_000);
  });

  test("is renewed by its own operation, and polled then", async () => {
    const { job, calls } = pressOf(
      {
        declaration: { expires: { at: "/until", renew: "renew" } },
        job: {
          renew: {
            operation: "renewRender",
            parameters: [byId, { name: "v", in: "query", from: "$response.body#/v" }],
          },
        },
      },
      [{ ...done, v: 3 }, {}, { ...done, until: "2030-01-01" }],
    );
    expect(await job().renew?.()).toMatchObject({ state: { expiresAt: "2030-01-01T00:00:00.000Z" } });
    expect(calls()).toEqual([
      "GET https://api.press.example/v1/renders/r1",
      "POST https://api.press.example/v1/renders/r1/renew?v=3",
      "GET https://api.press.example/v1/renders/r1",
    ]);
  });

  test("is not renewed where the service never does, or says nothing of it", () => {
    expect(pressOf({ declaration: { expires: { after: "1h", renew: "never" } } }).job().renew).toBeUndefined();
    expect(pressOf({}).job().renew).toBeUndefined();
  });
});

test("a job that only tells more than its phase is renewed by a poll, too", async () => {
  const { job } = pressOf({ declaration: { expires: { at: "/until" } }, features: { jobs: DetailedJobs } }, [
    { ...done, until: "2030-01-01" },
  ]);
  expect(await job().renew?.()).toMatchObject({ state: { expiresAt: "2030-01-01T00:00:00.000Z" } });
  expect(pressOf({ features: { jobs: DetailedJobs } }).job().renew).toBeUndefined();
});

test("a job tells its place in the queue and its logs", async () => {
  const { job } = pressOf({ declaration: { queue: { at: "/place" }, logs: { at: "/logs", as: "text" } } }, [
    { ...working, place: 3, logs: "a\nhal" },
    { ...done, logs: "a\nhalf" },
  ]);
  const waited = job();
  expect(await stateOf(waited)).toMatchObject({ phase: "pending", queuePosition: 3, logs: ["a"] });
  expect(await stateOf(waited)).toMatchObject({ phase: "succeeded", logs: ["a", "half"] });
});

test("a saved and resumed job is the job", async () => {
  const { start, resume, client } = pressOf(
    {
      operations: { getRender: { parameters: [{ name: "n", in: "query" }] } },
      declaration: cancels("gone"),
      job: {
        status: { operation: "getRender", parameters: [byId, { name: "n", in: "query", from: "$job.parameters.n" }] },
        cancel: { operation: "cancelRender", parameters: [byId] },
      },
      starts: {
        items: "/items",
        parameters: { n: { from: "$response.body#/n" } },
        addresses: { status: { from: "$response.body#/url", hosts: ["eu.press.example"] } },
      },
    },
    [{ id: "r1", n: 7, items: [1, 2], url: "https://eu.press.example/r1" }, {}, working],
  );
  const job = await start();
  await job.cancel?.();
  await job.poll();
  const saved: unknown = JSON.parse(JSON.stringify(job));
  const resumed = resume(saved);
  expect(resumed.toJSON()).toEqual(job.toJSON());
  expect(resumed.identity).toBe(job.identity);
  expect(resumed).toMatchObject({
    id: "r1",
    parameters: { n: 7 },
    addresses: { status: "https://eu.press.example/r1" },
    cancelRequested: true,
    expectedItems: 2,
    known: true,
    client,
  });
  expect(JSON.stringify(saved)).not.toContain(testKey);
});

test("whatever the status says, one poll sends each operation at most once", async () => {
  const { job, sent } = pressOf(output, [done, { images: [] }]);
  const { state } = await job().poll();
  expect(isJobResult(state)).toBe(true);
  expect(new Set(sent.map(({ url }) => url)).size).toBe(sent.length);
});
