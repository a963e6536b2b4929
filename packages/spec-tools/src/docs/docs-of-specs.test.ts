import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { temporaryIo } from "../import/testing.ts";
import { docsOfSpecs } from "./docs-of-specs.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

const openapi = `openapi: 3.0.3
info: { title: Looms, version: "1", description: "Weaves. See [the guide](/guide)." }
servers: [{ url: "https://loom.example" }]
components: { securitySchemes: { key: { type: http, scheme: bearer } } }
security: [{ key: [] }]
paths:
  /weaves/{id}:
    get:
      operationId: getWeave
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200":
          description: There
          content:
            application/json:
              schema:
                type: object
                required: [state]
                properties:
                  state: { type: string, enum: [busy, done, torn] }
                  parts: { type: array, items: { type: object, properties: { url: { type: string } } } }
        "404": { description: Nobody knows the id }
`;
const overlay = `overlay: 1.0.0
info: { title: more, version: 1.0.0 }
actions:
  - target: $.paths['/weaves/{id}'].get
    description: "documented: the life of a weave; page Weaves"
    update:
      x-job:
        name: weave
        id: { request: $request.path.id }
        state:
          rules: [{ when: [{ at: /parts, empty: true }, { at: /state, is: done }], is: filtered }]
          at: /state
          values: { pending: [busy], succeeded: [done], failed: [torn] }
        has: { pending: { absent: [/parts] }, succeeded: { present: [/parts] } }
        poll: { every: 2s }
  - target: $
    description: "documented: the first page"
    update: { x-base-url: "https://loom.example" }
`;

describe("docsOfSpecs", () => {
  it("is what stands in the repository", async () => {
    const pages = await docsOfSpecs(root);
    expect(pages.filter(({ text, present }) => text !== present).map(({ path }) => path)).toEqual([]);
    expect(pages.length).toBeGreaterThan(1);
  });

  it("says everything that a small spec says, each fact with its source", async () => {
    const io = await temporaryIo({ "specs/loom/openapi.yaml": openapi, "specs/loom/overlay.yaml": overlay });
    const [page] = await docsOfSpecs(io.cwd);
    expect(page?.path).toBe("specs/loom/README.md");
    expect(page?.present).toBeUndefined();
    expect(page?.text).toMatchInlineSnapshot(`
      "<!-- Made by \`pnpm docs:build\` from specs/loom/openapi.yaml and overlay.yaml. Do not edit: change the overlay and build again. -->

      # Looms

      Weaves. See the guide.

      Where each fact comes from stands beside it: [U](#u) the vendor's own OpenAPI document, **D** documented elsewhere by the vendor, **O** observed in others' code, **A** assumed; [Sources](#sources) has them all.

      |  |  | source |
      | --- | --- | --- |
      | address | \`https://loom.example\` | [D2](#d2) |
      | key | in the header \`Authorization\`, with \`Bearer\` before it | [U](#u) |
      | client | [\`@genwait/loom-client\`](../../packages/loom-client/README.md), key from \`LOOM_API_KEY\` |  |
      | made from | [\`openapi.yaml\`](openapi.yaml), the vendor's; [\`overlay.yaml\`](overlay.yaml), what is known beside it |  |

      ## Operations

      | operation | request |
      | --- | --- |
      | [\`getWeave\`](#getweave) | \`GET /weaves/{id}\` |

      ### getWeave

      \`GET /weaves/{id}\`

      **Parameters**

      | name | in | type | required | source |
      | --- | --- | --- | --- | --- |
      | \`id\` | path | string | yes | [U](#u) |

      **200**: There

      | member | type | required | source |
      | --- | --- | --- | --- |
      | \`/state\` | \`"busy"\`, \`"done"\`, \`"torn"\` | yes | [U](#u) |
      | \`/parts\` | list of object |  | [U](#u) |
      | \`/parts/*/url\` | string |  | [U](#u) |

      ## Job weave

      Polled with [\`getWeave\`](#getweave). The id goes into \`$request.path.id\`; no response repeats it [D1](#d1).

      \`\`\`mermaid
      stateDiagram-v2
        direction LR
        [*] --> pending
        pending --> filtered: /parts is empty and /state is done
        pending --> pending: busy
        pending --> succeeded: done
        pending --> failed: torn
        pending --> pending: any other word
        filtered --> [*]
        succeeded --> [*]
        failed --> [*]
      \`\`\`

      | the response means | when | source |
      | --- | --- | --- |
      | failed, \`filtered\` | /parts is empty and /state is done | [D1](#d1) |
      | pending | \`/state\` is \`"busy"\` | [D1](#d1) |
      | succeeded | \`/state\` is \`"done"\` | [D1](#d1) |
      | failed | \`/state\` is \`"torn"\` | [D1](#d1) |
      | pending | anything else | a default of genwait |

      ### What is there in which phase of a weave

      | member | pending | succeeded | failed |
      | --- | --- | --- | --- |
      | \`/state\` | always | always | always |
      | \`/parts\` | never | always | perhaps |

      "Never" also means null. What is guaranteed: [D1](#d1).

      ### How to wait for a weave

      |  | advice | source |
      | --- | --- | --- |
      | before the first poll | 0s | a default of genwait |
      | between two polls | 2s | [D1](#d1) |
      | stop waiting after | 10m | a default of genwait |
      | a new id may be unknown for | 10s | a default of genwait |

      A \`Retry-After\` header goes before all of these.

      ## Errors

      A call that is refused says nothing about the job. What the client makes of each code stands in the [client's README](../../packages/loom-client/README.md#errors).

      | HTTP | what it means | operations | source |
      | --- | --- | --- | --- |
      | 404 | Nobody knows the id | \`getWeave\` | [U](#u) |

      ## Sources

      **documented**: the vendor says so. **observed**: others' code that calls the API shows it. **assumed**: nobody says; a client must not depend on it.

      |  | mark | what, and where it stands |
      | --- | --- | --- |
      | <a id="u"></a>U | documented | the vendor's own OpenAPI document |
      | <a id="d1"></a>D1 | documented | the life of a weave; page Weaves |
      | <a id="d2"></a>D2 | documented | the first page |
      "
    `);
  });

  it("gives the same bytes for the same files", async () => {
    const [first, second] = [await docsOfSpecs(root), await docsOfSpecs(root)];
    expect(first).toEqual(second);
  });
});
