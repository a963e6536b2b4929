import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";

import { run, usage } from "./cli.ts";
import { pots } from "../corpus/pots.ts";

let folder = "";
const path = (name: string): string => join(folder, name);

const call = (...args: readonly string[]) => {
  const [out, err]: [string[], string[]] = [[], []];
  const code = run(args, { stdout: (text) => out.push(text), stderr: (text) => err.push(text) });
  return { code, out: out.join(""), err: err.join("") };
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "openapi-diff-"));
  writeFileSync(path("old.yaml"), `\uFEFF${stringify(pots()).replaceAll("\n", "\r\n")}`);
  writeFileSync(
    path("new.json"),
    JSON.stringify(
      pots((document) => {
        delete document.paths["/pots/{id}"];
        document.info["title"] = "Cups";
      }),
    ),
  );
  writeFileSync(path("broken.yaml"), "openapi: 3.0.3\n  x: [");
  writeFileSync(path("swagger.yaml"), 'swagger: "2.0"');
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("openapi-diff", () => {
  it("writes a report, and ends well whatever changed", () => {
    const { code, out, err } = call(path("old.yaml"), path("new.json"));
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatchInlineSnapshot(`
      "major: 2 changes
        major  The operation \`getPot\` was removed.
               operation-removed /paths/~1pots~1{id}/get
        patch  The document is now titled \`"Cups"\`; it was \`"Pots"\`.
               title-changed /info/title
      "
    `);
  });

  it("says that nothing changed", () => {
    expect(call(path("old.yaml"), path("old.yaml"))).toEqual({
      code: 0,
      out: "none: nothing changed for a client.\n",
      err: "",
    });
  });

  it("writes the changes as JSON", () => {
    const report: unknown = JSON.parse(call(path("old.yaml"), path("new.json"), "--json").out);
    expect(report).toMatchObject({
      bump: "major",
      changes: [
        {
          code: "operation-removed",
          bump: "major",
          subject: { operations: [{ method: "GET", path: "/pots/{id}", id: "getPot" }] },
        },
        { code: "title-changed", old: "Pots", new: "Cups" },
      ],
    });
  });

  it("writes Markdown, and a changelog", () => {
    expect(call(path("old.yaml"), path("new.json"), "--markdown").out).toMatchInlineSnapshot(`
      "**major**

      **Breaks**

      - The operation \`getPot\` was removed. <sub>\`operation-removed\` \`/paths/~1pots~1{id}/get\`</sub>

      **Rewords**

      - The document is now titled \`"Cups"\`; it was \`"Pots"\`. <sub>\`title-changed\` \`/info/title\`</sub>
      "
    `);
    expect(call(path("old.yaml"), path("new.json"), "--changelog").out).toMatchInlineSnapshot(`
      "Removed the operation \`getPot\`.

      - Changed the title of the document from \`"Pots"\` to \`"Cups"\`.

      Migration:

      - Stop calling \`getPot\`: the service no longer has it.
      "
    `);
  });

  it("fails on the bump that it is told to fail on", () => {
    expect(call(path("old.yaml"), path("new.json"), "--fail-on", "major").code).toBe(1);
    expect(call(path("new.json"), path("old.yaml"), "--fail-on", "major").code).toBe(0);
    expect(call(path("new.json"), path("old.yaml"), "--fail-on", "minor").code).toBe(1);
    expect(call(path("old.yaml"), path("old.yaml"), "--fail-on", "patch").code).toBe(0);
  });

  it("shows its usage", () => {
    expect(call("--help")).toEqual({ code: 0, out: usage(), err: "" });
    for (const option of ["--json", "--markdown", "--changelog", "--wire-only", "--fail-on <bump>", "--help"]) {
      expect(usage()).toContain(`  ${option}`);
    }
  });

  it.each([
    [[], "0 files were given"],
    [["a.yaml"], "1 files were given"],
    [["a.yaml", "b.yaml", "c.yaml"], "3 files were given"],
    [["a.yaml", "b.yaml", "--fail-on", "huge"], '"huge" is no bump. Give major, minor or patch.'],
    [["a.yaml", "b.yaml", "--nope"], "--help shows them"],
  ])("refuses the arguments %j in one line", (args, message) => {
    const { code, out, err } = call(...args);
    expect({ code, out }).toEqual({ code: 64, out: "" });
    expect(err).toContain(message);
    expect(err.trim()).not.toContain("\n");
  });

  it.each([
    ["none.yaml", "there is no such file"],
    ["broken.yaml", "Correct the file"],
    ["swagger.yaml", "it has no `openapi` member"],
  ])("says in one line what is wrong with %s", (name, message) => {
    const { code, err } = call(path("old.yaml"), path(name));
    expect(code).toBe(2);
    expect(err).toMatch(/^Failed to [^\n]+\n$/);
    expect(err.replaceAll("\u{FFFD}", "`")).toContain(message);
  });
});
