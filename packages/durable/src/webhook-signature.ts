import { createHmac, timingSafeEqual } from "node:crypto";

/** How old a webhook may be, and how far ahead its clock: as Standard Webhooks advise. */
const toleranceMs = 300_000;

const keyOf = (secret: string): Buffer =>
  secret.startsWith("whsec_") ? Buffer.from(secret.slice("whsec_".length), "base64") : Buffer.from(secret, "utf8");

const signatureOf = (secret: string, id: string, timestamp: string, body: string): string =>
  `v1,${createHmac("sha256", keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest("base64")}`;

/** The headers of a webhook by Standard Webhooks, one signature for each secret: https://www.standardwebhooks.com */
export const signWebhook = (
  secrets: readonly string[],
  { id, timestampMs, body }: { readonly id: string; readonly timestampMs: number; readonly body: string },
): Readonly<Record<string, string>> => {
  const timestamp = `${Math.floor(timestampMs / 1000)}`;
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": secrets.map((secret) => signatureOf(secret, id, timestamp, body)).join(" "),
  };
};

/** A webhook as it was received: the body as it came, before anybody parsed it. */
export interface ReceivedWebhook {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/**
 * Whether a webhook was sent by somebody who knows one of the secrets, within five minutes. For receivers of ours; any
 * library for Standard Webhooks does the same.
 */
export const verifyWebhook = (
  { headers, body }: ReceivedWebhook,
  secret: string | readonly string[],
  { nowMs = Date.now() }: { readonly nowMs?: number } = {},
): boolean => {
  const header = (name: string): string => {
    const value = headers[name];
    return typeof value === "string" ? value : (value?.[0] ?? "");
  };
  const timestamp = header("webhook-timestamp");
  if (!/^\d+$/.test(timestamp) || Math.abs(Number(timestamp) * 1000 - nowMs) > toleranceMs) return false;
  const given = header("webhook-signature").split(" ");
  return (typeof secret === "string" ? [secret] : secret).some((one) => {
    const expected = Buffer.from(signatureOf(one, header("webhook-id"), timestamp, body));
    return given.some((text) => {
      const found = Buffer.from(text);
      return found.length === expected.length && timingSafeEqual(found, expected);
    });
  });
};
