import { jobOf } from "@genwait/client-core";
import { describe, expect, test, vi } from "vitest";
import { accountOf, storedClient } from "./durable-clients.ts";
import { testIo } from "./fixtures/test-io.ts";
import { knownApis } from "./load-api.ts";
import { parseOptions } from "./options.ts";

const own = "https://public-api.gamma.app";

/** What a poll of a stored wait sends as its key; nothing where it has no client. */
const keySentTo = async (
  request: { readonly api?: string; readonly baseUrl: string; readonly account?: string },
  { env = {}, baseUrls = [] }: { env?: Record<string, string>; baseUrls?: readonly string[] } = {},
): Promise<{ readonly key: string | null | undefined; readonly told: string }> => {
  const io = testIo({ env });
  const find = storedClient({ known: await knownApis("."), baseUrls: new Set(baseUrls) }, io);
  const { api = "gamma", baseUrl, account } = request;
  const client = await find({ api, baseUrl, account });
  // Asked for again, as each minute, nothing is told twice.
  await find({ api, baseUrl, account });
  if (client === undefined) return { key: undefined, told: io.stderr.text };
  let key: string | null = null;
  vi.stubGlobal("fetch", (_: string, init: RequestInit) => {
    key = new Headers(init.headers).get("x-api-key");
    return Promise.resolve(Response.json({ generationId: "a", status: "pending" }));
  });
  await jobOf(client, "generation", "a").poll();
  return { key, told: io.stderr.text };
};

const env = { GAMMA_API_KEY: "secret-of-ours", GAMMA_API_KEY_acme: "secret-of-acme" };

describe("the key of the environment goes", () => {
  test.each([
    ["to the API's own server", { baseUrl: own }, [], "secret-of-ours"],
    ["to a server that was named", { baseUrl: "http://127.0.0.1:4011" }, ["http://127.0.0.1:4011"], "secret-of-ours"],
    ["of an account to that account's jobs", { baseUrl: own, account: "acme" }, [], "secret-of-acme"],
    ["not to whatever listens on this machine", { baseUrl: "http://127.0.0.1:4011" }, [], "any"],
    ["not to a loopback name", { baseUrl: "http://gamma.localhost:1" }, [], "any"],
  ])("%s", async (_, request, baseUrls, key) => {
    expect(await keySentTo(request, { env, baseUrls })).toEqual({ key, told: "" });
  });

  test.each([
    ["a server that a store names", { baseUrl: "https://evil.example" }, "--base-url https://evil.example"],
    ["one whose name begins like the API's own", { baseUrl: `${own}.evil.example` }, "not of its own server"],
    ["an account that has no key", { baseUrl: own, account: "other" }, "There is no GAMMA_API_KEY_other"],
    ["an account that no variable can name", { baseUrl: own, account: "a b" }, 'The account "a b"'],
    ["an API that is not here", { api: "prints\u001B[2J", baseUrl: own }, '"prints\\u001b[2J"'],
  ])("not to %s, and it is told once why", async (_, request, words) => {
    const { key, told } = await keySentTo(request, { env });
    expect(key).toBeUndefined();
    expect(told).toContain(words);
    expect(told.match(/\n/g)).toHaveLength(1);
    expect(told).toMatch(/^[^\p{Cc}]*\n$/u);
    expect(told).not.toContain("secret");
  });
});

const accountIn = (account: string): string | undefined =>
  accountOf(parseOptions(["--account", account], [{ name: "account", value: "<name>", meaning: "" }]));

test("an account has letters, digits and _, so that no two have one variable", () => {
  expect(accountIn("acme_2")).toBe("acme_2");
  for (const account of ["a-b", "a b", "ä", "$(id)"]) expect(() => accountIn(account)).toThrow("makes no sense");
});
