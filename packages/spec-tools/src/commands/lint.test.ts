import { describe, expect, it } from "vitest";

import { temporaryIo } from "../import/testing.ts";
import { run } from "./lint.ts";

const openapi = `openapi: 3.0.3
info: { title: Oven, version: "1" }
servers: [{ url: "https://oven.example" }]
security: []
paths:
  /bakes/{id}:
    get:
      operationId: getBake
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200":
          description: the bake
          content:
            application/json:
              schema:
                type: object
                properties: { id: { type: string, example: bk_1 }, status: { type: string, enum: [baking, baked] } }
`;

const overlay = `overlay: 1.0.0
info: { title: more, version: 1.0.0 }
actions:
  - target: $.paths['/bakes/{id}'].get
    description: "documented: the words"
    update:
      x-job:
        name: bake
        id: { request: $request.path.id, response: /id }
        state: { at: /status, values: { pending: [baking], succeeded: [baked] } }
  - target: $
    description: "documented: the first page"
    update: { x-base-url: "https://oven.example" }
`;

const responses = `ids: { bake: bk_1 }
responses:
  - { name: in the oven, job: bake, mark: assumed, response: { status: 200, body: { id: bk_1, status: baking } }, means: { phase: pending } }
`;

const lint = async (
  files: { readonly openapi?: string; readonly overlay?: string; readonly responses?: string } = {},
  args: readonly string[] = [],
): Promise<{ code: number; out: string; err: string }> => {
  const io = await temporaryIo({
    "specs/oven/openapi.yaml": files.openapi ?? openapi,
    "specs/oven/overlay.yaml": files.overlay ?? overlay,
    "specs/oven/responses.yaml": files.responses ?? responses,
  });
  const code = await run(args, io);
  return { code, out: io.out, err: io.err };
};

/** Two schemas of the job with further words, in a document of a version. */
const withWords = (version: string, words: string): string =>
  openapi
    .replace("3.0.3", version)
    .replace("example: bk_1", `example: bk_1, ${words}`)
    .replace("enum: [baking, baked]", `enum: [baking, baked], ${words}`);

/** An operation with two habits of its vendor: a word of 3.0, and an example that its schema refuses. */
const tool = (index: number) => `  /tools/${index}:
    get:
      operationId: readTool${index}
      responses:
        "200":
          description: the tool
          content: { application/json: { schema: { type: object, properties: { maker: { type: string, nullable: true }, age: { type: integer, example: old } } } } }
`;

const sloppy = (text: string) =>
  text.replace("3.0.3", "3.1.0") + Array.from({ length: 30 }, (_, index) => tool(index)).join("");

describe("lint", () => {
  it("says nothing about good specs", async () => {
    expect(await lint()).toEqual({ code: 0, out: "", err: "" });
  });

  it("warns of a document whose own server is another one than the pinned, and fails nothing", async () => {
    const moved = openapi
      .replace("https://oven.example", "https://{host}")
      .replace('{host}"', '{host}", variables: { host: { default: pans.example } }');
    const { code, out, err } = await lint({ openapi: moved });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatchInlineSnapshot(`
      "specs/oven/openapi.yaml:3: warning: the document's first server is https://pans.example, and keys go to https://oven.example. If the service has moved, pin the new address in the overlay. [/servers/0/url]
      "
    `);
  });

  it("names a response that x-job reads in another way than the file says, with its line", async () => {
    const present = overlay.replace(
      "succeeded: [baked] } }",
      "succeeded: [baked] } }\n        has: { succeeded: { present: [/id] } }",
    );
    const done =
      "  - { name: done, job: bake, mark: assumed, response: { status: 200, body: { status: baked } }, means: { phase: succeeded } }\n";
    expect((await lint({ overlay: present, responses: responses + done })).out).toMatchInlineSnapshot(`
      "specs/oven/responses.yaml:4: "done" means phase succeeded, and x-job reads it as error invalid-response: /id is nothing instead of the job's id. Correct x-job in the overlay, or what the response means. [/responses/1]
      "
    `);
  });

  it("follows no reference out of the document, and names it", async () => {
    const outside = openapi.replace(
      "type: object\n",
      "type: object\n                example: { $ref: 'https://pots.example/a' }\n",
    );
    expect(await lint({ openapi: outside })).toMatchInlineSnapshot(`
      {
        "code": 1,
        "err": "Failed to lint: 1 problem. Each line above says what to do.
      ",
        "out": "specs/oven/openapi.yaml:17: $ref "https://pots.example/a" leads to another document, and nothing here follows an address. Copy what it means into the document. [/paths/~1bakes~1{id}/get/responses/200/content/application~1json/schema/example/$ref]
      ",
      }
    `);
  });

  it("gives each problem a line with its place, and exits with 1", async () => {
    expect(await lint({ overlay: overlay.replace("[baking]", "[bakin]") })).toMatchInlineSnapshot(`
      {
        "code": 1,
        "err": "Failed to lint: 3 problems. Each line above says what to do.
      ",
        "out": "specs/oven/overlay.yaml:10: /status can be "baking", and no phase knows it. Is "bakin" meant for it? List it under one of: pending, succeeded, partial, failed, filtered, cancelled, expired. [/paths/~1bakes~1{id}/get/x-job/state/values]
      specs/oven/overlay.yaml:10: "bakin" is listed as pending, and the schema of /status does not have it. Correct the word, or add it to the enum in the overlay, where there are: "baking", "baked". [/paths/~1bakes~1{id}/get/x-job/state/values/pending]
      specs/oven/responses.yaml:3: "in the oven" means phase pending, and x-job reads it as phase pending, unknownStatus baking. Correct x-job in the overlay, or what the response means. [/responses/0]
      ",
      }
    `);
  });

  it("says what is wrong with the merged document as OpenAPI, and where that was written", async () => {
    const wrong = overlay.replace(
      "    update:\n",
      "    update:\n      operationIdd: x\n      security: [{ key: [] }]\n",
    );
    expect((await lint({ overlay: wrong })).out).toMatchInlineSnapshot(`
      "specs/oven/overlay.yaml:7: Property \`operationIdd\` is not expected here (struct). Did you mean operationId? [/paths/~1bakes~1{id}/get/operationIdd]
      specs/oven/overlay.yaml:8: There is no \`key\` security scheme defined (security-defined). Correct it in the overlay. [/paths/~1bakes~1{id}/get/security/0/key]
      "
    `);
    expect((await lint({ openapi: openapi.replace("example: bk_1", "example: 1") })).out).toMatchInlineSnapshot(`
      "specs/oven/openapi.yaml:17: Example value must conform to the schema: type must be string (no-invalid-schema-examples). Correct it in the overlay. [/paths/~1bakes~1{id}/get/responses/200/content/application~1json/schema/properties/id/example]
      "
    `);
  });

  it("says which responses are about no job, or are no responses", async () => {
    expect((await lint({ responses: responses.replace("job: bake", "request: { id: a }, job: bakes") })).out)
      .toMatchInlineSnapshot(`
        "specs/oven/responses.yaml:3: "in the oven" is about the job bakes, which is not declared. Did you mean bake? [/responses/0]
        "
      `);
    expect((await lint({ responses: responses.replace("phase: pending", "phase: waiting") })).out)
      .toMatchInlineSnapshot(`
        "specs/oven/responses.yaml:3: "in the oven" /means/phase: "waiting" is not a phase. Use one of: pending, succeeded, partial, failed. [/responses/0/means/phase]
        "
      `);
  });

  it("tells the vendor's own faults by rule, as warnings that come last, and those of a job each as an error", async () => {
    const { code, out, err } = await lint({ openapi: sloppy(openapi) });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatchInlineSnapshot(`
      "specs/oven/openapi.yaml:24: warning: no job is concerned: Property \`nullable\` is not expected here (struct), and in 29 more places. It can stay, or add one action for all of them: { target: $, description: "assumed: nullable is used as in 3.0", update: { openapi: 3.0.3 } }. [/paths/~1tools~10/get/responses/200/content/application~1json/schema/properties/maker/nullable]
      specs/oven/openapi.yaml:24: warning: no job is concerned: Example value must conform to the schema: type must be integer (no-invalid-schema-examples), and in 29 more places. It can stay; report it to the vendor, or correct it in the overlay. [/paths/~1tools~10/get/responses/200/content/application~1json/schema/properties/age/example]
      "
    `);
    const concerned = await lint({ openapi: sloppy(openapi).replace("example: bk_1", "example: 1, nullable: true") });
    expect(concerned.code).toBe(1);
    expect(
      concerned.out
        .split("\n")
        .slice(0, 4)
        .map((line) => line.slice(0, 60)),
    ).toMatchInlineSnapshot(`
      [
        "specs/oven/openapi.yaml:17: Property \`nullable\` is not expec",
        "specs/oven/openapi.yaml:17: Example value must conform to th",
        "specs/oven/openapi.yaml:24: warning: no job is concerned: Pr",
        "specs/oven/openapi.yaml:24: warning: no job is concerned: Ex",
      ]
    `);
  });

  it("counts words of the other version as one error, with the action that cures them all", async () => {
    const { code, out } = await lint({ openapi: withWords("3.1.0", "nullable: true") });
    expect(code).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "specs/oven/openapi.yaml:17: Property \`nullable\` is not expected here (struct), and in 1 more place. Correct it in the overlay, or add one action for all of them: { target: $, description: "assumed: nullable is used as in 3.0", update: { openapi: 3.0.3 } }. [/paths/~1bakes~1{id}/get/responses/200/content/application~1json/schema/properties/id/nullable]
      "
    `);
    // 3.0 knows no const, so there is no one action.
    expect((await lint({ openapi: withWords("3.1.0", "nullable: true, not: { const: a }") })).out)
      .toMatchInlineSnapshot(`
      "specs/oven/openapi.yaml:17: Property \`nullable\` is not expected here (struct). Correct it in the overlay. [/paths/~1bakes~1{id}/get/responses/200/content/application~1json/schema/properties/id/nullable]
      specs/oven/openapi.yaml:17: Property \`nullable\` is not expected here (struct). Correct it in the overlay. [/paths/~1bakes~1{id}/get/responses/200/content/application~1json/schema/properties/status/nullable]
      "
    `);
    const older = withWords("3.0.3", "examples: [baked]");
    expect((await lint({ openapi: older })).out).toMatchInlineSnapshot(`
      "specs/oven/openapi.yaml:17: Property \`examples\` is not expected here (struct), and in 1 more place. Correct it in the overlay, or add one action for all of them: { target: $, description: "assumed: examples is used as in 3.1", update: { openapi: 3.1.0 } }. [/paths/~1bakes~1{id}/get/responses/200/content/application~1json/schema/properties/id/examples]
      "
    `);
    const cure = '{ target: $, description: "assumed: examples is used as in 3.1", update: { openapi: 3.1.0 } }';
    const cured = overlay.replace("actions:\n", `actions:\n  - ${cure}\n`);
    expect(await lint({ openapi: older, overlay: cured })).toMatchObject({ code: 0, out: "" });
  });

  it("lets a job have what it does not stumble over: a member that nobody reads, an example of what is sent", async () => {
    const titled = openapi
      .replace(
        "schema:\n",
        "examples: { one: { title: Done, value: { id: bk_1, status: baked } } }\n              schema:\n",
      )
      .replace("schema: { type: string } }]", "schema: { type: string, minLength: 2, example: a } }]");
    const { code, out } = await lint({ openapi: titled });
    expect(out).toMatchInlineSnapshot(`
      "specs/oven/openapi.yaml:9: warning: no job stumbles over it: Example value must conform to the schema: must NOT have fewer than 2 characters (no-invalid-schema-examples). It can stay; report it to the vendor, or correct it in the overlay. [/paths/~1bakes~1{id}/get/parameters/0/schema/example]
      specs/oven/openapi.yaml:15: warning: no job stumbles over it: Property \`title\` is not expected here (struct). It can stay; report it to the vendor, or correct it in the overlay. [/paths/~1bakes~1{id}/get/responses/200/content/application~1json/examples/one/title]
      "
    `);
    expect(code).toBe(0);
  });

  it("takes a file without any response, and tells what else is wrong", async () => {
    expect(
      (await lint({ responses: "ids: {}\nresponses: []\n", overlay: overlay.replace("/status", "/statuz") })).out,
    ).toMatch(/^specs\/oven\/overlay.yaml:10: nothing in a response of getBake is at \/statuz[^\n]*\n$/);
  });

  it("tells what else is wrong when there are no responses at all", async () => {
    const io = await temporaryIo({
      "specs/oven/openapi.yaml": openapi,
      "specs/oven/overlay.yaml": overlay.replace("/status", "/statuz"),
    });
    expect(await run([], io)).toBe(1);
    expect(io.out).toMatch(/is at \/statuz[^\n]*\nspecs\/oven\/responses.yaml: it does not exist. Write responses/);
  });

  it("goes on with the other specs when one cannot be read", async () => {
    expect(await lint({ overlay: "overlay: 1.0.0\nactions: [" })).toMatchInlineSnapshot(`
      {
        "code": 1,
        "err": "Failed to lint: 1 problem. Each line above says what to do.
      ",
        "out": "Failed to read specs/oven/overlay.yaml:2: Flow sequence in block collection must be sufficiently indented and end with a ]. Mend the YAML.
      ",
      }
    `);
  });

  it("lints the folder that is named, and refuses one without specs", async () => {
    expect(await lint({}, ["specs/oven"])).toMatchObject({ code: 0 });
    expect((await lint({}, ["spec"])).err).toMatch(/neither it nor a folder in it has an openapi.yaml/);
  });

  it("explains itself", async () => {
    expect((await lint({}, ["--help"])).out).toMatch(/^Usage: pnpm specs:lint/);
  });
});
