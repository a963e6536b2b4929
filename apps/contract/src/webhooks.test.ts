import { createHmac } from "node:crypto";
import { isRecord, type Job, type XWebhook, type XWebhookHmac } from "@genwait/lifecycle";
import { WebhookError, type Webhooks } from "@genwait/client-core";
import { createVirtualClock } from "@genwait/lifecycle/testing";
import { describe, expect, it } from "vitest";
import { type ContractApi, type JobOfApi, jobs } from "./apis.ts";
import { withMember } from "./document.ts";
import { testKey } from "./test-key.ts";

const id = "job-4711";
const secrets = {
  good: `whsec_${Buffer.from("a secret of the receiver").toString("base64")}`,
  other: `whsec_${Buffer.from("a secret of somebody").toString("base64")}`,
};

interface Sent {
  readonly headers: Record<string, string>;
  readonly rawBody: string;
  readonly url: string;
}

/** A webhook as the service sends it, signed as its declaration says: written down once more, apart from the client's own. */
const sentOf = (
  { job, verify }: XWebhook,
  { secret, seconds }: { readonly secret: string; readonly seconds: number },
): Sent => {
  const [place = "", name = ""] = job.replace("$request.", "").split(/[.#](.*)/s);
  const rawBody = JSON.stringify(place === "body" ? withMember({}, name, id) : {});
  const url = `https://me.example/hook${place === "query" ? `?${name}=${id}` : ""}`;
  const headers = place === "header" ? { [name]: id } : {};
  switch (verify.scheme) {
    case "standard-webhooks": {
      const key = Buffer.from(secret.replace("whsec_", ""), "base64");
      const signature = createHmac("sha256", key).update(`msg_1.${seconds}.${rawBody}`).digest("base64");
      const own = { "webhook-id": "msg_1", "webhook-timestamp": `${seconds}`, "webhook-signature": `v1,${signature}` };
      return { url, rawBody, headers: { ...headers, ...own } };
    }
    case "hmac":
      return { url, rawBody, headers: { ...headers, ...hmacHeaders(verify, { secret, seconds, rawBody }) } };
    case "token":
      return verify.in === "header"
        ? { url, rawBody, headers: { ...headers, [verify.name]: secret } }
        : { url: `${url}${url.includes("?") ? "&" : "?"}${verify.name}=${secret}`, rawBody, headers };
    case "undeclared":
      return { url, rawBody, headers };
  }
};

const hmacHeaders = (
  { algorithm, header, prefix = "", encoding, signed = ["$body"], timestamp }: XWebhookHmac,
  { secret, seconds, rawBody }: { readonly secret: string; readonly seconds: number; readonly rawBody: string },
): Record<string, string> => {
  const text = signed
    .map((part) => (part === "$body" ? rawBody : part === "$timestamp" ? `${seconds}` : part))
    .join("");
  return {
    [header]: prefix + createHmac(algorithm, secret).update(text).digest(encoding),
    ...(timestamp !== undefined && { [timestamp.header]: `${seconds}` }),
  };
};

/** Whether a declaration signs a time. */
const isTimed = ({ verify }: XWebhook): boolean =>
  verify.scheme === "standard-webhooks" || (verify.scheme === "hmac" && verify.timestamp !== undefined);

const telling = jobs.flatMap((each: JobOfApi) => {
  const { webhook } = each.job.declaration;
  return webhook === undefined ? [] : [{ ...each, webhook }];
});

const hasWebhooks = (client: object): client is { readonly webhooks: Webhooks } =>
  "webhooks" in client && isRecord(client.webhooks);

const receiverOf = ({
  description,
}: ContractApi): { readonly webhooks: Webhooks; readonly nowSeconds: number; advance(ms: number): Promise<void> } => {
  const clock = createVirtualClock();
  const client = description.createClient({ apiKey: testKey, clock });
  if (!hasWebhooks(client)) throw new Error(`The client of ${description.name} takes no webhooks.`);
  return { webhooks: client.webhooks, nowSeconds: Math.floor(clock.now() / 1000), advance: (ms) => clock.advance(ms) };
};

const kindOf = async (taken: Promise<Job>): Promise<unknown> => {
  const error: unknown = await taken.catch((reason: unknown) => reason);
  return error instanceof WebhookError ? error.kind : error;
};

it("there are webhooks of every scheme", () => {
  expect(new Set(telling.map(({ webhook }) => webhook.verify.scheme))).toEqual(
    new Set(["standard-webhooks", "hmac", "token", "undeclared"]),
  );
});

describe.each(telling.filter(({ webhook }) => webhook.verify.scheme !== "undeclared"))(
  "a webhook about $title",
  ({ api, job, webhook }) => {
    const options = { secret: secrets.good };

    it("gives the job: with headers and body, and as a request", async () => {
      const { webhooks, nowSeconds } = receiverOf(api);
      const sent = sentOf(webhook, { secret: secrets.good, seconds: nowSeconds });
      const request = new Request(sent.url, { method: "POST", headers: sent.headers, body: sent.rawBody });
      for (const taken of [await webhooks.verify(sent, options), await webhooks.verify(request, options)])
        expect(taken).toMatchObject({ api: api.name, name: job.name, id });
    });

    it("is refused with a wrong signature, without one, and with another body than was signed", async () => {
      const { webhooks, nowSeconds } = receiverOf(api);
      const forged = sentOf(webhook, { secret: secrets.other, seconds: nowSeconds });
      expect(await kindOf(webhooks.verify(forged, options))).toBe("wrong-signature");
      expect(await kindOf(webhooks.verify({ ...forged, headers: {} }, options))).toMatch(
        /missing-header|wrong-signature/,
      );
      if (webhook.verify.scheme === "token") return;
      const good = sentOf(webhook, { secret: secrets.good, seconds: nowSeconds });
      const changed = { ...good, rawBody: good.rawBody.replace(id, "job-of-another") };
      expect(await kindOf(webhooks.verify(changed, options))).toBe("wrong-signature");
    });

    it.skipIf(!isTimed(webhook))(
      "is refused when it was signed long ago, or comes again then (where a time is signed)",
      async () => {
        const { webhooks, nowSeconds, advance } = receiverOf(api);
        const sent = sentOf(webhook, { secret: secrets.good, seconds: nowSeconds });
        const old = sentOf(webhook, { secret: secrets.good, seconds: nowSeconds - 3600 });
        expect(await kindOf(webhooks.verify(old, options))).toBe("too-old");
        // At once it is the same notice: it wakes the same job, which is polled.
        const [first, again] = [await webhooks.verify(sent, options), await webhooks.verify(sent, options)];
        expect(again.identity).toBe(first.identity);
        await advance(3_600_000);
        expect(await kindOf(webhooks.verify(sent, options))).toBe("too-old");
      },
    );

    it("needs a secret", async () => {
      const { webhooks, nowSeconds } = receiverOf(api);
      const sent = sentOf(webhook, { secret: secrets.good, seconds: nowSeconds });
      await expect(webhooks.verify(sent, { secret: "" })).rejects.toThrow(api.description.webhookSecretVariable);
    });
  },
);

describe.each(telling.filter(({ webhook }) => webhook.verify.scheme === "undeclared"))(
  "a webhook about $title, whose signature is undeclared",
  ({ api, job, webhook }) => {
    it("is verified by nothing, and names its job to whoever asks for as much", async () => {
      const { webhooks, nowSeconds } = receiverOf(api);
      const sent = sentOf(webhook, { secret: secrets.good, seconds: nowSeconds });
      await expect(webhooks.verify(sent, { secret: secrets.good })).rejects.toThrow(TypeError);
      expect(await webhooks.unverified(sent)).toMatchObject({ api: api.name, name: job.name, id });
    });
  },
);
