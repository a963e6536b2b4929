import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { cannedFetch, fixturePage, inOrder, mappingOf, type TemporaryIo, temporaryIo } from "../import/testing.ts";
import { hasControlCharacter } from "../openapi/control-characters.ts";
import { run } from "./import.ts";

const address = "https://docs.lumen.example/renders/get";
const files = async (io: TemporaryIo): Promise<string> =>
  (await io.read("specs/lumen/openapi.yaml")) + (await io.read("specs/sources.yaml"));
const importing = async (
  args: string,
  pages: Readonly<Record<string, string>> = {},
): Promise<{ code: number; io: TemporaryIo }> => {
  const io = await temporaryIo(pages);
  return { code: await run(args.split(" "), io), io };
};

const refusal = async (args: string): Promise<string> => {
  const page = await fixturePage("mintlify-get-render.md");
  const io = await temporaryIo({
    "page.md": page,
    binary: new Uint8Array([0xff, 0xfe, 0]),
    large: " ".repeat(5_000_001),
  });
  const code = await run(args.split(" "), io);
  return `${code}: ${io.out}${io.err.trimEnd()}`;
};

describe("specs:import", () => {
  it("writes the spec and where it comes from", async () => {
    const { code, io } = await importing(`page.md --api lumen --address ${address} --note assumed`, {
      "page.md": await fixturePage("mintlify-get-render.md"),
    });
    expect([code, io.err]).toEqual([0, ""]);
    expect(io.out).toMatchInlineSnapshot(`
      "lumen: 1 operation, 2 schemas from https://docs.lumen.example/renders/get
      wrote specs/lumen/openapi.yaml
      wrote specs/sources.yaml
      "
    `);
    expect(await io.read("specs/sources.yaml")).toMatchInlineSnapshot(`
      "# Where each openapi.yaml comes from. Written by \`pnpm specs:import\`, looked at again by \`pnpm specs:check\`.
      lumen:
        pages:
          - address: https://docs.lumen.example/renders/get
            date: '2026-01-31'
            sha256: ce8704b2575967d48acc954382d191ae023a3646cecdeb941e0aef8482cbcc94
            note: assumed
      "
    `);
    expect(await io.read("specs/lumen/openapi.yaml")).toMatchInlineSnapshot(`
      "# What the vendor says, unchanged. What we add stands in overlay.yaml. Written by \`pnpm specs:import\`.
      openapi: 3.1.0
      info:
        title: Lumen API
        version: '2.0'
        description: |-
          Renders scenes.

          \`\`\`sh
          curl https://api.lumen.example/v2/renders/r_1
          \`\`\`
      servers:
        - url: https://api.lumen.example
      security:
        - bearer: []
      tags:
        - name: Renders
          description: Scenes become pictures.
      paths:
        /v2/renders/{render_id}:
          get:
            tags:
              - Renders
            operationId: getRender
            parameters:
              - name: render_id
                in: path
                required: true
                schema:
                  type: string
            responses:
              default:
                description: Anything else
              '404':
                description: No such render
              '200':
                description: The render
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/Render'
      components:
        schemas:
          Render:
            type: object
            required:
              - id
              - state
            properties:
              id:
                type: string
              state:
                $ref: '#/components/schemas/State'
          State:
            type: string
            enum:
              - queued
              - running
              - done
              - failed
        securitySchemes:
          bearer:
            type: http
            scheme: bearer
      "
    `);
  });

  it("changes nothing when the same page is imported again, from the file or its address, on another day", async () => {
    const page = await fixturePage("gitbook-transcripts.md");
    const { io } = await importing(`page.md --api lumen --address ${address}`, { "page.md": page });
    const before = await files(io);
    Object.assign(io, {
      out: "",
      fetch: cannedFetch({ [address]: page }),
      now: () => new Date("2027-07-07T00:00:00Z"),
    });
    for (const args of [["page.md", "--address", address], [address], []]) {
      expect(await run([...args, "--api", "lumen"], io)).toBe(0);
    }
    expect(io.out).toBe(`lumen: nothing changed (2 operations, 1 schema from ${address})\n`.repeat(3));
    expect(await files(io)).toBe(before);
  });

  it("writes the same bytes for the spec that it wrote", async () => {
    for (const name of ["mintlify-get-render.md", "mintlify-create-render.md", "gitbook-transcripts.md"]) {
      const { io } = await importing("page.md --api lumen", { "page.md": await fixturePage(name) });
      expect(await run(["specs/lumen/openapi.yaml", "--api", "again"], io)).toBe(0);
      expect(await io.read("specs/again/openapi.yaml")).toBe(await io.read("specs/lumen/openapi.yaml"));
    }
  });

  it("gives one spec for a document in YAML, in JSON, in a Mintlify and in a GitBook page", async () => {
    const io = await temporaryIo();
    const key = fc.oneof(
      fc.stringMatching(/^[a-z$_-]{1,8}$/),
      fc.constantFrom("200", "10", "__proto__", "no", "1.10", "constructor"),
    );
    // What does not show is refused, which other tests try.
    const text = fc.string({ unit: "grapheme" }).filter((value) => !hasControlCharacter(value));
    const members = fc.uniqueArray(fc.tuple(key, fc.oneof(text, fc.integer(), fc.constant(null))), {
      selector: ([name]) => name,
    });
    const law = fc.asyncProperty(members, fc.string(), async (entries, description) => {
      const operation = entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",");
      const json = `{"openapi":"3.0.0","info":{"title":${JSON.stringify(description)}},"paths":{"/a":{"get":{${operation}}}}}`;
      io.fetch = cannedFetch({
        [`${address}.json`]: json,
        [`${address}-gitbook`]: `# Page\n\n\`\`\`json\n${json}\n\`\`\`\n`,
        [`${address}-mintlify`]: `# Page\n\n\`\`\`\`json api.json get /a\n${json}\n\`\`\`\``,
      });
      const specs = new Set<string>();
      for (const source of [
        `${address}.json`,
        `${address}-gitbook`,
        `${address}-mintlify`,
        "specs/lumen/openapi.yaml",
      ]) {
        expect(await run([source, "--api", "lumen", "--replace"], io)).toBe(0);
        specs.add(await io.read("specs/lumen/openapi.yaml"));
      }
      expect(specs.size).toBe(1);
      expect(inOrder(mappingOf([...specs].join("")))).toEqual(inOrder(mappingOf(json)));
    });
    await fc.assert(law, { numRuns: 60 });
  });

  it("merges several pages, and adds a page to those that are there", async () => {
    const pages = {
      "get.md": await fixturePage("mintlify-get-render.md"),
      "create.md": await fixturePage("mintlify-create-render.md"),
    };
    const { code, io } = await importing("get.md create.md --api lumen", pages);
    expect([code, io.err]).toEqual([0, ""]);
    const together = await files(io);
    const { io: apart } = await importing("get.md --api lumen", pages);
    expect(await run(["create.md", "--api", "lumen"], apart)).toBe(0);
    expect(await files(apart)).toBe(together);
    expect(io.out).toMatch(/^lumen: 2 operations, 3 schemas from 2 pages\n/);
  });

  it("writes nothing when one of several pages cannot be read", async () => {
    const { code, io } = await importing("get.md older.md --api lumen", {
      "get.md": await fixturePage("mintlify-get-render.md"),
      "older.md": await fixturePage("mintlify-older.md"),
    });
    expect(code).toBe(1);
    expect(io.err).toMatch(/^Failed to import older\.md \(line 6\): the fence is in Mintlify's older dialect/);
    await expect(io.read("specs/sources.yaml")).rejects.toThrow("ENOENT");
  });

  it("says that a reference leads nowhere", async () => {
    const { code, io } = await importing("a.json --api lumen", {
      "a.json":
        '{"openapi":"3.0.0","info":{},"paths":{"/a":{"get":{"responses":{"200":{"$ref":"#/components/responses/Ok"}}}}}}',
    });
    expect([code, io.err]).toMatchInlineSnapshot(`
      [
        0,
        "lumen: #/components/responses/Ok is referred to and not there. Import the page that has it as well, or add it in the overlay.
      ",
      ]
    `);
  });

  it("does not write over a spec that no import left there", async () => {
    const io = await temporaryIo({
      "page.md": await fixturePage("mintlify-get-render.md"),
      "specs/lumen/openapi.yaml": "openapi: 3.0.0\n",
    });
    expect(await run(["page.md", "--api", "lumen"], io)).toBe(1);
    expect(io.err).toMatchInlineSnapshot(`
      "Failed to import lumen: specs/lumen/openapi.yaml is there, and specs/sources.yaml does not say where it comes from. Add --replace to write over it.
      "
    `);
    expect(await run(["page.md", "--api", "lumen", "--replace"], io)).toBe(0);
  });

  it("reads every recorded API again with --all, past one that fails", async () => {
    const page = await fixturePage("mintlify-get-render.md");
    const { io } = await importing(`page.md --api lumen --address ${address}`, { "page.md": page });
    await run(["page.md", "--api", "murmur", "--address", "https://docs.murmur.example/get"], io);
    Object.assign(io, { out: "", fetch: cannedFetch({ "https://docs.murmur.example/get": `${page}\nMore.\n` }) });
    expect(await run(["--all"], io)).toBe(1);
    expect(io.out).toMatch(/^murmur: .*\nwrote specs\/sources\.yaml\n$/);
    expect(io.err).toMatch(
      /^Failed to import https:\/\/docs\.lumen\.example\/renders\/get: the page is not there \(404\)/,
    );
  });

  it("refuses names that are no names, whatever they would reach", async () => {
    for (const name of ["../etc", "Lumen", "a--b", "", "a/b", "__proto__", ".", "a".repeat(51)]) {
      const io = await temporaryIo({ "page.md": await fixturePage("mintlify-get-render.md") });
      expect(await run(["page.md", "--api", name], io)).toBe(64);
      expect(io.err).toContain(`Failed to use the name ${JSON.stringify(name)}: `);
    }
    expect(await refusal("page.md --api ../etc")).toMatchInlineSnapshot(
      `"64: Failed to use the name "../etc": an API's name is lower-case words with dashes between them, 50 characters at the most. Give one such as my-service."`,
    );
  });

  it("refuses wrong arguments with exit code 64", async () => {
    expect(await refusal("page.md")).toMatchInlineSnapshot(
      `"64: Failed to import: no --api is given. Use pnpm specs:import <file or https address>… --api <name>."`,
    );
    expect(await refusal("page.md --api lumen --adress x")).toMatchInlineSnapshot(
      `"64: Failed to read the arguments: Unknown option '--adress'. --help shows what there is."`,
    );
    expect(await refusal("page.md --api")).toMatchInlineSnapshot(
      `"64: Failed to read the arguments: Option '--api <value>' argument missing. --help shows what there is."`,
    );
    expect(await refusal("page.md page.md --api lumen")).toMatchInlineSnapshot(
      `"64: Failed to import: page.md is named twice. Use pnpm specs:import <file or https address>… --api <name>."`,
    );
    expect(await refusal(`page.md other.md --api lumen --address ${address}`)).toMatchInlineSnapshot(
      `"64: Failed to import: 2 files and 1 --address, where each file needs its own. Use pnpm specs:import <file or https address>… --api <name>."`,
    );
    expect(await refusal(`${address} --api lumen --address ${address}`)).toMatchInlineSnapshot(
      `"64: Failed to import: 0 files and 1 --address, where each file needs its own. Use pnpm specs:import <file or https address>… --api <name>."`,
    );
    expect(await refusal("page.md --all")).toMatchInlineSnapshot(
      `"64: Failed to import: --all stands alone. Use pnpm specs:import <file or https address>… --api <name>."`,
    );
    expect(await refusal("http://docs.lumen.example/get --api lumen")).toMatchInlineSnapshot(
      `"64: Failed to import http://docs.lumen.example/get: http:// is not fetched. Give an https address, or a file."`,
    );
  });

  it("refuses what it cannot read with exit code 1", async () => {
    expect(await refusal("missing.md --api lumen")).toMatchInlineSnapshot(
      `"1: Failed to import missing.md: there is no such file. Give a file that holds the page, or its https address."`,
    );
    expect(await refusal(". --api lumen")).toMatchInlineSnapshot(
      `"1: Failed to import .: it is not a file. Give a file that holds the page, or its https address."`,
    );
    expect(await refusal("binary --api lumen")).toMatchInlineSnapshot(
      `"1: Failed to import binary: it is not UTF-8 text. Import the page's Markdown, or a YAML or JSON file."`,
    );
    expect(await refusal("large --api lumen")).toMatchInlineSnapshot(
      `"1: Failed to import large: it is larger than 5 MB. Import the page of one operation instead of the whole document."`,
    );
    expect(await refusal("--api lumen")).toMatchInlineSnapshot(
      `"1: Failed to import lumen: no address is recorded for it in specs/sources.yaml. Name the file or https address of its page."`,
    );
  });

  it("drops our extensions and characters that do not show, and says so", async () => {
    const document = {
      openapi: "3.0.3",
      info: { title: "Lumen", version: "1", description: "Light\u001b[2J" },
      "x-base-url": "https://pots.example",
      paths: { "/renders": { get: { "x-job": { name: "render" }, responses: {} } } },
    };
    const { code, io } = await importing("page.json --api lumen", { "page.json": JSON.stringify(document) });
    expect(code).toBe(0);
    expect(io.err).toBe(
      [
        "lumen: dropped characters that do not show at /info/description of page.json\n",
        "lumen: dropped x-base-url, which is ours to write in the overlay, at /x-base-url of page.json\n",
        "lumen: dropped x-job, which is ours to write in the overlay, at /paths/~1renders/get/x-job of page.json\n",
      ].join(""),
    );
    expect(await io.read("specs/lumen/openapi.yaml")).not.toMatch(/x-job|x-base-url|\\e|u001b/);
  });

  it.each([
    ["to an address, in an example", { example: { $ref: "https://pots.example/a.json" } }, /leads to another document/],
    ["to a file beside it", { $ref: "./pot.json" }, /page.json \(pot.json\): there is no such file/],
    ["to a name that does not show", { properties: { "a\u202e": {} } }, /a character that does not show/],
  ])("refuses a document that leads %s, and writes nothing", async (_, Pot, why) => {
    const document = {
      openapi: "3.0.3",
      info: { title: "Lumen", version: "1" },
      paths: {},
      components: { schemas: { Pot } },
    };
    const { code, io } = await importing("page.json --api lumen", { "page.json": JSON.stringify(document) });
    expect(code).toBe(1);
    expect(io.err).toMatch(why);
    await expect(io.read("specs/lumen/openapi.yaml")).rejects.toThrow("ENOENT");
  });

  it("explains itself", async () => {
    const { code, io } = await importing("--help");
    expect([code, io.err]).toEqual([0, ""]);
    expect(io.out).toMatch(/^Usage: pnpm specs:import <file or https address>… --api <name>\n/);
  });
});
