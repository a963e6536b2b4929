import { describe, expect, it } from "vitest";

import { baseUrlFault, serverAddresses } from "./base-url.ts";

describe("baseUrlFault", () => {
  it.each([
    "https://pots.example",
    "https://pots.example/v1",
    "https://pots.example:8443/v1",
    "http://localhost:4010",
    "http://127.0.0.1:4010",
    "http://[::1]:4010",
  ])("takes %s", (address) => {
    expect(baseUrlFault(address)).toBeUndefined();
  });

  it.each([
    ["http://pots.example", "is not https"],
    ["http://127.0.0.1.pots.example", "is not https"],
    ["ftp://pots.example", "is not https"],
    ["/v1", "is no absolute address"],
    ["//pots.example", "is no absolute address"],
    ["", "is no absolute address"],
    ["https://{host}", "has a variable in it"],
    ["https://pans@pots.example", "has a user or a password in it"],
    ["https://pots.example?key=1", "has a query or a fragment"],
    ["https://pots.example/#", "has a query or a fragment"],
    ["https://pots.example/", "is written in another way than https://pots.example"],
    ["https://POTS.example", "is written in another way than https://pots.example"],
    ["https://pots.example:443", "is written in another way than https://pots.example"],
    ["https://pots.example/a/../b", "is written in another way than https://pots.example/b"],
    [" https://pots.example", "is written in another way than https://pots.example"],
    ["https:\\\\pots.example", "is written in another way than https://pots.example"],
    ["https://pöts.example", "is written in another way than https://xn--pts-sna.example"],
  ])("refuses %j", (address, why) => {
    expect(baseUrlFault(address)).toBe(why);
  });
});

describe("serverAddresses", () => {
  it("fills in variables, and leaves what has no default", () => {
    const servers = [
      { url: "https://{host}/v1/", variables: { host: { default: "pots.example" } } },
      { url: "https://{pan}" },
      { url: "/v2" },
      {},
    ];
    expect(serverAddresses({ servers })).toEqual(["https://pots.example/v1", "https://{pan}", "/v2"]);
    expect(serverAddresses({})).toEqual([]);
  });
});
