import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { classifyResponse, compileLifecycle } from "@genwait/lifecycle";
import { describe, expect, it } from "vitest";

import { readResponses } from "../responses/read-responses.ts";
import { declaredJobs } from "../openapi/jobs.ts";
import { cannedFetch, type TemporaryIo, temporaryIo } from "../import/testing.ts";
import { mergeSpec } from "../openapi/spec-folder.ts";
import { run } from "./new.ts";

const fixture = (name: string): Promise<string> =>
  readFile(fileURLToPath(new URL(`../../fixtures/new/${name}`, import.meta.url)), "utf8");

const ioWith = async (...names: readonly string[]): Promise<TemporaryIo> =>
  temporaryIo(Object.fromEntries(await Promise.all(names.map(async (name) => [name, await fixture(name)] as const))));

const declarations = async (io: TemporaryIo, name: string): Promise<readonly unknown[]> =>
  declaredJobs((await mergeSpec(join(io.cwd, "specs", name))).document).map(({ declaration }) => declaration);

/** Every response that was made up or taken over, with whether the declaration reads it as the skeleton says. */
const misreadResponses = async (io: TemporaryIo, name: string): Promise<readonly string[]> => {
  const folder = join(io.cwd, "specs", name);
  const jobs = declaredJobs((await mergeSpec(folder)).document);
  return (await readResponses(folder)).flatMap(({ name: title, job, request, response, means }) => {
    const declaration = jobs.find((declared) => declared.name === job)?.declaration;
    if (declaration === undefined) return [`${title}: no such job`];
    const reading = classifyResponse(
      compileLifecycle(declaration),
      { status: response.status, body: response.body },
      request,
    );
    const phase = reading.is === "state" ? reading.state.phase : reading.is;
    return phase === ("phase" in means ? means.phase : "unclassified") ? [] : [`${title}: ${phase}`];
  });
};

describe("specs:new", () => {
  it("makes a client of a plain document whose statuses are an enum", async () => {
    const io = await ioWith("lantern.yaml");
    expect(await run(["lantern", "--from", "lantern.yaml"], io)).toBe(0);
    expect(io.err).toBe("");
    expect(io.out).toMatchInlineSnapshot(`
      "wrote specs/lantern/openapi.yaml
      wrote specs/sources.yaml
      wrote specs/lantern/overlay.yaml
      wrote specs/lantern/responses.yaml
      wrote packages/lantern-client

      Guessed the job prediction; every guess is marked assumed.

      Left to fill in:
        specs/lantern/overlay.yaml:48  on which hosts may /urls/get be? The key goes there. Guessed: only api.lantern.example, for its texts name no other of the service's
        specs/lantern/overlay.yaml:54  on which hosts may /urls/cancel be? The key goes there. Guessed: only api.lantern.example, for its texts name no other of the service's
        specs/lantern/overlay.yaml:123  has: { succeeded: { present: [] } }, what every good result carries; perhaps /output, /urls
        specs/lantern/overlay.yaml:142  how long does a job take?
        specs/lantern/responses.yaml:3  responses as the service gives them, one for each form of a pending one and for each result; this file checks the overlay.

      Next: pnpm install, pnpm test, pnpm genwait mock lantern. specs/README.md walks through it.
      "
    `);
    expect(await declarations(io, "lantern")).toEqual([
      {
        name: "prediction",
        id: { request: "$request.path.prediction_id", response: "/id" },
        state: {
          at: "/status",
          values: {
            pending: ["starting", "processing"],
            succeeded: ["succeeded"],
            failed: ["failed"],
            cancelled: ["canceled", "aborted"],
          },
          otherwise: "pending",
        },
        failure: { message: "/error" },
        cancel: expect.objectContaining({ link: "cancel" }),
        logs: { at: "/logs", as: "text" },
        poll: { every: "1s" },
        typicalDuration: { p50: "30s", p95: "90s" },
      },
    ]);
    expect(await misreadResponses(io, "lantern")).toEqual([]);
    expect(await io.read("packages/lantern-client/src/generated/client.ts")).toContain("startPrediction");
  });

  it("makes a client of a GitBook page with a variant of the response for each status", async () => {
    const io = await ioWith("stride.md");
    expect(await run(["stride", "--from", "stride.md"], io)).toBe(0);
    expect(await declarations(io, "stride")).toEqual([
      {
        name: "task",
        id: { request: "$request.path.id", response: "/id" },
        state: {
          rules: [
            {
              when: [{ at: "/failureCode", prefix: "SAFETY." }],
              is: "filtered",
              message: "/failure",
              code: "/failureCode",
            },
          ],
          at: "/status",
          values: {
            pending: ["PENDING", "THROTTLED", "RUNNING"],
            succeeded: ["SUCCEEDED"],
            failed: ["FAILED"],
            cancelled: ["CANCELLED"],
          },
          otherwise: "pending",
        },
        has: {
          pending: { absent: ["/output", "/failure"] },
          succeeded: { present: ["/output"], absent: ["/failure"] },
          failed: { present: ["/failure"], absent: ["/output"] },
        },
        failure: { message: "/failure", code: "/failureCode" },
        cancel: expect.objectContaining({ link: "cancel", deletesFinished: true }),
        progress: { at: "/progress", of: 1 },
        poll: { every: "5s" },
        typicalDuration: { p50: "30s", p95: "90s" },
      },
    ]);
    const { document } = await mergeSpec(join(io.cwd, "specs/stride"));
    expect(document["security"]).toEqual([{ apiKey: [] }]);
    expect(await misreadResponses(io, "stride")).toEqual([]);
    expect(await io.read("packages/stride-client/src/generated/client.ts")).toContain("startGenerateVideoFromImage");
  });

  it("makes a client of two Mintlify pages with an envelope, the key as a header, and the words in a sentence", async () => {
    const io = await temporaryIo();
    io.fetch = cannedFetch({
      "https://docs.cinder.example/create": await fixture("cinder-create.md"),
      "https://docs.cinder.example/get": await fixture("cinder-get.md"),
    });
    const pages = ["--from", "https://docs.cinder.example/create", "--from", "https://docs.cinder.example/get"];
    expect(await run(["cinder", ...pages], io)).toBe(0);
    expect(await declarations(io, "cinder")).toEqual([
      {
        name: "text2video",
        id: { request: "$request.path.task_id", response: "/data/task_id" },
        call: [{ when: [{ at: "/code", not: 0 }], is: "rejected", message: "/message", code: "/code" }],
        state: {
          at: "/data/task_status",
          values: { pending: ["submitted", "processing"], succeeded: ["succeed"], failed: ["failed"] },
          otherwise: "pending",
        },
        failure: { message: "/data/task_status_msg" },
        poll: { every: "5s" },
        typicalDuration: { p50: "2m", p95: "5m" },
      },
    ]);
    const { document } = await mergeSpec(join(io.cwd, "specs/cinder"));
    expect(document["servers"]).toEqual([{ url: "https://api.cinder.example" }]);
    expect(document["security"]).toEqual([{ key: [] }]);
    expect(JSON.stringify(document["paths"])).not.toContain("Authorization");
    expect(await misreadResponses(io, "cinder")).toEqual([]);
    expect(await io.read("specs/sources.yaml")).toContain("https://docs.cinder.example/get");
  });

  it("lets the command line know the new API", async () => {
    const manifest = { name: "genwait", dependencies: { "@genwait/gamma-client": "workspace:^", leven: "4.1.0" } };
    const io = await temporaryIo({
      "lantern.yaml": await fixture("lantern.yaml"),
      "apps/cli/package.json": `${JSON.stringify(manifest, null, 2)}\n`,
    });
    expect(await run(["lantern", "--from", "lantern.yaml"], io)).toBe(0);
    expect(io.out).toContain("wrote packages/lantern-client\n");
    expect(JSON.parse(await io.read("apps/cli/package.json"))).toEqual({
      name: "genwait",
      dependencies: {
        "@genwait/gamma-client": "workspace:^",
        "@genwait/lantern-client": "workspace:^",
        leven: "4.1.0",
      },
    });
  });

  it("registers the package also when something is left to do, and takes everything back when asked", async () => {
    const manifest = `${JSON.stringify({ name: "genwait", dependencies: { leven: "4.1.0" } }, null, 2)}\n`;
    const contract = `${JSON.stringify({ name: "contract" }, null, 2)}\n`;
    const page = {
      openapi: "3.0.3",
      info: { title: "Thing", version: "1" },
      paths: { "/things": { get: { responses: {} } } },
    };
    const io = await temporaryIo({
      "thing.json": JSON.stringify(page),
      "apps/cli/package.json": manifest,
      "apps/contract/package.json": contract,
    });
    expect(await run(["thing", "--from", "thing.json"], io)).toBe(1);
    expect(io.out).toContain("wrote apps/cli/package.json: genwait knows the API");
    expect(JSON.parse(await io.read("apps/contract/package.json"))).toMatchObject({
      devDependencies: { "@genwait/thing-client": "workspace:^" },
    });
    // A dependency of the workspace that is not there would keep every script from running.
    expect(JSON.parse(await io.read("packages/thing-client/package.json"))).toMatchObject({
      name: "@genwait/thing-client",
      private: true,
    });
    expect(await run(["thing", "--remove"], io)).toBe(0);
    expect([await io.read("apps/cli/package.json"), await io.read("apps/contract/package.json")]).toEqual([
      manifest,
      contract,
    ]);
    expect(["specs/thing", "packages/thing-client"].map((folder) => existsSync(join(io.cwd, folder)))).toEqual([
      false,
      false,
    ]);
    expect(await io.read("specs/sources.yaml")).not.toContain("thing");
    expect(await run(["thing", "--remove"], io)).toBe(1);
    expect(io.err).toContain("Failed to remove thing: there is no specs/thing.");
    expect(await run(["../thing", "--remove"], io)).toBe(64);
  });

  it("says with file and line what no text tells, and what keeps the client from being made", async () => {
    const io = await temporaryIo({
      "thing.yaml": `openapi: 3.0.3
info: { title: Thing, version: "1" }
paths:
  /things/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200":
          description: The thing
          content:
            application/json:
              schema:
                type: object
                properties:
                  status: { type: string, enum: [new, review, done] }
                  url: { type: string }
`,
    });
    expect(await run(["thing", "--from", "thing.yaml"], io)).toBe(1);
    expect(io.err.replaceAll(/\S*(?=specs\/thing)/g, "")).toMatchInlineSnapshot(`""`);
    expect(io.out).toMatchInlineSnapshot(`
      "wrote specs/thing/openapi.yaml
      wrote specs/sources.yaml
      wrote specs/thing/overlay.yaml
      wrote specs/thing/responses.yaml
      wrote packages/thing-client/package.json, in place of the client until pnpm generate can make it

      Guessed the job thing; every guess is marked assumed.

      Left to fill in:
        specs/thing/overlay.yaml:9  the address of the service, which gets the key; the document names none
        specs/thing/overlay.yaml:13  how the key travels, if there is one
        specs/thing/overlay.yaml:19  what starts a thing? No operation gives its id; import its page as well, then link it
        specs/thing/overlay.yaml:67  has: { succeeded: { present: [] } }, what every good result carries; perhaps /url
        specs/thing/overlay.yaml:68  where does a failed response say why? failure: { message: /<pointer> }
        specs/thing/overlay.yaml:71  does the response repeat the id? Then response: /<pointer>
        specs/thing/overlay.yaml:75  what do these mean? Guessed: "review" (pending)
        specs/thing/overlay.yaml:81  how often may one poll, and how long does a job take?
        specs/thing/responses.yaml:3  responses as the service gives them, one for each form of a pending one and for each result; this file checks the overlay.

      What pnpm lint says:
        specs/thing/overlay.yaml:8: nothing pins the address that gets the key. Add the action { target: $, description: "documented: <where it stands>", update: { x-base-url: "https://<host>" } }. [/x-base-url]
        specs/thing/openapi.yaml:8: Every operation should have security defined on it or on the root level (security-defined). Correct it in the overlay. [/paths/~1things~1{id}/get]

      Next: pnpm generate, once the above is done. specs/README.md walks through it.
      "
    `);
    expect(await io.read("specs/thing/overlay.yaml")).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=../../packages/lifecycle/overlay.schema.json
      # Written by \`pnpm specs:new\`, which only guessed. Look at every action: correct it, and say in its description where the fact stands
      # (documented: <page>, observed: <where>). What begins with "Fill in" is yours; delete the note when it is done.
      overlay: 1.0.0
      info:
        title: "What is known of Thing beside its OpenAPI document, and the lifecycle of its jobs"
        version: 1.0.0
      actions:
        # Fill in: the address of the service, which gets the key; the document names none
        # - target: $
        #   description: "documented: <where it stands>"
        #   update: { x-base-url: "https://<host>" }
        # Fill in: how the key travels, if there is one
        # - target: $
        #   description: "documented: <where it stands>"
        #   update:
        #     components: { securitySchemes: { key: { type: http, scheme: bearer } } }
        #     security: [{ key: [] }]
        # Fill in: what starts a thing? No operation gives its id; import its page as well, then link it
        # - target: $.paths['/<path>'].post.responses['200']
        #   description: "documented: <where it stands>"
        #   update: { links: { thing: { operationId: <status operation>, parameters: { <id parameter>: "$response.body#/<pointer>" } } } }
        - target: $.paths['/things/{id}'].get
          description: "assumed: named after its path; upstream names none"
          update:
            operationId: getThing
        - target: $
          description: "assumed: what the body of a refusal looks like; the document does not say"
          update:
            components:
              schemas:
                ErrorBody:
                  type: object
                  description: Why the call was refused. It says nothing about the job.
                  properties:
                    message: { type: string, description: Human-readable reason, example: Invalid API key }
        - target: $.paths.*.*.responses
          description: "assumed: codes and bodies of refusals; the document does not name these"
          update:
            "401":
              description: Invalid or missing key
              content:
                application/json:
                  schema: { $ref: "#/components/schemas/ErrorBody" }
                  examples: { unauthorized: { value: { message: Invalid API key } } }
            "404":
              description: Nobody knows the id
              content:
                application/json:
                  schema: { $ref: "#/components/schemas/ErrorBody" }
                  examples: { not-found: { value: { message: Not found } } }
            "429":
              description: Too many requests
              content:
                application/json:
                  schema: { $ref: "#/components/schemas/ErrorBody" }
                  examples: { rate-limited: { value: { message: Too many requests } } }
            "500":
              description: The service failed
              content:
                application/json:
                  schema: { $ref: "#/components/schemas/ErrorBody" }
                  examples: { unavailable: { value: { message: Internal server error } } }
        - target: $.paths['/things/{id}'].get
          description: "assumed: guessed from the enum at /status"
          update:
            # Fill in: has: { succeeded: { present: [] } }, what every good result carries; perhaps /url
            # Fill in: where does a failed response say why? failure: { message: /<pointer> }
            x-job:
              name: thing
              # Fill in: does the response repeat the id? Then response: /<pointer>
              id: { request: $request.path.id }
              state:
                at: /status
                # Fill in: what do these mean? Guessed: "review" (pending)
                values: { pending: [ new, review ], succeeded: [ done ] }
                otherwise: pending
        - target: $.paths['/things/{id}'].get.x-job
          description: "assumed: made up, for no text says it"
          update:
            # Fill in: how often may one poll, and how long does a job take?
            poll: { every: 5s }
            typicalDuration: { p50: 30s, p95: 90s }
      "
    `);
  });

  it("says so when no operation looks like one that reports on a job", async () => {
    const io = await temporaryIo({
      "thing.yaml": `openapi: 3.0.3
info: { title: Thing, version: "1" }
servers: [{ url: "https://thing.example" }]
paths:
  /things: { get: { responses: { "200": { description: Things } } } }
`,
    });
    expect(await run(["thing", "--from", "thing.yaml"], io)).toBe(1);
    expect(io.out).toContain("No job could be guessed.");
    expect(io.out).toContain(
      "which operation reports on a job? None has a status whose words tell pending and terminal phases",
    );
  });

  it.each([
    [["Thing", "--from", "lantern.yaml"], 64],
    [["thing-client", "--from", "lantern.yaml"], 64],
    [["../thing", "--from", "lantern.yaml"], 64],
    [["thing"], 64],
    [["--from", "lantern.yaml"], 64],
    [["thing", "other", "--from", "lantern.yaml"], 64],
    [["thing", "--from", "missing.yaml"], 1],
  ])("refuses %j", async (args, code) => {
    const io = await ioWith("lantern.yaml");
    expect(await run(args, io)).toBe(code);
    expect(io.err).toMatch(/^Failed to \w+/);
    expect(existsSync(join(io.cwd, "specs"))).toBe(false);
  });

  it("writes over nothing", async () => {
    const io = await ioWith("lantern.yaml");
    await run(["lantern", "--from", "lantern.yaml"], io);
    const before = await io.read("specs/lantern/overlay.yaml");
    expect(await run(["lantern", "--from", "lantern.yaml"], io)).toBe(1);
    expect(io.err).toMatchInlineSnapshot(`
      "Failed to add lantern: specs/lantern is there already, and nothing is written over. Import into it with pnpm specs:import --api lantern, or give another name.
      "
    `);
    expect(await io.read("specs/lantern/overlay.yaml")).toBe(before);
  });

  it("makes the same files of the same pages", async () => {
    const [first, second] = [await ioWith("stride.md"), await ioWith("stride.md")];
    for (const io of [first, second]) await run(["stride", "--from", "stride.md"], io);
    for (const file of ["overlay.yaml", "responses.yaml", "openapi.yaml"]) {
      expect(await first.read(`specs/stride/${file}`)).toBe(await second.read(`specs/stride/${file}`));
    }
  });
});
