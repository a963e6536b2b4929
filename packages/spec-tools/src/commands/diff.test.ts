import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { run } from "./diff.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "diff-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = async (name: string, text: string): Promise<void> => {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), text);
};

const diff = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
  const written = { out: "", err: "" };
  const code = await run(args, {
    stdout: (text) => void (written.out += text),
    stderr: (text) => void (written.err += text),
    cwd: folder,
    fetch: globalThis.fetch,
    now: () => new Date(0),
  });
  return { code, out: written.out.replace(/\([`]?[0-9a-f]{7,}[`]?\)/, "(abcdef0)"), err: written.err };
};

const pots = (words: string, more = ""): string => `openapi: 3.0.3
info: { title: Pots, version: "1" }
paths:
  /pots/{id}:
    get:
      operationId: getPot
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200":
          description: A pot.
          content:
            application/json:
              schema: { type: object, properties: { status: { type: string, enum: [${words}] }${more} } }
`;
const overlay = (target: string): string => `overlay: 1.0.0
info: { title: more, version: 1.0.0 }
actions:
  - target: $.paths['/pots/{id}'].get
    update:
      x-job:
        name: pot
        id: { request: $request.path.id }
        state: { at: /status, values: { succeeded: [done] }, otherwise: pending }
  - target: ${target}
    update: { description: More }
`;
const git = (...args: string[]): void =>
  void execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
    cwd: folder,
    stdio: "ignore",
  });

describe("specs:diff of two documents", () => {
  it("writes the verdict and its reasons as JSON, and nothing else", async () => {
    await write("pots/openapi.yaml", pots("done"));
    await write("new.yaml", pots("done, queued"));
    const { code, out, err } = await diff("--from", "pots/openapi.yaml", "--to", "new.yaml", "--json");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toEqual({
      base: { name: "pots/openapi.yaml" },
      isSame: false,
      apis: [
        {
          api: "new",
          bump: "minor",
          changes: [
            {
              code: "enum-values-added",
              bump: "minor",
              values: ["queued"],
              subject: expect.objectContaining({ operations: [{ method: "GET", path: "/pots/{id}", id: "getPot" }] }),
            },
          ],
        },
      ],
    });
  });

  it("ends with 1 when the verdict is as strong as --fail-on, and with 0 when it is not", async () => {
    await write("old.yaml", pots("done", ", url: { type: string }"));
    await write("new.yaml", pots("done"));
    expect(await diff("--from", "old.yaml", "--to", "new.yaml", "--fail-on", "minor")).toMatchObject({
      code: 1,
      err: "",
    });
    expect((await diff("--from", "new.yaml", "--to", "old.yaml", "--fail-on", "major")).code).toBe(0);
    expect((await diff("--from", "new.yaml", "--to", "new.yaml", "--fail-on", "patch")).code).toBe(0);
  });

  it("refuses options that do not go together", async () => {
    const messages = await Promise.all([
      diff("--from", "a.yaml"),
      diff("--from", "a.yaml", "--to", "b.yaml", "--base", "HEAD"),
      diff("--json", "--markdown"),
      diff("--fail-on", "huge"),
      diff("--odd"),
    ]);
    expect(messages.map(({ code }) => code)).toEqual([64, 64, 64, 64, 64]);
    expect(messages.map(({ err }) => err).join("")).toMatchInlineSnapshot(`
      "Failed to compare: only one of --from and --to is given. Give both, or neither to compare the specs with a commit.
      Failed to compare: --base and --from exclude each other. Compare with a commit, or two documents.
      Failed to compare: --json and --markdown exclude each other. Choose one.
      Failed to compare: --fail-on huge is no bump. Use major, minor or patch.
      Failed to read the arguments: Unknown option '--odd'. --help shows what there is.
      "
    `);
  });
});

describe("specs:diff with a commit", () => {
  beforeEach(async () => {
    await write("specs/pots/openapi.yaml", pots("done"));
    await write("specs/pots/overlay.yaml", overlay("$.info"));
    git("init", "-q");
    git("add", ".");
    git("commit", "-q", "-m", "one");
  });

  it("compares merged specs, so that the overlay counts too", async () => {
    await write("specs/pots/openapi.yaml", pots("done, queued"));
    await write("specs/vases/openapi.yaml", pots("done"));
    await write("specs/vases/overlay.yaml", overlay("$.info"));
    expect((await diff()).out).toMatchInlineSnapshot(`
      "Compared with HEAD (abcdef0).

      pots: minor: one change
        minor  \`"queued"\` will be treated as pending for a \`pot\` job until the declaration names it.
               status-unlisted /paths/~1pots~1{id}/get/responses/200/content/application~1json/schema/properties/status

      vases: minor: one change
        minor  The API \`vases\` is new.
               api-added
      "
    `);
  });

  it("tells of an overlay action that no longer matches anything", async () => {
    await write("specs/pots/overlay.yaml", overlay("$.components.schemas.Pot"));
    expect((await diff("--base", "HEAD", "--markdown")).out).toMatchInlineSnapshot(`
      "## Changes of the specs

      Compared with \`HEAD\` (abcdef0).

      | API | bump | changes |
      |---|---|---|
      | pots | **minor** | 2 |

      ### pots

      **minor**

      **Adds**

      - The overlay's action 2, \`$.components.schemas.Pot\`, no longer matches anything: correct its target or remove it. <sub>\`overlay-action-unused\` \`overlay.yaml#/actions/1\`</sub>

      **Rewords**

      - The document no longer has a description. <sub>\`text-changed\` \`/info/description\`</sub>
      "
    `);
  });

  it("says that nothing changed where nothing did", async () => {
    await write("specs/pots/overlay.yaml", `${overlay("$.info")}# A comment.\n`);
    expect((await diff()).out).toBe("Compared with HEAD (abcdef0).\n\npots: none: nothing changed for a client.\n");
  });

  it("says that it compared the same with the same, and with what", async () => {
    const words = "it is the same to the byte, so there was nothing to compare. Another base may be meant.";
    expect((await diff()).out).toBe(
      `Compared with HEAD (abcdef0): ${words}\n\npots: none: nothing changed for a client.\n`,
    );
    expect((await diff("--markdown")).out).toContain(`Compared with \`HEAD\` (abcdef0): ${words}`);
    expect(JSON.parse((await diff("--json")).out)).toMatchObject({ isSame: true, apis: [{ bump: "none" }] });
    const file = "specs/pots/openapi.yaml";
    expect((await diff("--from", file, "--to", file)).out).toContain(`Compared with ${file}: ${words}`);
  });

  it("compares in a work tree without a branch, and in a shallow clone, as anywhere", async () => {
    await write("specs/pots/openapi.yaml", pots("done, queued"));
    git("commit", "-q", "-a", "-m", "two");
    const root = folder;
    git("worktree", "add", "-q", "--detach", "tree", "HEAD");
    git("clone", "-q", "--depth", "1", `file://${root}`, "shallow");
    for (const name of ["tree", "shallow"]) {
      folder = join(root, name);
      await write("specs/pots/openapi.yaml", pots("done, queued, held"));
      const { code, out } = await diff();
      expect([code, out]).toEqual([0, expect.stringContaining('`"held"` will be treated as pending')]);
      expect(out).toMatch(/^Compared with HEAD \(abcdef0\)\.\n/);
    }
    expect(await diff("--base", "HEAD~1")).toEqual({
      code: 1,
      out: "",
      err: 'Failed to compare with "HEAD~1": git knows no such commit, and this clone is shallow. Fetch its history with git fetch --unshallow, or name another with --base.\n',
    });
    folder = join(root, "tree");
    expect((await diff("--base", "HEAD~1")).code).toBe(0);
    folder = root;
  });

  it("says in a line that a work tree has lost its repository, that nothing is committed, and that there is no git", async () => {
    const root = folder;
    await write("lost/.git", `gitdir: ${root}/.git/worktrees/lost\n`);
    await write("new/specs/.keep", "");
    execFileSync("git", ["init", "-q"], { cwd: join(root, "new") });
    for (const [name, line] of [
      ["lost", "Failed to run git rev-parse: not a git repository: "],
      ["new", 'Failed to compare with "HEAD": there is no commit yet. Commit the specs first.'],
    ] as const) {
      folder = join(root, name);
      const { code, err } = await diff();
      expect([code, err.trimEnd().split("\n").length]).toEqual([1, 1]);
      expect(err).toContain(line);
    }
    folder = root;
    vi.stubEnv("PATH", join(root, "nowhere"));
    expect(await diff()).toEqual({
      code: 1,
      out: "",
      err: "Failed to run git: it is not on the PATH. Install it; pnpm specs:diff --from <old> --to <new> needs none.\n",
    });
  });

  it("says so when there is nothing on either side", async () => {
    git("rm", "-q", "-r", "specs");
    git("commit", "-q", "-m", "two");
    expect((await diff()).out).toBe(
      "There is nothing to compare: neither HEAD (abcdef0) nor specs/ here has an API.\n",
    );
  });

  it("says in a line that a document cannot be compared, or that there is no repository", async () => {
    await write("specs/pots/openapi.yaml", pots("done").replace("openapi: 3.0.3", "openapi: 4.0.0"));
    expect(await diff()).toMatchInlineSnapshot(`
      {
        "code": 1,
        "err": "pots: Failed to read the new document: it has OpenAPI "4.0.0". Give an OpenAPI document of 3.0, 3.1 or 3.2.
      ",
        "out": "",
      }
    `);
    await rm(join(folder, ".git"), { recursive: true });
    const { code, err } = await diff();
    expect({ code, lines: err.trimEnd().split("\n").length }).toEqual({ code: 1, lines: 1 });
    expect(err).toMatch(
      /^Failed to run git rev-parse: .*not a git repository.* Run the command inside the repository.\n$/,
    );
  });

  it("takes an API that is gone for a breaking change", async () => {
    await rm(join(folder, "specs/pots/openapi.yaml"));
    expect(JSON.parse((await diff("--json")).out)).toMatchObject({ apis: [{ api: "pots", bump: "major" }] });
  });

  it("says so when git knows no such commit", async () => {
    expect(await diff("--base", "nowhere")).toMatchInlineSnapshot(`
      {
        "code": 1,
        "err": "Failed to compare with "nowhere": git knows no such commit. Fetch it, or name another with --base.
      ",
        "out": "",
      }
    `);
  });
});
