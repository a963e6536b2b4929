import { expect, it } from "vitest";

import { signWebhook, verifyWebhook } from "./webhook-signature.ts";

// The example of https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const example = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestampMs: 1_614_265_330_000, body: '{"test": 2432232314}' };

it("signs as the specification's example is signed", () => {
  expect(signWebhook([secret], example)).toEqual({
    "webhook-id": example.id,
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

it("is verified by any secret of a rotation, for five minutes, and by nothing else", () => {
  const headers = signWebhook(["old secret", secret], example);
  const received = { headers, body: example.body };
  const nowMs = example.timestampMs;
  expect(verifyWebhook(received, secret, { nowMs })).toBe(true);
  expect(verifyWebhook(received, ["another", "old secret"], { nowMs })).toBe(true);
  expect(verifyWebhook(received, "another", { nowMs })).toBe(false);
  expect(verifyWebhook({ headers, body: `${example.body} ` }, secret, { nowMs })).toBe(false);
  expect(verifyWebhook(received, secret, { nowMs: nowMs + 301_000 })).toBe(false);
  expect(verifyWebhook(received, secret, { nowMs: nowMs - 301_000 })).toBe(false);
  expect(verifyWebhook({ headers: {}, body: "" }, secret)).toBe(false);
  expect(
    verifyWebhook({ headers: { ...headers, "webhook-timestamp": "NaN" }, body: example.body }, secret, { nowMs }),
  ).toBe(false);
});
