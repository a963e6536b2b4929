import { describe, expect, it } from "vitest";

import { type ImportedApi, planImport, type PlannedApi } from "./plan-import.ts";
import type { Page } from "./read-page.ts";
import { mappingOf, refusalOf } from "./testing.ts";
import { yamlOfTree } from "./yaml-of-tree.ts";

const head = "openapi: 3.1.0\ninfo: { title: Lumen }\n";
const get = `${head}tags: [{ name: renders }]\npaths: { /r: { get: { x: 1 } } }\ncomponents: { schemas: { Get: {}, Both: { type: object } } }`;
const create = `${head}paths: { /r: { post: { x: 2 } } }\ncomponents: { schemas: { Both: { type: object }, Create: {} } }`;
const page = (id: string, text: string): Page => ({
  id: `https://docs.lumen.example/${id}`,
  hasAddress: true,
  sha256: `sha256 of ${text}`,
  document: mappingOf(text),
  notes: [],
});
const nothing: ImportedApi = { records: [], document: undefined };
const plan = (
  current: ImportedApi,
  pages: readonly Page[],
  options: { replace?: boolean; today?: string; note?: string } = {},
): PlannedApi =>
  planImport(current, {
    api: "lumen",
    pages,
    replace: options.replace ?? false,
    today: options.today ?? "2026-01-01",
    note: options.note,
  });
const text = ({ document }: PlannedApi): string => yamlOfTree(document);

describe("planImport", () => {
  it("leaves a page that says the same as it was, its date and note included", () => {
    const first = plan(nothing, [page("get", get)], { note: "assumed" });
    expect(plan(first, [page("get", get)], { today: "2026-02-02" })).toEqual(first);
    expect(plan(first, [page("get", `${get}\n`)], { today: "2026-02-02" }).records[0]).toMatchObject({
      date: "2026-02-02",
      note: "assumed",
    });
  });

  it("lets a file take the place, the address and the note of the page whose operations it has, and says so", () => {
    const first = plan(nothing, [page("get", get), page("create", create)], { note: "assumed" });
    const edited = get.replace("Get: {}", "Get: { type: string }");
    const saved: Page = { ...page("get", edited), id: "get.md", hasAddress: false };
    for (const replace of [false, true]) {
      const planned = plan(first, [saved, ...(replace ? [page("create", create)] : [])], {
        replace,
        today: "2026-02-02",
      });
      expect(planned.records.map(({ id, hasAddress, note, date }) => ({ id, hasAddress, note, date }))).toEqual([
        { id: "https://docs.lumen.example/get", hasAddress: true, note: "assumed", date: "2026-02-02" },
        { id: "https://docs.lumen.example/create", hasAddress: true, note: "assumed", date: "2026-01-01" },
      ]);
      expect(planned.notes).toEqual([
        "get.md takes the place of https://docs.lumen.example/get, whose operations it has",
      ]);
      expect(text(planned)).toContain("type: string");
    }
  });

  it("lets a file with the operations of no page, or of two, be a page of its own", async () => {
    const first = plan(nothing, [page("get", get), page("create", create)]);
    const other: Page = { ...page("more", `${head}paths: { /s: { get: {} } }`), id: "more.md", hasAddress: false };
    expect(plan(first, [other]).records.map(({ id }) => id)).toContain("more.md");
    const both = get.replace("{ get: { x: 1 } }", "{ get: { x: 1 }, post: { x: 3 } }");
    const refusal = await refusalOf(() => plan(first, [{ ...page("both", both), id: "both.md", hasAddress: false }]));
    expect(refusal.message).toContain(
      "A saved copy of a recorded page takes its place with --address <the recorded address>",
    );
  });

  it("records what each of several pages brings, and nothing for a single one", () => {
    expect(plan(nothing, [page("get", get)]).records[0]?.brings).toBeUndefined();
    expect(plan(nothing, [page("get", get), page("create", create)]).records.map(({ brings }) => brings))
      .toMatchInlineSnapshot(`
      [
        [
          "/openapi",
          "/info",
          "/tags/renders",
          "/paths/~1r/get",
          "/components/schemas/Get",
          "/components/schemas/Both",
        ],
        [
          "/openapi",
          "/info",
          "/paths/~1r/post",
          "/components/schemas/Both",
          "/components/schemas/Create",
        ],
      ]
    `);
  });

  it("gives the same for pages one after the other as for all at once", () => {
    const pages = [page("get", get), page("create", create)];
    const together = plan(nothing, pages);
    const apart = pages.reduce<ImportedApi>((current, one) => plan(current, [one]), nothing);
    expect(apart).toEqual(together);
    expect(yamlOfTree(together.document)).toMatchInlineSnapshot(`
      "openapi: 3.1.0
      info:
        title: Lumen
      tags:
        - name: renders
      paths:
        /r:
          get:
            x: 1
          post:
            x: 2
      components:
        schemas:
          Get: {}
          Both:
            type: object
          Create: {}
      "
    `);
  });

  it("keeps what the other pages bring when one is imported again", () => {
    const both = plan(nothing, [page("get", get), page("create", create)]);
    const newer = get.replace("x: 1", "x: 3").replace("Get: {}, ", "");
    const after = plan(both, [page("get", newer)], { today: "2026-02-02" });
    expect(text(after)).toBe(text(plan(nothing, [page("get", newer), page("create", create)])));
    expect(after.records.map(({ date }) => date)).toEqual(["2026-02-02", "2026-01-01"]);
  });

  it("drops what only the old page brought, and keeps what another brings as well", () => {
    const both = plan(nothing, [page("get", get), page("create", create)]);
    const after = plan(both, [page("get", `${head}paths: { /r: { get: { x: 1 } } }`)]);
    expect(text(after)).not.toMatch(/Get|tags/);
    expect(text(after)).toMatch(/Both/);
    expect(text(plan(after, [page("get", get), page("create", create)]))).toBe(text(both));
  });

  it("refuses a page that contradicts one that is kept", async () => {
    const both = plan(nothing, [page("get", get), page("create", create)]);
    const { message } = await refusalOf(() => plan(both, [page("get", get.replace("type: object", "type: string"))]));
    expect(message).toMatchInlineSnapshot(
      `"Failed to merge the pages of lumen: they contradict each other: at /components/schemas/Both/type it is "string" in https://docs.lumen.example/get, "object" in https://docs.lumen.example/create. A saved copy of a recorded page takes its place with --address <the recorded address>; with --replace the given pages become the whole API; pages of two APIs need two names."`,
    );
  });

  it("forgets the other pages when it replaces", () => {
    const both = plan(nothing, [page("get", get), page("create", create)]);
    const after = plan(both, [page("moved", get)], { replace: true });
    expect(after.records.map(({ id }) => id)).toEqual(["https://docs.lumen.example/moved"]);
    expect(text(after)).toBe(text(plan(nothing, [page("get", get)])));
  });

  it("refuses when the document does not hold what is recorded", async () => {
    const both = plan(nothing, [page("get", get), page("create", create)]);
    const lacking = { ...both, document: mappingOf(get) };
    expect((await refusalOf(() => plan(lacking, [page("get", get)]))).message).toMatchInlineSnapshot(
      `"Failed to import lumen: specs/lumen/openapi.yaml has no /paths/~1r/post, which is recorded as coming from https://docs.lumen.example/create. Put the committed file back, or import all pages of lumen again with --replace."`,
    );
    expect(
      (await refusalOf(() => plan({ ...both, document: undefined }, [page("get", get)]))).message,
    ).toMatchInlineSnapshot(
      `"Failed to import lumen: specs/lumen/openapi.yaml is missing. Put the committed file back, or import all pages of lumen again with --replace."`,
    );
  });
});
