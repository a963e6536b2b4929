import { expect, test } from "vitest";

import { openMadeUp } from "../fixtures/made-up-clients.ts";
import { settled } from "../fixtures/studio.ts";
import { mockWebhookSecret } from "./webhook-signature.ts";

const north = { params: { path: { workspace: "north" } } } as const;
const block = { block: "marble-7", slabs: 1 };

test("a create gives addresses at the mock's own, which lead to the status, the output and the cancel of its job", async () => {
  const { client, mock, over, calls } = await openMadeUp("quarry");
  const { job } = await client.startSubmitCut({ block: "marble-7", slabs: 2 });
  const own = `${mock.url("quarry")}/stones/requests/${job.id}`;
  expect(job.toJSON().addresses).toEqual({ status: `${own}/status`, output: own, cancel: `${own}/cancel` });
  const result = await over(job);
  expect(result).toMatchObject({ phase: "succeeded", output: { slabs: [{ url: expect.stringContaining(job.id) }] } });
  expect(calls().at(-1)).toBe("200 getCutOutput output");
  const [slab] = result.phase === "succeeded" ? result.output.slabs : [];
  const file = await mock.fetch(String(slab?.url));
  expect([file.status, file.headers.get("content-type")]).toEqual([200, "image/png"]);
});

test("a job waits in a queue that gets shorter, and its log grows by whole lines", async () => {
  const { client, clock, playing } = await openMadeUp("quarry");
  const { job, data } = await client.startSubmitCut(block, playing("slow-12s"));
  const places: unknown[] = [data.queue_position];
  const logs: (readonly string[])[] = [];
  for (let second = 0; second < 12; second += 2) {
    const { state } = await job.poll();
    if (state.phase === "pending") places.push(state.queuePosition);
    logs.push(state.logs ?? []);
    await clock.advance(2000);
  }
  expect(places).toEqual([2, 2, 1, 0, undefined, undefined, undefined]);
  const kept = logs.slice(1).map((lines, index) => lines.slice(0, logs[index]?.length));
  expect(kept).toEqual(logs.slice(0, -1));
  expect(logs.at(-1)?.length).toBeGreaterThan(logs[0]?.length ?? 0);
});

test("a cancel is asked for, then the job is cancelled; one that is over is told that it is too late", async () => {
  const { client, over, playing, calls } = await openMadeUp("quarry");
  const { job } = await client.startSubmitCut(block, playing("never"));
  await job.cancel();
  expect((await job.poll()).state.phase).toBe("pending");
  expect(await over(job)).toMatchObject({ phase: "failed", failure: { kind: "cancelled" } });
  expect(calls()).toContain("202 cancelCut cancelling");
  await job.cancel();
  expect(calls()).toEqual(["400 cancelCut too late to cancel"]);
  const { job: stubborn } = await client.startSubmitCut(block, playing("too-late"));
  await stubborn.cancel();
  expect(await over(stubborn)).toMatchObject({ phase: "succeeded" });
});

test("an output is not ready, is a failure, or is refused for a reason of the call's", async () => {
  const { client, mock, over, playing, calls } = await openMadeUp("quarry");
  const start = async (scenario: string) => (await client.startSubmitCut(block, playing(scenario))).job;
  expect(await over(await start("output-late"))).toMatchObject({ phase: "succeeded" });
  expect(calls().filter((call) => call === "400 getCutOutput output not ready")).toHaveLength(2);
  for (const scenario of ["output-failed", "failed"])
    expect(await over(await start(scenario))).toMatchObject({
      phase: "failed",
      failure: { kind: "error", status: 422, message: "The block has a crack" },
    });
  const job = await start("instant");
  for (const [is, kind] of [
    ["unauthorized", "unauthorized"],
    ["rate-limited", "rate-limited"],
    ["unavailable", "unavailable"],
  ] as const) {
    mock.faults.add({ is }, { operation: "getCutOutput", times: 1 });
    await expect(job.poll()).rejects.toMatchObject({ kind });
  }
  expect(await over(job)).toMatchObject({ phase: "succeeded" });
});

test("a job of another region is unknown at the operation's own address, and known at the one that its create gave", async () => {
  const { client, mock, over, playing } = await openMadeUp("lathe");
  const { job } = await client.startTurnLite({ prompt: "a spoon" }, playing("wrong-region"));
  await expect(client.turn(job.id).poll()).rejects.toMatchObject({ kind: "not-found" });
  expect(mock.requests.list().at(-1)?.hint).toContain("another region");
  expect(await over(job)).toMatchObject({ phase: "succeeded" });
});

test("the address of a file expires, and a poll gives a new one", async () => {
  const { client, mock, clock, over } = await openMadeUp("lathe");
  const { job } = await client.startTurnPro({ prompt: "a bowl of ash" });
  const result = await over(job);
  const statusOf = async (body: unknown): Promise<number> =>
    (await mock.fetch(String(Object(Object(body).result).sample))).status;
  expect(await statusOf(result.body)).toBe(200);
  await clock.advance(11 * 60_000);
  expect(await statusOf(result.body)).toBe(403);
  expect(await statusOf((await job.poll()).state.body)).toBe(200);
});

test("an upload starts a job whose id has slashes and that only its own workspace knows", async () => {
  const { client, mock, over, calls } = await openMadeUp("mill");
  const { job } = await client.startGrind({ grain: new Blob(["a picture"]), note: "rye" }, north);
  expect(job.id.split("/")).toHaveLength(3);
  expect(job.toJSON().parameters).toEqual({ workspace: "north" });
  await expect(client.grind(job.id, { workspace: "south" }).poll()).rejects.toMatchObject({ kind: "not-found" });
  expect(mock.requests.list().at(-1)?.hint).toBe("there is a job of this id with another workspace");
  expect(await over(job)).toMatchObject({ phase: "succeeded", body: { name: job.id } });
  expect(calls().at(0)).toBe("201 createGrind created");
  const [first, second] = [
    client.grind("mock-slow-5s", { workspace: "north" }),
    client.grind("mock-slow-5s", { workspace: "south" }),
  ];
  expect(await over(first)).toMatchObject({ phase: "succeeded" });
  expect((await second.poll()).state.phase).toBe("pending");
});

test("a job that is cancelled by deleting it is gone; one that is over loses what it made", async () => {
  const { client, mock, over, playing, calls } = await openMadeUp("mill");
  const start = async (scenario: string) =>
    (
      await client.startGrindFromAddress(
        { address: "https://barn.example/rye.png" },
        { ...north, ...playing(scenario) },
      )
    ).job;
  const job = await start("never");
  await job.cancel();
  expect(await over(job)).toMatchObject({ phase: "failed", failure: { kind: "cancelled" } });
  expect(calls()).toContain("204 deleteGrind cancelled");
  const done = await start("instant");
  const { body } = await over(done);
  await done.cancel();
  expect(calls().filter((call) => call.includes("deleteGrind"))).toEqual([]);
  // Whoever sends it all the same is told by what is missing.
  const path = `/north/grinds/${done.id}`;
  const init = { method: "DELETE", headers: { authorization: "Token any", "x-version": "2024-11-06" } };
  expect((await mock.fetch(mock.url("mill") + path, init)).status).toBe(204);
  expect(calls()).toEqual(["204 deleteGrind deleted"]);
  await expect(done.poll()).rejects.toMatchObject({ kind: "not-found" });
  expect((await mock.fetch(String(Object(body).flour))).status).toBe(404);
});

test("an output by two further calls is the bytes of the last, is forgotten when its time is over, and comes back renewed", async () => {
  const { client, clock, over, calls } = await openMadeUp("mill");
  const start = async () => (await client.startSieve({ flour: "stones/north/7f31" }, north)).job;
  const [job, other] = [await start(), await start()];
  const result = await over(job);
  const output = result.phase === "succeeded" ? result.output : undefined;
  expect([output?.type, await output?.text()]).toEqual(["text/csv", "grain,grams\nrye,120\n"]);
  expect(Object((await over(other)).body).file_id).not.toBe(Object(result.body).file_id);
  const { expiresAt } = result.phase === "succeeded" ? result : {};
  await clock.advance(Date.parse(expiresAt ?? "") - clock.now() + 1000);
  await expect(job.poll()).rejects.toMatchObject({ kind: "not-found" });
  calls();
  expect((await job.renew()).state).toMatchObject({ phase: "succeeded" });
  expect(calls()[0]).toBe("200 refreshSieve renewed");
});

test("a create tells the state, and may be the end already", async () => {
  const { client, over, playing, calls } = await openMadeUp("bellows");
  const { job } = await client.startGust({ strength: 4 });
  expect((await job.poll()).state).toMatchObject({ phase: "pending", logs: ["accepted"] });
  expect(await over(job)).toMatchObject({ phase: "succeeded", expiresAt: expect.any(String) });
  calls();
  const { job: short } = await client.startGust({ strength: 1 }, playing("at-once"));
  expect((await short.poll()).state).toMatchObject({ phase: "succeeded", body: { state: "blown" } });
  expect(calls()).toEqual(["201 createGust created"]);
  const { job: stopped } = await client.startGust({ strength: 4 }, playing("never"));
  await stopped.cancel();
  expect(await over(stopped)).toMatchObject({ failure: { kind: "cancelled" } });
});

test("a result that is bytes is a small valid file of its media type, and the code tells the other ends", async () => {
  const { client, over, playing, mock } = await openMadeUp("bellows");
  const start = async (scenario: string) =>
    (await client.startBlow(new Uint8Array([1, 2, 255]), playing(scenario))).job;
  const good = await over(await start("succeeded"));
  const sound = good.phase === "succeeded" ? good.body : undefined;
  expect(sound?.type).toBe("audio/mpeg");
  expect([...new Uint8Array((await sound?.arrayBuffer()) ?? new ArrayBuffer(0)).slice(0, 2)]).toEqual([0xff, 0xfb]);
  expect(await over(await start("failed"))).toMatchObject({ failure: { kind: "error", status: 422, code: "leak" } });
  expect(await over(await start("expired"))).toMatchObject({ failure: { kind: "expired", status: 410 } });
  expect(mock.requests.list().flatMap(({ violations = [], kind }) => (kind === "callback" ? [] : violations))).toEqual(
    [],
  );
});

test("a scenario is refused where the declaration has no word for what it asks", async () => {
  const { client, playing, mock } = await openMadeUp("bellows");
  for (const [scenario, why] of [
    ["output-failed", "has no output"],
    ["wrong-region", "has no status address"],
    ["too-late", "cannot be cancelled"],
    ["at-once", "is not told by its create"],
  ] as const)
    await expect(client.startBlow("air", playing(scenario))).rejects.toThrow(why);
  await expect(client.gust("mock-at-once").poll()).rejects.toMatchObject({ kind: "not-found" });
  expect(mock.requests.list().at(-1)?.hint).toContain("nobody has created this job");
});

test.each([
  ["quarry", "/stones/requests/mock-never/status", "authorization", "any", "authorization: Key <key>"],
  ["mill", "/north/grinds/mock-never", "authorization", "Bearer any", "authorization: Token <key>"],
] as const)(
  "a key without the word before it is refused with the form that %s wants",
  async (name, path, header, value, form) => {
    const { mock } = await openMadeUp(name);
    const headers = { [header]: value, "x-version": "2024-11-06" };
    const response = await mock.fetch(mock.url(name) + path, { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get("x-mock-hint")).toContain(form);
  },
);

test("an operation of another server is reached by that server's address, too", async () => {
  const { mock } = await openMadeUp("mill");
  const form = new FormData();
  form.set("grain", new Blob(["a picture"]), "grain.png");
  const headers = { authorization: "Token any", "x-version": "2024-11-06" };
  const init = { method: "POST", headers, body: form };
  expect((await mock.fetch("https://uploads.mill.example/v3/north/grinds", init)).status).toBe(201);
});

interface Received {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: string;
}

const listen = () => {
  const received: Received[] = [];
  const send: typeof fetch = async (input, init) => {
    const headers = Object.fromEntries(new Headers(init?.headers));
    received.push({ url: String(input), headers, rawBody: String(init?.body) });
    return new Response("thanks");
  };
  return { received, options: { fetch: send, webhookUrl: "http://127.0.0.1:9/account" } };
};

test("webhooks are signed as each declaration says, and the client takes them for its job's", async () => {
  const { received, options } = listen();
  const hook = "http://127.0.0.1:9/hook";
  const bellows = await openMadeUp("bellows", options);
  const lathe = await openMadeUp("lathe", options);
  const gust = (await bellows.client.startGust({ strength: 4, webhook: hook })).job;
  const blow = (await bellows.client.startBlow("air")).job;
  const turn = (await lathe.client.startTurnPro({ prompt: "a bowl", webhook_url: hook })).job;
  await bellows.clock.advance(60_000);
  await lathe.clock.advance(60_000);
  await settled();
  const secret = mockWebhookSecret;
  const urlOf = (id: string): Received | undefined => received.find(({ rawBody }) => rawBody.includes(id));
  const [ofGust, ofBlow, ofTurn] = [urlOf(gust.id), urlOf(blow.id), urlOf(turn.id)];
  if (ofGust === undefined || ofBlow === undefined || ofTurn === undefined) throw new Error("A webhook is missing.");
  expect([ofGust.url, ofBlow.url, ofTurn.url]).toEqual([hook, "http://127.0.0.1:9/account", hook]);
  expect((await bellows.client.webhooks.verify(ofGust, { secret })).identity).toBe(
    bellows.client.gust(gust.id).identity,
  );
  expect((await bellows.client.webhooks.verify(ofBlow, { secret })).id).toBe(blow.id);
  expect((await lathe.client.webhooks.verify(ofTurn, { secret })).id).toBe(turn.id);
  const another = `whsec_${Buffer.from("another").toString("base64")}`;
  for (const request of [ofGust, ofBlow])
    await expect(bellows.client.webhooks.verify(request, { secret: another })).rejects.toMatchObject({
      kind: "wrong-signature",
    });
  // The log shows what was sent, and no token.
  const shown = lathe.mock.requests.list().find(({ kind }) => kind === "callback");
  expect(shown?.requestHeaders["x-webhook-secret"]).toBe("***");
});

test.each([
  ["webhook-forged", "wrong-signature"],
  ["webhook-old", "too-old"],
] as const)("a webhook of the scenario %s is not believed", async (scenario, kind) => {
  const { received, options } = listen();
  const { client, clock, playing } = await openMadeUp("bellows", {
    ...options,
    webhookSecret: "whsec_b3duIHNlY3JldA==",
  });
  await client.startGust({ strength: 4, webhook: "http://127.0.0.1:9/hook" }, playing(scenario));
  if (scenario === "webhook-old") await clock.advance(60_000);
  await settled();
  const [first] = received;
  if (first === undefined) throw new Error("No webhook came.");
  const secret = "whsec_b3duIHNlY3JldA==";
  await expect(client.webhooks.verify(first, { secret })).rejects.toMatchObject({ kind });
});

test("a secret that the scheme cannot use is refused at the start", async () => {
  await expect(openMadeUp("bellows", { webhookSecret: "no base64!" })).rejects.toThrow("webhookSecret is no base64");
});

test("uploads and results that are bytes are passed through to the real service as they are, and outputs are classified", async () => {
  const picture = new Uint8Array([0, 0xff, 0xfe, 0x80, 0x0a]);
  const bodies: Uint8Array[] = [];
  const service: typeof fetch = async (input, init) => {
    bodies.push(new Uint8Array(await new Response(init?.body).arrayBuffer()));
    const { pathname } = new URL(String(input));
    if (pathname.endsWith("/blows")) return Response.json({ id: "bl-1" }, { status: 202 });
    return pathname.startsWith("/stones")
      ? Response.json({ detail: "The block has a crack" }, { status: 422 })
      : new Response(picture, { headers: { "content-type": "audio/mpeg" } });
  };
  const real = { upstream: "https://real.example" };
  const bellows = await openMadeUp("bellows", { fetch: service }, real);
  const quarry = await openMadeUp("quarry", { fetch: service }, real);
  const { job } = await bellows.client.startBlow(picture);
  const sound = (await bellows.over(job)).body;
  expect([bodies[0], sound instanceof Blob && new Uint8Array(await sound.arrayBuffer())]).toEqual([picture, picture]);
  expect(bellows.mock.requests.list().flatMap(({ violations = [] }) => violations)).toEqual([]);
  const id = "3f2c7a52-9c0e-4a57-8d5b-6a1f0e9b7c11";
  const headers = { authorization: "Key any" };
  await quarry.mock.fetch(`${quarry.mock.url("quarry")}/stones/requests/${id}`, { headers });
  expect(quarry.mock.requests.list()).toMatchObject([{ operation: "getCutOutput", job: id, kind: "output error" }]);
});
