import { createHmac } from "node:crypto";

import { readExpression, type XWebhookVerification } from "@genwait/lifecycle";

/** What the mock signs webhooks with where nobody gives a secret. No service uses it: it is public. */
export const mockWebhookSecret: string = `whsec_${Buffer.from("genwait-mock-webhook-secret").toString("base64")}`;

/** What is signed, and when. */
export interface UnsignedWebhook {
  readonly body: string;
  /** The same for each copy of one webhook. */
  readonly id: string;
  /** In epoch seconds. */
  readonly timestamp: number;
  readonly secret: string;
  /** Headers that it has beside, by their lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What proves a webhook. */
export interface WebhookProof {
  /** By lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

/** Signs a webhook as its declaration says; nothing where that is undeclared. */
export const signWebhook = (verify: XWebhookVerification, webhook: UnsignedWebhook): WebhookProof => {
  const { body, id, timestamp, secret } = webhook;
  if (verify.scheme === "undeclared") return { headers: {}, query: {} };
  if (verify.scheme === "token") {
    const token = { [verify.in === "header" ? verify.name.toLowerCase() : verify.name]: secret };
    return verify.in === "header" ? { headers: token, query: {} } : { headers: {}, query: token };
  }
  if (verify.scheme === "standard-webhooks") {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
    const headers = {
      "webhook-id": id,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": `v1,${signature}`,
    };
    return { headers, query: {} };
  }
  const { algorithm, header, prefix = "", encoding, signed = ["$body"], timestamp: timed } = verify;
  const hmac = createHmac(algorithm, secret);
  for (const part of signed) {
    if (part === "$body") hmac.update(body);
    else if (part === "$timestamp") hmac.update(String(timestamp));
    else {
      const expression = readExpression(part);
      hmac.update(expression?.in === "header" ? (webhook.headers[expression.at] ?? "") : part);
    }
  }
  return {
    headers: {
      [header.toLowerCase()]: prefix + hmac.digest(encoding),
      ...(timed !== undefined && { [timed.header.toLowerCase()]: String(timestamp) }),
    },
    query: {},
  };
};

/** Whether a secret can be used for a scheme. */
export const isSecretFor = ({ scheme }: XWebhookVerification, secret: string): boolean =>
  scheme !== "standard-webhooks" || /^[A-Za-z\d+/]+={0,2}$/.test(secret.replace(/^whsec_/, ""));
