import { describe, expect, test } from "vitest";
import { checkedAddress } from "./addresses.ts";
import { things } from "./fixtures/things-api.ts";

const hosts = ["api.kiln.example", "*.press.example"];
const settings = { baseUrl: "https://api.things.example", api: things };

describe("an address is called", () => {
  test.each([
    "https://api.kiln.example/v1/jobs/1",
    "https://api.kiln.example",
    "https://eu1.press.example/v1/result?id=1&sig=a%2Fb+c",
    "https://api.eu1.press.example/",
    "https://api.things.example/anywhere?else=1",
  ])("%s", (address) => expect(checkedAddress(address, hosts, settings)).toBe(new URL(address).href));

  test.each([
    ["HTTPS://API.KILN.EXAMPLE/a", "https://api.kiln.example/a"],
    ["https://api.kiln.example:443/a", "https://api.kiln.example/a"],
    ["https://api.kiln.example/a#part", "https://api.kiln.example/a"],
    ["https://api.kiln.example/a/../b", "https://api.kiln.example/b"],
    ["/v1/jobs/1?x=2", "https://api.things.example/v1/jobs/1?x=2"],
  ])("%s as %s", (address, called) => expect(checkedAddress(address, hosts, settings)).toBe(called));

  test("at the origin of the base URL, whatever its scheme and port", () =>
    expect(
      checkedAddress("http://127.0.0.1:4010/v1/x", [], { ...settings, baseUrl: "http://127.0.0.1:4010/things" }),
    ).toBe("http://127.0.0.1:4010/v1/x"));

  test("at the client's own base URL where it names the API's", () =>
    expect(
      checkedAddress("https://api.things.example/v1/x?y=1", [], {
        ...settings,
        baseUrl: "https://proxy.example/things",
      }),
    ).toBe("https://proxy.example/things/v1/x?y=1"));
});

describe("nothing is sent to", () => {
  test.each([
    "https://evil.example/v1",
    "https://api.kiln.example@evil.example/",
    "https://evil.example@api.kiln.example/",
    "https://@api.kiln.example/",
    "https://user:pass@api.kiln.example/",
    "https://api.things.example@evil.example/",
    "https://user@api.things.example/",
    "https://api.kiln.example.evil.example/",
    "https://evil-api.kiln.example/",
    "https://x.api.kiln.example/",
    "https://press.example/",
    "https://.press.example/",
    "https://a..press.example/",
    "https://a&b.press.example/",
    "https://a_b.press.example/",
    "https://evilpress.example/",
    "https://a.press.example.evil/",
    "http://api.kiln.example/",
    "http://a.press.example/",
    "ftp://api.kiln.example/",
    "wss://api.kiln.example/",
    "javascript:alert(1)",
    "data:text/plain,a",
    "file:///etc/passwd",
    "blob:https://api.kiln.example/1",
    "https://api.kiln.example:444/",
    "https://api.kiln.example:80/",
    "http://api.kiln.example:443/",
    "https://api.things.example:8443/",
    "http://api.things.example/",
    "https://api.kiln.example./",
    "https://a.press.example./",
    "https://api.k\u0456ln.example/",
    "https://api.xn--kln-8za.example/",
    "https://api\u3002kiln\u3002example/",
    "https://\uff41pi.kiln.example/",
    "https://api%2ekiln.example/",
    "https://api.ki\u00adln.example/",
    "https:\\\\api.kiln.example\\",
    "https://evil.example\\@api.kiln.example/",
    "https://api.kiln.example\\.evil.example/",
    "https:/api.kiln.example/",
    "https:api.kiln.example/",
    "https:///api.kiln.example/",
    "//api.kiln.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    " https://api.kiln.example/",
    "https://api.kiln.example/ ",
    "https://api.kiln.example/a b",
    "https://api.ki\tln.example/",
    "https://api.kiln.example/\r\nX-Evil: 1",
    "https://api.kiln.example/\u0000",
    "https://api.kiln.example/\u2028",
    "https://[::1]/",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://localhost/",
    "api.kiln.example/v1",
    "v1/jobs",
    "?a=b",
    "#a",
    "..",
    "",
    "https://",
  ])("%j", (address) => expect(() => checkedAddress(address, hosts, settings)).toThrow(TypeError));

  test.each([null, undefined, 7, true, {}, [], ["https://api.kiln.example/"]])("%j", (address) =>
    expect(() => checkedAddress(address, hosts, settings)).toThrow(TypeError),
  );

  test.each(["*.example", "*", "*.", "*.*", "**.kiln.example", "*kiln.example", "*.kiln.*", ".kiln.example", ""])(
    "any host that %j would stand for",
    (host) => expect(() => checkedAddress("https://api.kiln.example/", [host], settings)).toThrow("not declared"),
  );

  test("a host that looks like the API's own, through a proxy", () => {
    const proxied = { ...settings, baseUrl: "https://proxy.example/things" };
    for (const address of ["https://api.things.example.evil.example/a", "https://api.things.example@evil.example/a"])
      expect(() => checkedAddress(address, [], proxied)).toThrow(TypeError);
  });

  test("and the message names the host", () =>
    expect(() => checkedAddress("https://evil.example/secret", hosts, settings)).toThrow(
      "the address is at https://evil.example, which is not declared",
    ));
});
