import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { JsonObject } from "../merge/json.ts";
import { generatePackage } from "./generate-package.ts";
import { placeOf } from "./package-place.ts";
import { bakeSchemas, testDocument } from "./testing.ts";

const generate = (document: JsonObject, isPrivate = false) =>
  generatePackage({
    name: "oven",
    document,
    facts: [{ mark: "assumed", text: "a | b" }],
    place: placeOf("packages/oven-client", "specs/oven", isPrivate),
    version: "1.2.3",
  });

const manifest = async (isPrivate: boolean): Promise<unknown> =>
  JSON.parse(generate(testDocument(), isPrivate).get("package.json") ?? "");

describe("generatePackage", () => {
  it("makes the same tree for every API, with a banner in each file that can carry one", async () => {
    const files = generate(testDocument());
    expect([...files.keys()]).toMatchInlineSnapshot(`
      [
        "README.md",
        "openapi.json",
        "package.json",
        "src/generated/api.ts",
        "src/generated/bodies.ts",
        "src/generated/client.ts",
        "src/generated/lifecycles.ts",
        "src/generated/operations.ts",
        "src/generated/schema.ts",
        "src/generated/types.test-d.ts",
        "src/generated/validators.ts",
        "src/index.ts",
        "tsconfig.build.json",
        "tsconfig.json",
      ]
    `);
    for (const [path, text] of files) {
      if (!path.endsWith(".json"))
        expect(text).toContain("`pnpm generate` from specs/oven/openapi.yaml and overlay.yaml");
      expect(text.endsWith("\n") && !text.endsWith("\n\n")).toBe(true);
    }
  });

  it("gives the same bytes for the same document, whatever its schemas", async () => {
    const schema = fc.letrec<{ any: JsonObject }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom<JsonObject>(
          { type: "string" },
          { type: "integer", nullable: true },
          { type: "string", enum: ["a", "b"] },
          {},
          { $ref: "#/components/schemas/Bake" },
        ),
        fc.record({ type: fc.constant("array"), items: tie("any") }),
        fc.record({
          type: fc.constant("object"),
          properties: fc.dictionary(fc.string(), tie("any"), { noNullPrototype: true }),
        }),
        fc.record({ oneOf: fc.array(tie("any"), { minLength: 1, maxLength: 3 }) }),
      ),
    })).any;
    await fc.assert(
      fc.asyncProperty(schema, async (extra) => {
        const { Bake } = bakeSchemas;
        const document = testDocument({ schemas: { Bake: { ...Bake, properties: { ...Bake.properties, extra } } } });
        const [first, second] = [generate(document), generate(structuredClone(document))];
        expect([...second]).toEqual([...first]);
      }),
      { numRuns: 30 },
    );
  });

  it("publishes the packages of services, not those of fixtures", async () => {
    expect(await manifest(false)).toMatchObject({
      name: "@genwait/oven-client",
      version: "1.2.3",
      publishConfig: { access: "public", provenance: true },
      repository: { directory: "packages/oven-client" },
    });
    expect(await manifest(true)).toMatchObject({ name: "@genwait/oven-client", private: true });
    expect(await manifest(true)).not.toHaveProperty("publishConfig");
  });

  it("writes a README with what a caller needs", async () => {
    expect(generate(testDocument()).get("README.md")).toMatchInlineSnapshot(`
      "<!-- Made by \`pnpm generate\` from specs/oven/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again. -->

      # @genwait/oven-client

      Typed calls to the Oven, and its jobs ready to be waited for.

      \`\`\`sh
      npm install @genwait/oven-client @genwait/poller
      \`\`\`

      \`\`\`ts
      import { createClient } from "@genwait/oven-client";
      import { createPoller } from "@genwait/poller";

      const client = createClient();
      const job = client.bake("an id");
      const end = await createPoller().wait(job, { onUpdate: (state) => console.log(state.phase) });

      switch (end.phase) {
        case "succeeded":
          console.log(end.body.url);
          break;
        case "failed":
          console.log(end.failure.kind, end.failure.message);
          break;
      }
      \`\`\`

      How a job ended is data: \`wait\` resolves for every end. A call that failed is an \`ApiError\`, which says nothing about the job. Creates are never retried.

      ## Options

      \`createClient(options)\`, all of them optional:

      | option | what it is | default |
      | --- | --- | --- |
      | \`apiKey\` | the key, or a function that gives it at each call | none is needed |
      | \`baseUrl\` | where the service is | \`https://oven.example\` |
      | \`fetch\` | what sends | the platform's, looked up at each call |
      | \`timeoutMs\` | the limit of one call, to the last byte of its answer | \`30000\` |
      | \`strict\` | departures from the schema are errors; for tests | \`false\` |
      | \`onDeparture\` | told once for each place where answers leave their schema without harm | nobody is told |
      | \`paceGroup\` | clients with the same object share one pace | a new object for each client |
      | \`clock\` | time, for tests | the machine's own |

      Every call takes \`{ signal, timeoutMs }\` after its input, every job \`{ expectedItems, createdAtMs }\` after its id.

      ## Operations

      | method | request |
      | --- | --- |
      | \`getBake(input: GetBakeInput)\` | \`GET /bakes/{id}\` |

      \`call(operation, input)\`, \`start(operation, input)\`, \`job(name, id)\` do the same by name; \`resume(saved)\` goes on with what \`JSON.stringify(job)\` wrote.

      ## Job \`bake\`

      \`client.bake(id)\` is a job that \`getBake\` reports on. A wait can say otherwise; else:

      | time | default | where it comes from |
      | --- | --- | --- |
      | before the first read | 0s | nobody says; genwait's default |
      | between two reads | 5s | nobody says; genwait's default |
      | the limit of a wait | 10m | nobody says; genwait's default |
      | after its creation, as long as 404 is no end | 10s | nobody says; genwait's default |

      What its answers hold:

      | phase | body | always there | never there |
      | --- | --- | --- | --- |
      | \`pending\` | \`BakePending\` |  | \`/url\`, \`/error\` |
      | \`succeeded\` | \`BakeSucceeded\` | \`/url\` | \`/error\` |
      | \`failed\` | \`BakeFailed\` | \`/error/message\` |  |

      ## Errors

      A call rejects with an \`ApiError\` (\`isApiError\` tells it), or with your own \`signal\`'s reason as it is. Beside \`kind\` it has \`blame\` and \`operation\`, and where there was an answer \`status\`, \`requestId\`, \`retryAfterMs\` and an \`excerpt\` of the body. No key is ever in it.

      | kind | when | blame |
      | --- | --- | --- |
      | \`invalid-request\` | 400, 422 and other 4xx; an input that cannot be sent | caller |
      | \`unauthorized\` | 401, or no key | caller |
      | \`insufficient-credits\` | 402 | caller |
      | \`forbidden\` | 403 | caller |
      | \`not-found\` | 404, 410 | caller |
      | \`rejected\` | the service says no inside a good answer | caller |
      | \`rate-limited\` | 429 | caller |
      | \`unavailable\` | 5xx, 408, 425 | service |
      | \`network\` | no connection, or it broke | network |
      | \`call-timeout\` | no whole answer within \`timeoutMs\` | service |
      | \`contract\` | no JSON, a redirect, or an answer without what must be read | contract |

      ## Where this comes from

      From the vendor's OpenAPI document, and from what else is known: *documented* by the vendor, *observed* in code that calls the API, or *assumed*.

      | mark | fact |
      | --- | --- |
      | assumed | a \\| b |
      "
    `);
  });
});
