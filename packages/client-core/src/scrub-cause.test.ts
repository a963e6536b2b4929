import { inspect } from "node:util";
import { expect, test } from "vitest";
import { scrubber } from "./scrub.ts";
import { scrubCause } from "./scrub-cause.ts";

const secret = "sk-1234";
const scrub = scrubber(secret);

test("copies name, message and the chain of causes, and brings the first code to the top", () => {
  const socket = Object.assign(new Error("connect refused"), { name: "SocketError", code: "ECONNREFUSED" });
  const copy = scrubCause(new TypeError("fetch failed", { cause: socket }), scrub);
  expect(copy).toMatchObject({ name: "TypeError", message: "fetch failed", code: "ECONNREFUSED" });
  expect(copy.cause).toMatchObject({ name: "SocketError", message: "connect refused", code: "ECONNREFUSED" });
});

test("leaves behind whatever else hangs on an error, and hides the key in what stays", () => {
  const cause = Object.assign(new Error(`bad header ${secret}`), {
    request: { headers: { "x-api-key": secret } },
    code: `E_${secret}`,
  });
  expect(inspect(scrubCause(new Error("outer", { cause }), scrub), { depth: 9, showHidden: true })).not.toContain(
    secret,
  );
});

test("makes an error of anything else that was thrown", () => {
  expect(scrubCause(`no ${secret}`, scrub).message).toBe("no [key]");
});

test("ends where causes run in a circle", () => {
  const error = new Error("round");
  error.cause = error;
  let links = 0;
  for (let link: unknown = scrubCause(error, scrub); link instanceof Error; link = link.cause) links++;
  expect(links).toBe(6);
});
