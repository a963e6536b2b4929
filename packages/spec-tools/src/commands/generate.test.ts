import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { describe, expect, it } from "vitest";

import { type TemporaryIo, temporaryIo } from "../import/testing.ts";
import { run } from "./generate.ts";

const openapi = `openapi: 3.0.3
info: { title: Oven, version: "1" }
servers: [{ url: "https://oven.example" }]
paths:
  /bakes/{id}:
    get:
      operationId: getBake
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200":
          description: The bake
          content: { application/json: { schema: { $ref: "#/components/schemas/Bake" } } }
components:
  schemas:
    Bake:
      type: object
      properties:
        status: { type: string, enum: [hot, done] }
        url: { type: string }
`;

const overlay = `overlay: 1.0.0
info: { title: The life of a bake, version: 1.0.0 }
actions:
  - target: $
    description: "documented: the page on baking"
    update: { x-base-url: "https://oven.example" }
  - target: $.components.schemas.Bake.properties.url
    description: "assumed: made up"
    update: { example: "https://oven.example/1" }
  - target: $.paths['/bakes/{id}'].get
    description: "documented: the page on baking"
    update:
      x-job:
        name: bake
        id: { request: $request.path.id }
        state: { at: /status, values: { pending: [hot], succeeded: [done] } }
        has: { succeeded: { present: [/url] } }
`;

const write = async (io: TemporaryIo, path: string, text: string): Promise<void> => {
  const target = join(io.cwd, path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text);
};

const workspace = async (
  texts: { readonly openapi?: string; readonly overlay?: string } = {},
): Promise<TemporaryIo> => {
  const io = await temporaryIo();
  await write(io, "specs/oven/openapi.yaml", texts.openapi ?? openapi);
  await write(io, "specs/oven/overlay.yaml", texts.overlay ?? overlay);
  return io;
};

const read = (io: TemporaryIo, path: string): Promise<string> => readFile(join(io.cwd, path), "utf8");

const said = (io: TemporaryIo): string => io.err.replaceAll(/\S*(?=specs\/oven)/g, "");

const client = "packages/oven-client";

describe("generate", () => {
  it("writes a package for each spec, and the CLI's table", async () => {
    const io = await workspace();
    expect(await run([], io)).toBe(0);
    expect(io.err).toBe("Wrote 13, removed 0.\n");
    expect(await read(io, `${client}/src/generated/client.ts`)).toContain(
      "export interface OvenClient extends Client<paths>",
    );
    expect(await read(io, "apps/cli/src/generated/apis.ts")).toMatchInlineSnapshot(`
      "/* Made by \`pnpm generate\` from the folders of specs. Do not edit: change the overlay and generate again. */
      import type { ApiDescription } from "@genwait/client-core";

      /** How to load what belongs to an API. */
      export interface ApiModules {
        readonly client: () => Promise<{ readonly api: ApiDescription }>;
        /** The merged OpenAPI document. */
        readonly document: () => Promise<unknown>;
      }

      /** The APIs that come with the CLI. */
      export const apis: Readonly<Record<string, ApiModules>> = {
        oven: {
          client: () => import("@genwait/oven-client"),
          document: async () => (await import("@genwait/oven-client/openapi.json", { with: { type: "json" } })).default,
        },
      };
      "
    `);
  });

  it("writes nothing the second time", async () => {
    const io = await workspace();
    await run([], io);
    io.err = "";
    expect(await run([], io)).toBe(0);
    expect(io.err).toBe("Everything generated is up to date.\n");
  });

  it("keeps the version and the changelog, which belong to the changesets", async () => {
    const io = await workspace();
    await write(io, `${client}/package.json`, '{ "version": "1.4.0" }');
    await write(io, `${client}/CHANGELOG.md`, "# 1.4.0\n");
    await run([], io);
    expect(JSON.parse(await read(io, `${client}/package.json`))).toMatchObject({
      name: "@genwait/oven-client",
      version: "1.4.0",
    });
    expect(await read(io, `${client}/CHANGELOG.md`)).toBe("# 1.4.0\n");
  });

  it("removes what it makes no more", async () => {
    const io = await workspace();
    await write(io, `${client}/src/generated/old.ts`, "");
    await run([], io);
    await expect(read(io, `${client}/src/generated/old.ts`)).rejects.toThrow("ENOENT");
  });

  it("takes specs from another folder and puts packages into another, and leaves the CLI alone", async () => {
    const io = await workspace();
    await write(io, "mine/oven/openapi.yaml", openapi);
    await write(io, "mine/oven/overlay.yaml", overlay);
    expect(await run(["--specs", "mine", "--out", "clients"], io)).toBe(0);
    expect(await read(io, "clients/oven-client/package.json")).toContain('"name": "@genwait/oven-client"');
    await expect(read(io, "apps/cli/src/generated/apis.ts")).rejects.toThrow("ENOENT");
  });

  it("works from anywhere in the workspace, with paths from there", async () => {
    const io = await workspace();
    await write(io, "pnpm-workspace.yaml", "");
    await write(io, "deep/down/readme.md", "");
    const inside = { ...io, cwd: join(io.cwd, "deep/down") };
    expect(await run([], inside)).toBe(0);
    expect(await run(["--specs", "../../specs", "--out", "out"], inside)).toBe(0);
    expect(await read(io, `${client}/src/index.ts`)).toContain("from specs/oven/openapi.yaml");
    expect(await read(io, "deep/down/out/oven-client/src/index.ts")).toBe(await read(io, `${client}/src/index.ts`));
    expect(await read(io, "deep/down/out/oven-client/tsconfig.json")).toContain("../../../../.config/tsconfig.json");
  });

  it("names the mistakes of an overlay with file, line and what to do, and writes nothing", async () => {
    const io = await workspace({ overlay: overlay.replace("present: [/url]", "present: [/ulr]") });
    expect(await run([], io)).toBe(1);
    expect(said(io)).toMatchInlineSnapshot(`
      "specs/oven/overlay.yaml:17: nothing in a response of getBake is at /ulr. Did you mean /url? There are: /status, /url. [/paths/~1bakes~1{id}/get/x-job/has/succeeded/present/0]
      Failed to generate: there is a problem in the specs. Mend what is named above and run pnpm generate again; nothing was written.
      "
    `);
    await expect(read(io, `${client}/package.json`)).rejects.toThrow("ENOENT");
  });

  it("writes nothing when the client would not compile, and tells the place in the document", async () => {
    const circle = `${openapi}        clay: { $ref: "#/components/schemas/Clay" }
    Clay:
      type: object
      discriminator: { propertyName: sort }
      oneOf: [{ $ref: "#/components/schemas/Stone" }]
    Stone:
      allOf: [{ $ref: "#/components/schemas/Clay" }, { type: object, properties: { grit: { type: string } } }]
`;
    const io = await workspace({ openapi: circle });
    expect(await run([], io)).toBe(1);
    expect(said(io)).toMatch(
      /^Failed to generate from specs\/oven: its client would not compile:\n {2}specs\/oven#\/components\/schemas\/Clay: /,
    );
    await expect(read(io, `${client}/package.json`)).rejects.toThrow("ENOENT");
  });

  it("says that there are no specs", async () => {
    const io = await workspace();
    expect(await run(["--specs", "nowhere"], io)).toBe(1);
    expect(said(io)).toBe(
      "Failed to generate: nowhere has no folder with an openapi.yaml. Import one with pnpm specs:import, or name another folder with --specs.\n",
    );
  });

  it("says where a package is not listed by those that import every client", async () => {
    const io = await workspace();
    await write(io, "apps/cli/package.json", "{}");
    await write(io, "apps/contract/package.json", `{ "devDependencies": { "@genwait/oven-client": "workspace:^" } }`);
    expect(await run([], io)).toBe(1);
    expect(said(io)).toContain(
      'apps/cli/package.json: add "@genwait/oven-client": "workspace:^" to its dependencies, so that genwait knows the API',
    );
    expect(said(io)).not.toContain("apps/contract/package.json");
    expect(await read(io, `${client}/package.json`)).toContain("@genwait/oven-client");
  });

  it("explains itself", async () => {
    const io = await workspace();
    expect(await run(["--help"], io)).toBe(0);
    expect(io.out).toMatchInlineSnapshot(`
      "Usage: pnpm generate [--specs <folder>] [--out <folder>]
             pnpm generate:check

      Makes the client packages from specs, and the CLI's table of APIs. Packages that do not compile are not written. Exits with 1 where a
      package is not listed by those that import every client.

        --check           write nothing; say which files are not as they would be generated, and exit with 1 if there are any
        --specs <folder>  the folder that holds one folder for each API; specs by default
        --out <folder>    the folder that the packages go into; packages by default
        -h, --help        shows this
      "
    `);
  });
});

const check = async (
  change: (io: TemporaryIo) => Promise<void>,
): Promise<{ readonly code: number; readonly err: string }> => {
  const io = await workspace();
  await run([], io);
  io.err = "";
  await change(io);
  return { code: await run(["--check"], io), err: said(io) };
};

describe("generate --check", () => {
  it("says nothing when everything is as it would be generated", async () => {
    expect(await check(async () => {})).toEqual({ code: 0, err: "" });
  });

  it("names every file that is stale, missing or extra, and the command", async () => {
    const found = await check(async (io) => {
      await write(io, `${client}/src/index.ts`, "");
      await write(io, `${client}/src/generated/old.ts`, "");
      await write(io, "specs/oven/overlay.yaml", overlay.replace("name: bake", "name: loaf"));
    });
    expect(found.code).toBe(1);
    expect(found.err).toMatchInlineSnapshot(`
      "packages/oven-client/README.md: is not what the specs give
      packages/oven-client/openapi.json: is not what the specs give
      packages/oven-client/src/generated/client.ts: is not what the specs give
      packages/oven-client/src/generated/jobs.ts: is not what the specs give
      packages/oven-client/src/generated/lifecycles.ts: is not what the specs give
      packages/oven-client/src/generated/types.test-d.ts: is not what the specs give
      packages/oven-client/src/index.ts: is not what the specs give
      packages/oven-client/src/generated/old.ts: is generated no more
      Failed to check the generated files: 8 are out of date. Run pnpm generate and commit what it writes.
      "
    `);
  });

  it("does not look into what is built or installed", async () => {
    const found = await check((io) => write(io, `${client}/dist/index.js`, ""));
    expect(found.code).toBe(0);
  });
});
