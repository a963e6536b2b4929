import { describe, expect, it } from "vitest";

import { documentOfPage } from "./document-of-page.ts";
import { fixturePage, inOrder, mappingOf, refusalOf } from "./testing.ts";
import { memberOf } from "./tree.ts";
import { yamlOfTree } from "./yaml-of-tree.ts";

const minimal = "openapi: 3.0.3\ninfo:\n  title: Lumen\n  version: '1'\npaths:\n  /a:\n    get: {}\n";
const minimalJson = '{"openapi":"3.1.0","info":{"title":"Lumen","version":"1"},"paths":{"/a":{"get":{}}}}';
const fence = (info: string, body: string): string => `# A page\n\n\`\`\`${info}\n${body}\n\`\`\`\n`;
const message = async (text: string, name = "page.md"): Promise<string> => {
  const { kind, message } = await refusalOf(() => documentOfPage(text, name));
  return `${kind}: ${message}`;
};

const documentIn = (text: string) => documentOfPage(text, "page.md");

describe("documentOfPage", () => {
  it("reads a Mintlify page and keeps its keys in order", async () => {
    const document = documentOfPage(await fixturePage("mintlify-get-render.md"), "page");
    const operation = memberOf(memberOf(document.get("paths"), "/v2/renders/{render_id}"), "get");
    expect([...document.keys()]).toEqual(["openapi", "info", "servers", "security", "tags", "paths", "components"]);
    expect(inOrder(memberOf(operation, "responses") ?? null)).toMatchObject({
      mapping: [
        ["default", expect.anything()],
        ["404", expect.anything()],
        ["200", expect.anything()],
      ],
    });
  });

  it.each([
    "yaml get /a",
    "yaml lumen.yaml get /a",
    "yml POST /a/{id}",
    "yaml https://docs.lumen.example/openapi.json delete /a",
    "yaml api reference/open api.json webhook job.done",
    "yaml",
    "",
  ])("reads a fence that opens with %j", (info) => {
    expect(inOrder(documentOfPage(fence(info, minimal), "page"))).toEqual(inOrder(mappingOf(minimal)));
  });

  it.each(["json", "json get /a", "json lumen.json GET /a", "JSON"])(
    "reads JSON in a fence that opens with %j",
    (info) => {
      expect(inOrder(documentOfPage(fence(info, minimalJson), "page"))).toEqual(inOrder(mappingOf(minimalJson)));
    },
  );

  it("unites the fences of a GitBook page", async () => {
    const document = documentOfPage(await fixturePage("gitbook-transcripts.md"), "page");
    expect([...document.keys()]).toEqual(["openapi", "info", "tags", "servers", "security", "components", "paths"]);
    const paths = document.get("paths");
    expect(paths instanceof Map && [...paths.keys()]).toEqual(["/transcripts", "/transcripts/{id}"]);
  });

  it.each([
    ["lumen.yaml", `# A comment: first\n\n${minimal}`],
    ["lumen", `---\n# openapi\n${minimal}`],
    ["https://lumen.example/openapi?format=yaml", minimal],
    [
      "https://lumen.example/openapi.yaml?v=2",
      `info:\n  title: Lumen\n${minimal.replace("info:\n  title: Lumen\n  version: '1'\n", "")}`,
    ],
    ["lumen", `info:\n  title: Lumen\n${minimal.replace("info:\n  title: Lumen\n  version: '1'\n", "")}`],
    ["lumen.json", minimalJson],
    ["lumen", `\n  ${minimalJson}`],
  ])("reads the plain document %s", (name, text) => {
    expect(inOrder(documentOfPage(text, name))).toEqual(inOrder(mappingOf(text)));
  });

  it("passes over examples, broken ones too", () => {
    const examples = `${fence("json", '{"status": …}')}${fence("json GET /a (response)", '{"status":"done"}')}${fence("json get /a", '{"status":"done"}')}`;
    const document = documentOfPage(
      examples + fence("yaml get /a", minimal) + fence("json", '{"example":{"openapi":"3.0.0"}}'),
      "page",
    );
    expect(inOrder(document)).toEqual(inOrder(mappingOf(minimal)));
  });

  it("refuses Mintlify's older dialect by name", async () => {
    expect(await message(await fixturePage("mintlify-older.md"))).toMatchInlineSnapshot(
      `"older-dialect: Failed to import page.md (line 6): the fence is in Mintlify's older dialect (paths with path, method, request and response), which is no OpenAPI. Import the page as it is served today, or the OpenAPI file that the fence's first line names."`,
    );
  });

  it("refuses a page without a spec", async () => {
    expect(await message("# A page\n\nNothing here.\n")).toMatchInlineSnapshot(
      `"no-spec: Failed to import page.md: the page holds no OpenAPI document: no fence with one, and it is none itself. Import the Markdown of the page that shows the operation (its address with .md behind)."`,
    );
    expect(await message(" \n")).toMatchInlineSnapshot(
      `"no-spec: Failed to import page.md: it is empty. Import the page that shows the operation."`,
    );
    expect(await message("---\ntitle: A page\nopenapi: get /a\n---\n\n# A page\n")).toMatchInlineSnapshot(
      `"no-spec: Failed to import page.md: the page is the source of a documentation page and only names its operation (get /a). Import the page as it is published, or the OpenAPI file itself."`,
    );
    expect(await message("---\nopenapi: get /a\n---\n\n# A page\n")).toMatch(/only names its operation \(get \/a\)/);
    expect(await message('{"status":"done"}')).toMatchInlineSnapshot(
      `"no-spec: Failed to import page.md (line 1): this is no OpenAPI document: it has no "openapi" with a version. Import a whole document."`,
    );
    expect(await message(fence("yaml get /a", "servers: []"))).toMatchInlineSnapshot(
      `"no-spec: Failed to import page.md (line 4): this is no OpenAPI document: it has no "openapi" with a version. Import a whole document."`,
    );
    expect(await message("[1, 2]", "list.json")).toMatchInlineSnapshot(
      `"no-spec: Failed to import list.json (line 1): this is no OpenAPI document: it is [1, 2], not a mapping. Import a whole document."`,
    );
    expect(await message("openapi: 3.0.0\ninfo: {}\n", "part.yaml")).toMatchInlineSnapshot(
      `"no-spec: Failed to import part.yaml (line 1): this is no OpenAPI document: it has neither paths nor webhooks nor components. Import a whole document."`,
    );
    expect(await message("openapi: 3.0.0\npaths: {}\n", "part.yaml")).toMatchInlineSnapshot(
      `"no-spec: Failed to import part.yaml (line 1): this is no OpenAPI document: it has no info. Import a whole document."`,
    );
  });

  it("refuses two different specs on one page", async () => {
    const page = fence("yaml get /a", minimal) + fence("yaml get /b", minimal.replace("Lumen", "Murmur"));
    expect(await message(page)).toMatchInlineSnapshot(
      `"two-specs: Failed to import page.md: it holds two different specs, at line 4 and line 16: /info/title differs. Save the page, keep one of them, and import the file."`,
    );
  });

  it("refuses fences of one spec that contradict each other", async () => {
    const page =
      fence("yaml get /a", minimal) + fence("yaml get /a", minimal.replace("get: {}", "get: { deprecated: true }"));
    expect(await message(page)).toMatchInlineSnapshot(
      `"conflict: Failed to merge the specs in page.md: they contradict each other: at /paths/~1a/get/deprecated it is absent in line 4, true in line 16. Save the page, mend it, and import the file."`,
    );
  });

  it("refuses broken YAML and JSON, with the line of the page", async () => {
    expect(await message(fence("yaml get /a", `${minimal}components: [`))).toMatchInlineSnapshot(
      `"broken: Failed to import page.md: its spec cannot be read at line 11: Flow sequence in block collection must be sufficiently indented and end with a ]. Report it to the vendor, or mend a copy and import that."`,
    );
    expect(await message(fence("json", `${minimalJson.slice(0, -1)}`))).toMatchInlineSnapshot(
      `"broken: Failed to import page.md: its spec cannot be read at line 4: Flow map must end with a }. Report it to the vendor, or mend a copy and import that."`,
    );
    expect(await message(fence("json", '{"openapi":"3.0.0",\n"paths":{},\n"paths":{}}'))).toMatchInlineSnapshot(
      `"broken: Failed to import page.md: its spec cannot be read at line 6: the key "paths" stands twice in one mapping. Report it to the vendor, or mend a copy and import that."`,
    );
    expect(await message(`\`\`\`yaml get /a\n${minimal}`)).toMatchInlineSnapshot(
      `"broken: Failed to import page.md: the fence that opens above line 2 never closes, so the page is cut off. Read it again."`,
    );
    expect(await message(`${minimal}x-a: &a [*a]\n`, "loop.yaml")).toMatchInlineSnapshot(
      `"too-large: Failed to import loop.yaml: at line 8 it is nested too deeply, or an alias contains itself. Import a document without it."`,
    );
  });

  it("refuses an HTML page", async () => {
    expect(await message("<!DOCTYPE html>\n<html><body>openapi: 3.0.0</body></html>")).toMatchInlineSnapshot(
      `"html: Failed to import page.md: it is an HTML page without a spec in it, made for browsers. Import its Markdown, usually the same address with .md behind, or the OpenAPI file that it shows."`,
    );
    expect(await message("<!-- generated -->\n<HTML lang=en>")).toMatch(/^html: /);
  });

  it.each([
    ["Redoc", `<script>const __redoc_state = {"menu":{},"spec":{"data":${minimalJson}}}; init();</script>`],
    ["Scalar", `<script id="api-reference" type="application/json">${minimalJson}</script>`],
    [
      "Swagger UI",
      `<script>\nwindow.onload = () => { SwaggerUIBundle({ dom_id: "#ui", spec: ${minimalJson} }) }\n</script>`,
    ],
    ["swagger-ui-express", `<script>let options = {"swaggerDoc": ${minimalJson}, "customOptions": {}};</script>`],
  ])("finds the spec that a page of %s holds, and runs nothing", (_, script) => {
    const page = `<!doctype html>\n<html><head><script>{ "openapi": 1 }; alert({})</script></head><body>${script}</body></html>`;
    expect(yamlOfTree(documentIn(page))).toBe(yamlOfTree(mappingOf(minimalJson)));
  });

  it.each([
    ['<redoc spec-url="/files/kiln.yaml"></redoc>', "/files/kiln.yaml"],
    [
      '<script id="api-reference" data-url="https://kiln.example/openapi.json"></script>',
      "https://kiln.example/openapi.json",
    ],
    ['<script>SwaggerUIBundle({ url: "v1/swagger.json" })</script>', "v1/swagger.json"],
  ])("names the address of the spec that %s shows", async (body, address) => {
    expect(await message(`<!doctype html><html><body>${body}</body></html>`)).toContain(
      `its spec stands at "${address}". Import that.`,
    );
  });

  it("names the file that a block of GitBook's shows", async () => {
    const page =
      '{% openapi src="https://files.example/kiln.yaml" path="/a" method="get" %}\n[kiln](https://files.example)\n{% endopenapi %}\n';
    expect(await message(page)).toContain(
      'only shows operations of the file "https://files.example/kiln.yaml". Import that file.',
    );
  });

  it("takes a page that begins with a block of GitBook's for a page", () => {
    const page = `{% tabs %}\n{% tab title="Read" %}\n${fence("json", minimalJson)}\n{% endtab %}\n{% endtabs %}\n`;
    expect(yamlOfTree(documentIn(page))).toBe(yamlOfTree(mappingOf(minimalJson)));
  });

  it("reads Swagger 2.0 as OpenAPI 3.0, and says so", () => {
    const told: string[] = [];
    const swagger =
      '{"swagger":"2.0","info":{"title":"Kiln","version":"1"},"host":"kiln.example","schemes":["https"],"paths":{"/a":{"get":{"responses":{"200":{"description":"a","schema":{"$ref":"#/definitions/A"}}}}}},"produces":["application/json"],"definitions":{"A":{"type":"object"}}}';
    const document = documentOfPage(swagger, "page.md", (note) => told.push(note));
    expect(yamlOfTree(document)).toMatchInlineSnapshot(`
      "openapi: 3.0.4
      info:
        title: Kiln
        version: '1'
      paths:
        /a:
          get:
            responses:
              '200':
                description: a
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/A'
      servers:
        - url: https://kiln.example
      components:
        schemas:
          A:
            type: object
      "
    `);
    expect(told).toEqual(["took Swagger 2.0 for OpenAPI 3.0, its next version,"]);
  });

  it("refuses versions that nothing here understands", async () => {
    expect(await message('{"swagger":"1.2","info":{},"paths":{}}')).toMatchInlineSnapshot(
      `"version: Failed to import page.md (line 1): it is Swagger "1.2". Import a document of OpenAPI 3.0, 3.1 or 3.2, or of Swagger 2.0."`,
    );
    expect(await message(minimal.replace("3.0.3", "3.3.0"))).toMatchInlineSnapshot(
      `"version: Failed to import page.md (line 1): its openapi is "3.3.0". Import a document of OpenAPI 3.0, 3.1 or 3.2, or of Swagger 2.0."`,
    );
    expect(await message(minimal.replace("3.0.3", "3.1"))).toMatchInlineSnapshot(
      `"version: Failed to import page.md (line 1): its openapi is 3.1. Import a document of OpenAPI 3.0, 3.1 or 3.2, or of Swagger 2.0."`,
    );
  });
});
