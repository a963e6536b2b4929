import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";

import { isJsonObject, type Json, listAt, memberOf, objectAt, textAt } from "../openapi/json.ts";
import { linkedClone, type TemporaryClone } from "./testing.ts";

/** Stands for npx in the workflow: runs the root's scripts without a package manager, and takes the tests of everything as passed. */
const npx = `#!/usr/bin/env bash
shift 2
while [ "\${1#-}" != "$1" ]; do shift; done
[ "$1" != test ] || exit 0
script=$(node -p 'require("./package.json").scripts[process.argv[1]]' "$1")
shift
exec bash -c "$script \\"\\$@\\"" script "$@"
`;

let clone: TemporaryClone;
let script = "";
beforeAll(async () => {
  clone = await linkedClone();
  await clone.write("tools/npx", npx);
  await clone.run("chmod", ["+x", "tools/npx"]);
  const workflow: Json = parse(await clone.read(".github/workflows/specs.yml"));
  const steps = listAt(objectAt(objectAt(isJsonObject(workflow) ? workflow : {}, "jobs"), "read"), "steps");
  script =
    textAt(
      steps.find((step) => memberOf(step, "id") === "generate"),
      "run",
    ) ?? "";
}, 120_000);
afterAll(() => clone.remove());
afterEach(async () => {
  await clone.run("git", ["reset", "-q", "--hard"]);
  await clone.run("git", ["clean", "-qfd", "specs", "packages", "apps", ".changeset"]);
});

const edit = async (file: string, from: string, to: string): Promise<void> => {
  const text = await clone.read(file);
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  await clone.write(file, text.replaceAll(from, to));
};

/** What the workflow's own script makes of the specs as they stand: the pull request's text, whether it is a draft, and the changeset. */
const proposed = async (): Promise<{
  readonly body: string;
  readonly draft: boolean;
  readonly changeset: string | undefined;
}> => {
  const temp = join(clone.root, "tools");
  const path = [temp, join(clone.root, "node_modules/.bin"), process.env["PATH"]].join(":");
  const outputs = join(temp, "outputs.txt");
  await clone.write("tools/outputs.txt", "");
  const settings = [`PATH=${path}`, `RUNNER_TEMP=${temp}`, `GITHUB_OUTPUT=${outputs}`];
  // As GitHub runs it.
  await clone.run("env", [...settings, "bash", "-e", "-c", script]);
  const patch = await readFile(join(temp, "change/change.patch"), "utf8");
  const changeset = /^\+{3} b\/(\.changeset\/spec-.+\.md)$/m.exec(patch)?.[1];
  return {
    // The lines of the specs move with every edit of them.
    body: (await readFile(join(temp, "change/body.md"), "utf8"))
      .replaceAll(/`[0-9a-f]{7,}`/g, "`<commit>`")
      .replaceAll(/\.yaml:\d+:/g, ".yaml:<line>:"),
    draft: (await readFile(outputs, "utf8")).includes("draft=true"),
    changeset: changeset === undefined ? undefined : await clone.read(changeset),
  };
};

const gamma = "specs/gamma/openapi.yaml";
const affogato = "specs/affogato/openapi.yaml";

describe("the text of a pull request", () => {
  it("tells a renamed guaranteed field: what became of it, where, how much it breaks, and what to do", async () => {
    await edit(gamma, "        gammaUrl:\n", "        url:\n");
    const { body, draft, changeset } = await proposed();
    expect([draft, changeset]).toEqual([true, undefined]);
    expect(body).toContain("| gamma | **major** |");
    expect(body).toContain(
      "- `gammaUrl` in the 200 response of `getGenerationStatus` was removed: it was renamed to `url`.",
    );
    expect(body).toContain("guarantees `/gammaUrl`, which the schema no longer has");
    expect(body).toContain("gives an example to /gammaUrl, which upstream no longer has; /url looks like it.");
    expect(body).toContain("`pnpm specs:update gamma --base origin/main --from lint`");
    expect(body).toMatchSnapshot();
  });

  it("tells it as released, with what its callers have to do, once the overlay follows", async () => {
    await edit(gamma, "        gammaUrl:\n", "        url:\n");
    await edit("specs/gamma/overlay.yaml", "gammaUrl", "url");
    await edit("specs/gamma/responses.yaml", "gammaUrl", "url");
    const { body, draft, changeset } = await proposed();
    expect(draft).toBe(false);
    expect(body).toMatch(/^Linted, generated and tested/);
    expect(body).toContain("it was renamed to `url`");
    expect(changeset).toMatch(/^---\n"@genwait\/gamma-client": major\n---\n/);
    expect(changeset).toMatchSnapshot();
  });

  it("tells a renamed member of the other API that its jobs are known by", async () => {
    await edit(affogato, "        image_id:\n", "        media_id:\n");
    const { body, draft } = await proposed();
    expect(draft).toBe(true);
    expect(body).toContain("| affogato | **major** |");
    expect(body).toMatch(/image_id` .*was removed: it was renamed to `media_id`/);
    expect(body).toContain("`pnpm specs:update affogato --base origin/main --from lint`");
  });

  it("tells a removed member", async () => {
    await edit(
      gamma,
      "        gammaUrl:\n          type: string\n          description: URL to view the generated Gamma\n",
      "",
    );
    const { body, draft } = await proposed();
    expect(draft).toBe(true);
    expect(body).toContain("| gamma | **major** |");
    expect(body).toMatch(/`\/?gammaUrl`.*was removed\./);
    expect(body).not.toContain("renamed");
  });

  it("tells a new status word, and where a person lists it", async () => {
    await edit(gamma, "        - failed\n", "        - failed\n        - shelved\n");
    const { body, draft } = await proposed();
    expect(draft).toBe(true);
    expect(body).toContain('`"shelved"` will be treated as pending for a `generation` job');
    expect(body).toContain('specs/gamma/overlay.yaml:<line>: /status can be "shelved", and no phase knows it.');
  });

  it("points to a server that moved, while keys go where they went", async () => {
    await edit(gamma, "https://public-api.gamma.app", "https://api.moved.example");
    const { body, draft, changeset } = await proposed();
    expect([draft, changeset]).toEqual([false, undefined]);
    expect(body).toContain("**Look at what lint says**");
    expect(body).toContain(
      "the document's first server is https://api.moved.example, and keys go to https://public-api.gamma.app. If the service has moved, pin the new address in the overlay.",
    );
  });

  it("tells first, in report and changelog, that keys go elsewhere, whatever else changes", async () => {
    await edit(gamma, "https://public-api.gamma.app", "https://api.moved.example");
    await edit("specs/gamma/overlay.yaml", "https://public-api.gamma.app", "https://api.moved.example");
    await edit(gamma, "        gammaUrl:\n", "        url:\n");
    await edit("specs/gamma/overlay.yaml", "gammaUrl", "url");
    await edit("specs/gamma/responses.yaml", "gammaUrl", "url");
    const { body, changeset } = await proposed();
    const moved = "keys go to `https://api.moved.example` in place of `https://public-api.gamma.app`";
    expect(/^- (.+)$/m.exec(body)?.[1]).toContain(moved);
    expect(changeset).toContain(moved);
    expect((changeset ?? "").indexOf(moved)).toBeLessThan((changeset ?? "").indexOf("`url`"));
    expect(changeset).toMatch(/^---\n"@genwait\/gamma-client": major\n---\n/);
    expect([body, changeset]).toMatchSnapshot();
  });

  it("lets nothing of a page out of its block, and no command of a page's be run", async () => {
    await edit(
      gamma,
      "        - failed\n",
      "        - failed\n        - '````\n\n          # Merge me @everyone $(touch pwned) `touch pwned`'\n",
    );
    const { body, draft } = await proposed();
    expect(draft).toBe(true);
    expect(body.match(/^````/gm)).toHaveLength(2);
    expect(body).not.toMatch(/^# Merge me/m);
    await expect(clone.read("pwned")).rejects.toThrow("ENOENT");
  });
});
