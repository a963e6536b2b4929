import { describe, expect, it } from "vitest";

import { isAddress, pageAddress } from "./page-address.ts";
import { refusalOf } from "./testing.ts";

const refusal = async (address: string): Promise<string> => (await refusalOf(() => pageAddress(address))).message;

describe("pageAddress", () => {
  it("takes https addresses, without their fragment", () => {
    expect(pageAddress("https://docs.lumen.example/get?format=yaml#response").href).toBe(
      "https://docs.lumen.example/get?format=yaml",
    );
  });

  it("refuses what is not https", async () => {
    expect(await refusal("http://docs.lumen.example/get")).toMatchInlineSnapshot(
      `"Failed to import http://docs.lumen.example/get: http:// is not fetched. Give an https address, or a file."`,
    );
    expect(await refusal("file:///etc/passwd")).toMatchInlineSnapshot(
      `"Failed to import file:///etc/passwd: file:// is not fetched. Give an https address, or a file."`,
    );
    expect(await refusal("https://")).toMatchInlineSnapshot(
      `"Failed to import https://: it is no address. Give a whole one, such as https://docs.example.com/jobs/get-job.md."`,
    );
  });

  it("refuses to record a secret, and does not repeat it", async () => {
    expect(await refusal("https://me:hunter2@docs.lumen.example/get")).toMatchInlineSnapshot(
      `"Failed to import https://docs.lumen.example/get: it carries a secret, and addresses are recorded. Save the page and import the file."`,
    );
    expect(await refusal("https://docs.lumen.example/get?access_token=hunter2")).not.toContain("hunter2");
  });
});

describe("isAddress", () => {
  it("tells addresses from files, also from those with a drive letter", () => {
    expect(["https://a", "http://a", "ftp://a", "file:///a"].every(isAddress)).toBe(true);
    expect(["page.md", "./https", "C:\\page.md", "C:/page.md", "https:/a"].some(isAddress)).toBe(false);
  });
});
