import { describe, expect, it } from "vitest";

import { type PageRecord, readSourcesText, sourcesText } from "./source-records.ts";
import { refusalOf } from "./testing.ts";

const page: PageRecord = {
  id: "https://docs.lumen.example/get",
  hasAddress: true,
  date: "2026-01-31",
  sha256: "00ff",
  note: "assumed: never fetched",
  brings: ["/paths/~1a/get"],
};
const refusal = async (text: string): Promise<string> => (await refusalOf(() => readSourcesText(text))).message;

describe("source records", () => {
  it("are written in alphabetical order and read back", () => {
    const file: PageRecord = {
      id: "pages/murmur.md",
      hasAddress: false,
      date: "2026-01-30",
      sha256: "0e10",
      note: undefined,
      brings: undefined,
    };
    const text = sourcesText(
      new Map([
        ["murmur", [file]],
        ["lumen", [page]],
      ]),
    );
    expect(text).toMatchInlineSnapshot(`
      "# Where each openapi.yaml comes from. Written by \`pnpm specs:import\`, looked at again by \`pnpm specs:check\`.
      lumen:
        pages:
          - address: https://docs.lumen.example/get
            date: '2026-01-31'
            sha256: 00ff
            note: 'assumed: never fetched'
            brings:
              - /paths/~1a/get
      murmur:
        pages:
          - file: pages/murmur.md
            date: '2026-01-30'
            sha256: '0e10'
      "
    `);
    expect([...readSourcesText(text)]).toEqual([
      ["lumen", [page]],
      ["murmur", [file]],
    ]);
  });

  it("are none in an empty file", () => {
    expect(readSourcesText("").size).toBe(0);
  });

  it("say what is wrong with them", async () => {
    expect(await refusal("lumen: [")).toMatchInlineSnapshot(
      `"Failed to read specs/sources.yaml: line 1: Flow sequence in block collection must be sufficiently indented and end with a ]. Put back the committed file, or mend this place."`,
    );
    expect(await refusal("- lumen")).toMatchInlineSnapshot(
      `"Failed to read specs/sources.yaml: it is no mapping of APIs. Put back the committed file, or mend this place."`,
    );
    expect(await refusal("lumen: { page: x }")).toMatchInlineSnapshot(
      `"Failed to read specs/sources.yaml: lumen has no list of pages. Put back the committed file, or mend this place."`,
    );
    expect(await refusal("lumen: { pages: [{ address: x, date: '2026' }] }")).toMatchInlineSnapshot(
      `"Failed to read specs/sources.yaml: lumen, page 1: address (or file), date or sha256 is missing. Put back the committed file, or mend this place."`,
    );
    expect(await refusal("lumen: { pages: [{ address: x, date: 2026, sha256: x }] }")).toMatchInlineSnapshot(
      `"Failed to read specs/sources.yaml: lumen, page 1: date is no text. Put back the committed file, or mend this place."`,
    );
    expect(
      await refusal("lumen: { pages: [{ address: x, date: '2026', sha256: x, brings: [1] }] }"),
    ).toMatchInlineSnapshot(
      `"Failed to read specs/sources.yaml: lumen, page 1: brings is no list of pointers. Put back the committed file, or mend this place."`,
    );
  });
});
