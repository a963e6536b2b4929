import fc from "fast-check";
import { expect, test } from "vitest";
import { checkedAddress } from "./addresses.ts";
import { byId, pressOf, working } from "./fixtures/presses.ts";
import { things } from "./fixtures/things-api.ts";

const settings = { baseUrl: "https://api.things.example", api: things };
const hosts = ["kiln.example", "*.press.example"];

/** Text that looks like an address, or nearly. */
const addressLike = fc
  .array(
    fc.constantFrom(
      ..."https:// http:// // / \\ @ : . .. # ? & %2e %40 kiln.example press.example eu.press.example api.things.example evil.example example xn-- \u3002 \uff0f \u0456 \t \n 443 8443 user [::1] 127.0.0.1 * a -".split(
        " ",
      ),
      " ",
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

test("an address that may be called is at a host that is declared, whatever was written", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        addressLike,
        addressLike.map((text) => `https://${text}`),
        fc.webUrl(),
        fc.string(),
      ),
      (given) => {
        let address: string;
        try {
          address = checkedAddress(given, hosts, settings);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          return;
        }
        const { protocol, host, username, password, hash, href } = new URL(address);
        expect({ protocol, username, password, hash }).toEqual({
          protocol: "https:",
          username: "",
          password: "",
          hash: "",
        });
        expect(host).toMatch(/^(api\.things\.example|kiln\.example|([a-z\d-]+\.)+press\.example)$/);
        expect(href).toBe(address);
        // Checked again, as a saved job's is, it is the same.
        expect(checkedAddress(address, hosts, settings)).toBe(address);
      },
    ),
    { numRuns: 5000 },
  );
});

test("an id with slashes stays under its operation's path, or makes no job", async () => {
  const id = fc.array(
    fc.oneof(fc.constantFrom("..", ".", "", "/", "%2e%2e", "\\", "?", "#", "{id}", "a"), fc.string()),
    {
      maxLength: 5,
    },
  );
  await fc.assert(
    fc.asyncProperty(id, async (parts) => {
      const text = parts.join("/");
      const press = pressOf(
        { job: { status: { operation: "getRender", parameters: [{ ...byId, segments: true }] } } },
        [working],
      );
      try {
        press.job({}, text);
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
        expect(
          text === "" || !text.isWellFormed() || text.split("/").some((part) => ["", ".", ".."].includes(part)),
        ).toBe(true);
        return;
      }
      await press.job({}, text).poll();
      const { pathname, search } = new URL(press.sent[0]?.url ?? "");
      expect(search).toBe("");
      expect(pathname.startsWith("/v1/renders/")).toBe(true);
      expect(pathname.slice("/v1/renders/".length).split("/").map(decodeURIComponent).join("/")).toBe(text);
    }),
    { numRuns: 500 },
  );
});
