import { createHmac, randomBytes } from "node:crypto";
import type { Job, XWebhookVerification } from "@genwait/lifecycle";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { ApiJob, ApiWebhook } from "./api-description.ts";
import { byId, type Difference, done, pressOf, type RunningPress, stateOf } from "./fixtures/presses.ts";
import { webhooks, WebhookError, type WebhookOptions, type WebhookRequest, type Webhooks } from "./webhooks.ts";

afterEach(() => vi.unstubAllEnvs());

const telling = (verify: XWebhookVerification, job = "$request.body#/id", more: Partial<ApiJob> = {}): Difference => ({
  job: { webhook: { job, verify }, ...more },
  features: { webhooks },
  api: { webhookSecretVariable: "PRESS_WEBHOOK_SECRET" },
});

interface Told extends RunningPress {
  readonly webhooks: Webhooks;
  take(request: WebhookRequest, options?: WebhookOptions): Promise<Job>;
}

// The generator types it; here a name is data.
const webhooksOf = ({ client }: RunningPress): Webhooks =>
  (client as unknown as { readonly webhooks: Webhooks }).webhooks;

const pressTelling = (...given: Parameters<typeof telling>): Told => {
  const press = pressOf(telling(...given), [done]);
  const made = webhooksOf(press);
  return { ...press, webhooks: made, take: (request, options) => made.verify(request, { secret, ...options }) };
};

const secret = "a secret of some length";

const kindOf = async (taken: Promise<unknown>): Promise<string> => {
  const error = await taken.then(
    () => new Error("it was believed"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof WebhookError)) throw error;
  expect(error.message).not.toContain(secret);
  return error.kind;
};

const body = JSON.stringify({ id: "r1", status: "done" });
const hook = (headers: Record<string, string>, content: string = body, url = "https://me.example/hook"): Request =>
  new Request(url, { method: "POST", headers, body: content });

const standard = (): Told & { readonly seconds: number } => {
  const press = pressTelling({ scheme: "standard-webhooks" });
  return { ...press, seconds: Math.floor(press.clock.now() / 1000) };
};

describe("Standard Webhooks", () => {
  const keyBytes = randomBytes(24);
  const standardSecret = `whsec_${keyBytes.toString("base64")}`;
  const options = { secret: standardSecret };
  const signed = (seconds: number, { id = "msg_1", content = body, key = keyBytes } = {}): Record<string, string> => ({
    "webhook-id": id,
    "webhook-timestamp": `${seconds}`,
    "webhook-signature": `v1,${createHmac("sha256", key).update(`${id}.${seconds}.${content}`).digest("base64")}`,
  });
  test("gives the job, which is polled for its result", async () => {
    const { take, seconds, sent } = standard();
    const job = await take(hook(signed(seconds)), options);
    expect(job).toMatchObject({ id: "r1", name: "render" });
    expect(sent).toEqual([]);
    expect(await stateOf(job)).toMatchObject({ phase: "succeeded" });
  });

  test("reads the example of its specification", async () => {
    const clock = { now: () => 1_614_265_330_000, after: () => () => {} };
    const press = pressOf(telling({ scheme: "standard-webhooks" }, "$request.body#/test"), [], { clock });
    const job = await webhooksOf(press).verify(
      hook(
        {
          "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
          "webhook-timestamp": "1614265330",
          "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        },
        '{"test": 2432232314}',
      ),
      { secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" },
    );
    expect(job.id).toBe("2432232314");
  });

  test("takes one good signature among others", async () => {
    const { take, seconds } = standard();
    const headers = signed(seconds);
    const others = ["v1,AAAA", "v1a,BBBB", "v2,x", "", headers["webhook-signature"]].join(" ");
    expect((await take(hook({ ...headers, "webhook-signature": others }), options)).id).toBe("r1");
  });

  test("takes the parts of a request, as servers have them", async () => {
    const { take, seconds } = standard();
    for (const rawBody of [
      body,
      new TextEncoder().encode(body),
      new TextEncoder().encode(body).buffer,
      Buffer.from(body),
    ]) {
      const headers = Object.fromEntries(
        Object.entries(signed(seconds)).map(([name, value]) => [name.toUpperCase(), [value]]),
      );
      expect((await take({ headers, rawBody }, options)).id).toBe("r1");
    }
  });

  test("finds its secret in the environment", async () => {
    const { webhooks: made, seconds } = standard();
    vi.stubEnv("PRESS_WEBHOOK_SECRET", ` ${standardSecret}\n`);
    expect((await made.verify(hook(signed(seconds)))).id).toBe("r1");
    vi.stubEnv("PRESS_WEBHOOK_SECRET", "");
    await expect(made.verify(hook(signed(seconds)))).rejects.toThrow("set PRESS_WEBHOOK_SECRET");
  });

  test.each([
    ["another body", (seconds: number) => hook(signed(seconds), body.replace("r1", "r2"))],
    ["another id", (seconds: number) => hook({ ...signed(seconds), "webhook-id": "msg_2" })],
    ["another time", (seconds: number) => hook({ ...signed(seconds), "webhook-timestamp": `${seconds - 1}` })],
    ["another key", (seconds: number) => hook(signed(seconds, { key: randomBytes(24) }))],
    [
      "another version",
      (seconds: number) =>
        hook({
          ...signed(seconds),
          "webhook-signature": signed(seconds)["webhook-signature"]?.replace("v1", "v2") ?? "",
        }),
    ],
    ["no base64", (seconds: number) => hook({ ...signed(seconds), "webhook-signature": "v1,%%%" })],
    [
      "half a signature",
      (seconds: number) =>
        hook({ ...signed(seconds), "webhook-signature": signed(seconds)["webhook-signature"]?.slice(0, 30) ?? "" }),
    ],
    [
      "a thousand signatures",
      (seconds: number) =>
        hook({
          ...signed(seconds),
          "webhook-signature": `${"v1,AAAA ".repeat(1000)}${signed(seconds)["webhook-signature"]}`,
        }),
    ],
  ])("does not believe %s", async (_, make) => {
    const { take, seconds } = standard();
    expect(await kindOf(take(make(seconds), options))).toBe("wrong-signature");
  });

  test.each(["webhook-id", "webhook-timestamp", "webhook-signature"])("does not do without %s", async (name) => {
    const { take, seconds } = standard();
    const { [name]: _, ...headers } = signed(seconds);
    expect(await kindOf(take(hook(headers), options))).toBe("missing-header");
    expect(await kindOf(take(hook({ ...headers, [name]: "" }), options))).toBe("missing-header");
  });

  test.each([-301, 301, 86_400])("is too old, or from the future, by %i seconds", async (by) => {
    const { take, seconds } = standard();
    expect(await kindOf(take(hook(signed(seconds + by)), options))).toBe("too-old");
  });
  test.each(["soon", "-1", "1e9", "0x10", "1 2", "99999999999999999999"])("is of no time as %s", async (time) => {
    const { take, seconds } = standard();
    expect(await kindOf(take(hook({ ...signed(seconds), "webhook-timestamp": time }), options))).toBe("too-old");
  });

  test("says that a secret is none of this scheme's", async () => {
    const { take, seconds } = standard();
    await expect(take(hook(signed(seconds)), { secret: "not base64!" })).rejects.toThrow(TypeError);
  });
});

const macOf = (content: string, algorithm = "sha256", encoding: "hex" | "base64" = "hex"): string =>
  createHmac(algorithm, secret).update(content).digest(encoding);

describe("an HMAC", () => {
  test.each(["sha1", "sha256", "sha512"] as const)("of the body, by %s", async (algorithm) => {
    for (const encoding of ["hex", "base64"] as const) {
      const { take } = pressTelling({
        scheme: "hmac",
        algorithm,
        header: "X-Signature",
        prefix: `${algorithm}=`,
        encoding,
      });
      const signature = `${algorithm}=${macOf(body, algorithm, encoding)}`;
      expect((await take(hook({ "x-signature": signature }))).id).toBe("r1");
      expect(await kindOf(take(hook({ "x-signature": signature }, `${body} `)))).toBe("wrong-signature");
      expect(await kindOf(take(hook({ "x-signature": signature.slice(algorithm.length + 1) })))).toBe(
        "wrong-signature",
      );
      expect(await kindOf(take(hook({ "x-signature": signature }), { secret: "another" }))).toBe("wrong-signature");
      expect(await kindOf(take(hook({})))).toBe("missing-header");
    }
  });

  test("of a time, a text and headers, too", async () => {
    const { take, clock } = pressTelling({
      scheme: "hmac",
      algorithm: "sha256",
      header: "X-Signature",
      encoding: "hex",
      signed: ["v0:", "$timestamp", ":", "$request.header.X-Event", ":", "$body"],
      timestamp: { header: "X-Time", toleranceSeconds: 60 },
    });
    const time = Math.floor(clock.now() / 1000);
    const headers = { "x-time": `${time}`, "x-event": "done", "x-signature": macOf(`v0:${time}:done:${body}`) };
    expect((await take(hook(headers))).id).toBe("r1");
    expect(await kindOf(take(hook({ ...headers, "x-event": "begun" })))).toBe("wrong-signature");
    const { "x-event": _, ...eventless } = headers;
    expect(await kindOf(take(hook(eventless)))).toBe("missing-header");
    await clock.advance(62_000);
    expect(await kindOf(take(hook(headers)))).toBe("too-old");
  });

  test.each(["", "00", "zz", "0".repeat(63), "=", "%00"])("is not %j", async (signature) => {
    const { take } = pressTelling({ scheme: "hmac", algorithm: "sha256", header: "X-Signature", encoding: "hex" });
    expect(["wrong-signature", "missing-header"]).toContain(await kindOf(take(hook({ "x-signature": signature }))));
  });
});

describe("a token", () => {
  test("in a header, or in the address", async () => {
    const header = pressTelling({ scheme: "token", in: "header", name: "X-Token" }, "$request.header.X-Job");
    expect((await header.take(hook({ "x-token": secret, "x-job": "r9" }, ""))).id).toBe("r9");
    const query = pressTelling({ scheme: "token", in: "query", name: "token" }, "$request.query.job");
    const url = `/hook?token=${encodeURIComponent(secret)}&job=r8`;
    expect((await query.take({ headers: {}, rawBody: "", url })).id).toBe("r8");
    await expect(query.take({ headers: {}, rawBody: "" })).rejects.toThrow("the option url");
  });

  test.each([`${secret} `, secret.slice(1), secret.toUpperCase(), "x"])("is not %j", async (token) => {
    const query = pressTelling({ scheme: "token", in: "query", name: "token" });
    expect(await kindOf(query.take(hook({}, body, `https://me.example/hook?token=${encodeURIComponent(token)}`)))).toBe(
      "wrong-signature",
    );
    const header = pressTelling({ scheme: "token", in: "header", name: "X-Token" });
    if (token.trim() === token) expect(await kindOf(header.take(hook({ "x-token": token })))).toBe("wrong-signature");
  });

  test("is asked for", async () => {
    const { take } = pressTelling({ scheme: "token", in: "query", name: "token" });
    expect(await kindOf(take(hook({})))).toBe("wrong-signature");
  });
});

describe("a request", () => {
  const token: XWebhookVerification = { scheme: "token", in: "header", name: "X-Token" };
  const right = { "x-token": secret };

  test.each(["", "no JSON", '{"id": ', "<xml>"])("with the body %j cannot be read", async (content) => {
    expect(await kindOf(pressTelling(token).take(hook(right, content)))).toBe("unreadable-body");
  });

  test.each([
    "null",
    "[]",
    "{}",
    '{"id":null}',
    '{"id":""}',
    '{"id":{}}',
    '{"id":".."}',
    '{"id":"."}',
    '{"id":"\\ud800"}',
  ])("with the body %j names no job", async (content) => {
    expect(await kindOf(pressTelling(token).take(hook(right, content)))).toBe("unknown-job");
  });

  test("names a job by a number that JavaScript would round", async () => {
    expect((await pressTelling(token).take(hook(right, '{"id":12345678901234567890}'))).id).toBe(
      "12345678901234567890",
    );
  });

  test("whose body somebody has read, or parsed, is refused", async () => {
    const request = hook(right);
    await request.text();
    expect(await kindOf(pressTelling(token).take(request))).toBe("unreadable-body");
    const parsed = { headers: right, rawBody: JSON.parse(body) };
    expect(await kindOf(pressTelling(token).take(parsed))).toBe("unreadable-body");
    await expect(pressTelling(token).take(undefined as never)).rejects.toThrow(TypeError);
  });

  test("that would fill the memory is refused", async () => {
    const rawBody = "x".repeat(5_000_000);
    expect(await kindOf(pressTelling(token).take({ headers: right, rawBody }))).toBe("unreadable-body");
    expect(await kindOf(pressTelling(token).take(hook(right, rawBody)))).toBe("unreadable-body");
  });

  test("gives a job with what else it needs", async () => {
    const press = pressTelling(token, "$request.body#/id", {
      status: {
        operation: "getRender",
        parameters: [byId, { name: "space", in: "query", from: "$job.parameters.space" }],
      },
      parameters: [{ name: "space", required: true }],
    });
    const job = await press.take(hook(right), { space: "w1" } as WebhookOptions);
    expect(job.parameters).toEqual({ space: "w1" });
    await expect(press.take(hook(right))).rejects.toThrow("space must be a string");
  });
});

test("what a service signs in no declared way is unverified, and said to be", async () => {
  const { take, webhooks: made, sent } = pressTelling({ scheme: "undeclared" });
  await expect(take(hook({}))).rejects.toThrow("Use unverified");
  expect((await made.unverified(hook({}))).id).toBe("r1");
  expect(sent).toEqual([]);
});

const several = (...webhooksOfJobs: readonly (ApiWebhook | undefined)[]): Webhooks => {
  const [job] = pressOf({}).api.jobs;
  const names = ["render", "print", "fold"];
  if (!job) throw new Error("there is no job");
  const jobs = webhooksOfJobs.map((webhook, index) => ({
    ...job,
    name: names[index] ?? "",
    ...(webhook && { webhook }),
  }));
  return webhooksOf(pressOf({ features: { webhooks }, api: { jobs } }));
};

describe("among several jobs", () => {
  const undeclared = { scheme: "undeclared" } as const;
  const token = { scheme: "token", in: "header", name: "X-Token" } as const;
  const hmac = { scheme: "hmac", algorithm: "sha256", header: "X-Signature", encoding: "hex" } as const;

  test("it is about the one whose declaration fits", async () => {
    const made = several(
      { job: "$request.body#/id", verify: token },
      { job: "$request.body#/id", verify: hmac },
      undefined,
    );
    expect((await made.verify(hook({ "x-token": secret }), { secret })).name).toBe("render");
    expect((await made.verify(hook({ "x-signature": macOf(body) }), { secret })).name).toBe("print");
    expect(await kindOf(made.verify(hook({ "x-signature": "00" }), { secret }))).toBe("wrong-signature");
    expect(await kindOf(made.verify(hook({}), { secret }))).toBe("missing-header");
    const places = several(
      { job: "$request.body#/renderId", verify: undeclared },
      { job: "$request.body#/id", verify: undeclared },
    );
    expect((await places.unverified(hook({}))).name).toBe("print");
    await expect(places.verify(hook({}), { secret })).rejects.toThrow("Use unverified");
  });

  test("the caller says which, where several fit", async () => {
    const made = several(
      { job: "$request.body#/id", verify: token },
      { job: "$request.body#/id", verify: token },
      undefined,
    );
    await expect(made.verify(hook({ "x-token": secret }), { secret })).rejects.toThrow(
      "render or print. Give the option job",
    );
    expect((await made.verify(hook({ "x-token": secret }), { secret, job: "print" })).name).toBe("print");
    await expect(made.verify(hook({ "x-token": secret }), { secret, job: "fold" })).rejects.toThrow(
      "Use one of render, print",
    );
  });
});

test("a client without webhooks has none", () => {
  expect(pressOf({}).client).not.toHaveProperty("webhooks");
});
