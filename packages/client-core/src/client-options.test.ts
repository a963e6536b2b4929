import { afterEach, expect, test, vi } from "vitest";
import { json, serve, testKey } from "./fixtures/serve.ts";
import { things } from "./fixtures/things-api.ts";

const create = (options: unknown): unknown => Reflect.apply(things.createClient, things, [options]);

test.for<[string, object, ErrorConstructor]>([
  ["apiKey", { apiKey: 5 }, TypeError],
  ["baseUrl", { baseUrl: null }, TypeError],
  ["baseUrl", { baseUrl: "things" }, TypeError],
  ["baseUrl", { baseUrl: "ftp://things.example" }, TypeError],
  ["headers", { headers: "x" }, TypeError],
  ["headers", { headers: { "a b": "c" } }, TypeError],
  ["fetch", { fetch: 5 }, TypeError],
  ["fetch", { fetch: null }, TypeError],
  ["timeoutMs", { timeoutMs: "1500" }, TypeError],
  ["timeoutMs", { timeoutMs: null }, TypeError],
  ["timeoutMs", { timeoutMs: Number.NaN }, RangeError],
  ["timeoutMs", { timeoutMs: 0 }, RangeError],
  ["timeoutMs", { timeoutMs: -1 }, RangeError],
  ["maxResponseBytes", { maxResponseBytes: 0 }, RangeError],
  ["maxResponseBytes", { maxResponseBytes: "1" }, TypeError],
  ["account", { account: "" }, TypeError],
  ["account", { account: 5 }, TypeError],
  ["validate", { validate: () => [] }, TypeError],
  ["strict", { strict: "yes" }, TypeError],
  ["strict", { strict: true }, TypeError],
  ["onSchemaMismatch", { onSchemaMismatch: {} }, TypeError],
  ["dangerouslyAllowBrowser", { dangerouslyAllowBrowser: 1 }, TypeError],
  ["clock", { clock: {} }, TypeError],
])("the option %s is refused by name: %j", ([name, options, kind]) => {
  expect(() => create(options)).toThrow(kind);
  expect(() => create(options)).toThrow(name);
});

test("options that are none are refused, and undefined ones mean the default", () => {
  expect(() => create(null)).toThrow(TypeError);
  const names =
    "apiKey baseUrl headers fetch timeoutMs maxResponseBytes account validate strict onSchemaMismatch".split(" ");
  expect(() => create(Object.fromEntries(names.map((name) => [name, undefined])))).not.toThrow();
});

test.for<[string, object, ErrorConstructor]>([
  ["timeoutMs", { timeoutMs: null }, TypeError],
  ["timeoutMs", { timeoutMs: "5" }, TypeError],
  ["timeoutMs", { timeoutMs: Number.NaN }, RangeError],
  ["timeoutMs", { timeoutMs: 0 }, RangeError],
  ["signal", { signal: {} }, TypeError],
  ["fetch", { fetch: 5 }, TypeError],
  ["baseUrl", { baseUrl: "http://things.example?key=1" }, TypeError],
])("the option %s of a call is refused by name: %j", async ([name, init, kind]) => {
  const { client, requests } = serve(json({}));
  const untyped: { request(method: string, path: string, init?: object): Promise<unknown> } = client;
  const outcome = await untyped.request("get", "/v1/things", init).catch((error: unknown) => error);
  // A base URL is looked at with the parameters, within the call.
  expect(outcome instanceof kind || name === "baseUrl").toBe(true);
  expect(`${outcome}`).toContain(name);
  expect(requests).toHaveLength(0);
});

test.for([
  "https://user:secret@things.example",
  "https://things.example/v1?key=secret",
  "https://things.example/v1#secret",
  "http://things.example/secret-free",
])("a base URL that carries too much, or sends in the clear, is refused without its secret: %s", (baseUrl) => {
  expect(() => create({ baseUrl })).toThrow(/https:\/\/things\.example|Use https:/);
  expect(() => create({ baseUrl })).not.toThrow(/secret@|=secret|#secret|user/);
});

test.for<[string, string]>([
  ["https://Things.example:443/v1/", "https://things.example/v1"],
  ["https://things.example/a/../b//", "https://things.example/b"],
  ["http://localhost:8080", "http://localhost:8080"],
  ["http://127.0.0.9", "http://127.0.0.9"],
  ["http://[::1]:1", "http://[::1]:1"],
])("the base URL %s is %s", ([baseUrl, wanted]) => {
  expect(things.createClient({ baseUrl }).thing("a").toJSON().baseUrl).toBe(wanted);
});

test("a host that only begins like a loopback is none", () => {
  for (const host of ["localhost.evil.example", "127.0.0.1.evil.example"])
    expect(() => create({ baseUrl: `http://${host}` })).toThrow("Use https:");
});

const inPage = (href: string): void => {
  vi.stubGlobal("window", {});
  vi.stubGlobal("document", {});
  vi.stubGlobal("location", { href });
};

afterEach(() => {
  vi.unstubAllGlobals();
});

test("a key in a page is refused, unless it is allowed by name", () => {
  inPage("https://pots.example/shop");
  for (const apiKey of [testKey, () => testKey, undefined])
    expect(() => things.createClient({ apiKey })).toThrow(
      /a key in a page can be read by everybody\. Pass apiKey: null/,
    );
  expect(() => things.createClient({ apiKey: testKey, dangerouslyAllowBrowser: true })).not.toThrow();
});

test.for(["https://pots.example/shop/index.html", "http://192.168.1.5/shop"])(
  "in the page %s a base URL may be relative, and no key is sent",
  async (href) => {
    inPage(href);
    const { client, requests } = serve(json({ id: "thing-1", status: "working" }), {
      apiKey: null,
      baseUrl: "/api/things",
    });
    await client.thing("thing-1").poll();
    expect(requests.map(({ url, init }) => [url, init.headers["x-api-key"], init.headers["user-agent"]])).toEqual([
      [new URL("/api/things/v1/things/thing-1", href).href, undefined, undefined],
    ]);
  },
);
