import { expect, it } from "vitest";

import { isPublicAddress, WebhookGuard } from "./webhook-address.ts";

const guard = (resolved: readonly string[] = ["93.184.215.14"], allow: readonly string[] = []): WebhookGuard =>
  new WebhookGuard(allow, async () => resolved.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })));

const refused = { reason: "webhook-refused" };

it.each([
  "https://127.0.0.1/",
  "https://127.1/",
  "https://2130706433/",
  "https://0x7f.0.0.1/",
  "https://017700000001/",
  "https://0/",
  "https://0177.0.0.1/",
  "https://0.0.0.0/",
  "https://①②⑦.⓪.⓪.①/",
  "https://2852039166/",
  "https://169.254.169.254./",
  "https://10.1.2.3/",
  "https://172.31.0.1/",
  "https://192.168.1.1/",
  "https://100.64.0.1/",
  "https://169.254.169.254/latest/meta-data",
  "https://[::1]/",
  "https://[::]/",
  "https://[::ffff:127.0.0.1]/",
  "https://[::ffff:7f00:1]/",
  "https://[::ffff:a9fe:a9fe]/",
  "https://[::ffff:0:7f00:1]/",
  "https://[::7f00:1]/",
  "https://[64:ff9b::7f00:1]/",
  "https://[64:ff9b:1::a9fe:a9fe]/",
  "https://[2001:0:53aa:64c:0:7ffe:80ff:fffe]/",
  "https://[2002:7f00:1::]/",
  "https://[fd00:ec2::254]/",
  "https://[fe80::1]/",
  "https://[fec0::1]/",
  "https://[ff02::1]/",
  "https://224.0.0.1/",
  "https://255.255.255.255/",
  "https://localhost/",
  "https://localhost./",
  "https://app.localhost/",
  "http://example.com/",
  "ftp://example.com/",
  "file:///etc/passwd",
  "https://user:secret@example.com/",
  "not a url",
  "",
])("refuses %s by its text", (url) => {
  expect(() => guard().check(url)).toThrow(expect.objectContaining(refused));
});

it.each(["https://example.com/hook", "https://example.com:8443/", "https://93.184.215.14/", "https://[2606:2800::1]/"])(
  "accepts %s",
  (url) => {
    expect(guard().check(url).href).toBe(new URL(url).href);
  },
);

it.each([
  ["64:ff9b::a9fe:a9fe"],
  ["0.0.0.0"],
  ["::"],
  ["127.0.0.1"],
  ["169.254.169.254"],
  ["::ffff:10.0.0.1"],
  ["fe80::1%eth0"],
  ["93.184.215.14", "10.0.0.1"],
  [],
])("refuses a name that leads to %s", async (...addresses) => {
  const inside = guard(addresses.filter((address) => address !== undefined));
  await expect(inside.pin(new URL("https://rebind.example/"))).rejects.toMatchObject(refused);
});

it("pins the address that it has looked up once", async () => {
  let asked = 0;
  const counting = new WebhookGuard([], async () => {
    asked++;
    return [{ address: asked === 1 ? "93.184.215.14" : "127.0.0.1", family: 4 }];
  });
  expect(await counting.pin(new URL("https://example.com/"))).toEqual({ address: "93.184.215.14", family: 4 });
  expect(asked).toBe(1);
});

it("calls an origin that is allowed by name, and no other port of it", async () => {
  const allowing = guard(["10.0.0.1"], ["http://127.0.0.1:3000", "https://hooks.internal"]);
  expect(allowing.check("http://127.0.0.1:3000/hook").pathname).toBe("/hook");
  expect(await allowing.pin(new URL("https://hooks.internal/a"))).toEqual({ address: "10.0.0.1", family: 4 });
  expect(() => allowing.check("http://127.0.0.1:3001/hook")).toThrow(expect.objectContaining(refused));
  expect(() => guard([], ["nowhere"])).toThrow("webhooks.allow");
});

it("never says a password of an address in its message", () => {
  expect(() => guard().check("https://user:secret@example.com/")).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining("secret") }),
  );
});

it("tells public addresses from others", () => {
  expect(["1.1.1.1", "2606:4700::1111"].map(isPublicAddress)).toEqual([true, true]);
  expect(["nothing", "1.1.1", "2001:db8::1", "2001:0:1::1"].map(isPublicAddress)).toEqual([false, false, false, false]);
});
