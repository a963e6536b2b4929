import { rm, writeFile } from "node:fs/promises";

import { describe, expect, it } from "vitest";

import { cannedFetch, fixturePage, type TemporaryIo, temporaryIo } from "../import/testing.ts";
import { run } from "./check.ts";
import { run as runImport } from "./import.ts";

const lumen = "https://docs.lumen.example/get";
const murmur = "https://docs.murmur.example/transcripts";
type Pages = Parameters<typeof cannedFetch>[0];

const imported = async (): Promise<{
  io: TemporaryIo;
  pages: { readonly [lumen]: string; readonly [murmur]: string };
}> => {
  const pages = {
    [lumen]: await fixturePage("mintlify-get-render.md"),
    [murmur]: await fixturePage("gitbook-transcripts.md"),
  };
  const io = await temporaryIo();
  io.fetch = cannedFetch(pages);
  await runImport([lumen, "--api", "lumen"], io);
  await runImport([murmur, "--api", "murmur"], io);
  io.out = "";
  return { io, pages };
};
const check = async (
  change: (pages: { readonly [lumen]: string; readonly [murmur]: string }) => Pages,
  args: string[] = [],
): Promise<{ code: number; out: string; err: string }> => {
  const { io, pages } = await imported();
  io.fetch = cannedFetch({ ...pages, ...change(pages) });
  return { code: await run(args, io), out: io.out, err: io.err };
};

const redirect = (): Response => new Response(null, { status: 301, headers: { location: "/new" } });
const broken = (): Response => new Response(null, { status: 503 });

describe("specs:check", () => {
  it("finds nothing where nothing moved, not even when the words around the spec did", async () => {
    const found = await check((pages) => ({ [lumen]: `${pages[lumen]}\nNew words.\n` }));
    expect(found).toEqual({ code: 0, out: "lumen: nothing moved\nmurmur: nothing moved\n", err: "" });
  });

  it("says what moved, and writes nothing", async () => {
    const { io, pages } = await imported();
    const before = [await io.read("specs/lumen/openapi.yaml"), await io.read("specs/sources.yaml")];
    const moved = pages[lumen]
      .replace("enum: [queued, running", "enum: [queued, paused, running")
      .replace("operationId: getRender", "deprecated: true")
      .replace("type: http", "type: oauth2");
    io.fetch = cannedFetch({ ...pages, [lumen]: moved });
    expect(await run([], io)).toBe(1);
    expect(io.out).toMatchInlineSnapshot(`
      "lumen: moved
        - /paths/~1v2~1renders~1{render_id}/get/operationId: "getRender"
        + /paths/~1v2~1renders~1{render_id}/get/deprecated: true
        + /components/schemas/State/enum/1: "paused"
        ~ /components/securitySchemes/bearer/type: "http" → "oauth2"
        Take it over with pnpm specs:import --api lumen
      murmur: nothing moved
      "
    `);
    expect([await io.read("specs/lumen/openapi.yaml"), await io.read("specs/sources.yaml")]).toEqual(before);
    expect(await runImport(["--api", "lumen"], io)).toBe(0);
    expect(await run([], io)).toBe(0);
  });

  it("says that only the order moved", async () => {
    const found = await check((pages) => ({
      [lumen]: pages[lumen].replace("  title: Lumen API\n  version: '2.0'", "  version: '2.0'\n  title: Lumen API"),
    }));
    expect(found).toMatchInlineSnapshot(`
      {
        "code": 1,
        "err": "",
        "out": "lumen: moved
        only the order of keys
        Take it over with pnpm specs:import --api lumen
      murmur: nothing moved
      ",
      }
    `);
  });

  it("counts a page that is gone, that points elsewhere or that holds no spec any more as moved", async () => {
    expect(await check(() => ({ [murmur]: () => new Response(null, { status: 410 }) }))).toMatchInlineSnapshot(`
      {
        "code": 1,
        "err": "murmur: Failed to import https://docs.murmur.example/transcripts: the page is not there (410). Find where it stands now and import it from there, with --replace.
      ",
        "out": "lumen: nothing moved
      murmur: moved
      ",
      }
    `);
    expect(await check(() => ({ [lumen]: redirect }), ["--api", "lumen"])).toMatchObject({
      code: 1,
      out: "lumen: moved\n",
    });
    expect(await check(() => ({ [lumen]: "# Empty" }), ["--api", "lumen"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("holds no OpenAPI document"),
    });
  });

  it("gives an exit code of its own when a page cannot be reached", async () => {
    expect(await check(() => ({ [lumen]: broken }))).toMatchInlineSnapshot(`
      {
        "code": 2,
        "err": "lumen: Failed to import https://docs.lumen.example/get: the server responds with 503. Try again later, or save the page and import the file.
      ",
        "out": "lumen: not known, a page could not be reached
      murmur: nothing moved
      ",
      }
    `);
    expect(await check(() => ({ [lumen]: broken, [murmur]: "# Empty" }))).toMatchObject({ code: 1 });
  });

  it("says which pages it cannot look at", async () => {
    const io = await temporaryIo({ "page.md": await fixturePage("mintlify-get-render.md") });
    await runImport(["page.md", "--api", "lumen"], io);
    io.out = "";
    expect(await run([], io)).toBe(0);
    expect(io.out).toMatchInlineSnapshot(`
      "lumen: nothing moved
        not looked at: page.md, read from a file, without --address
      "
    `);
  });

  it("refuses an API that is not recorded, a spec that is missing, and wrong options", async () => {
    const { io } = await imported();
    expect(await run(["--api", "gamut"], io)).toBe(64);
    expect(await run(["--apis", "lumen"], io)).toBe(64);
    await rm(`${io.cwd}/specs/lumen/openapi.yaml`);
    expect(await run([], io)).toBe(1);
    await writeFile(`${io.cwd}/specs/lumen/openapi.yaml`, "[");
    expect(await run([], io)).toBe(1);
    expect(io.err).toMatchInlineSnapshot(`
      "Failed to check gamut: specs/sources.yaml does not know it. Use one of: lumen, murmur.
      Failed to read the arguments: Unknown option '--apis'. --help shows what there is.
      Failed to check lumen: specs/lumen/openapi.yaml is missing. Import it with pnpm specs:import --api lumen.
      Failed to read specs/lumen/openapi.yaml: line 1: Flow sequence must end with a ]. Put back the committed file, or import all pages of lumen again with --replace.
      "
    `);
  });
});
