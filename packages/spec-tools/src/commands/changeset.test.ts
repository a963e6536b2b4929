import { execFileSync } from "node:child_process";
import { cp, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { type TemporaryIo, temporaryIo } from "../import/testing.ts";
import { run } from "./changeset.ts";

/** The repository's specs in a repository of their own, with one commit. */
const repository = async (): Promise<TemporaryIo> => {
  const io = await temporaryIo({ ".changeset/config.json": "{}\n" });
  await cp(fileURLToPath(new URL("../../../../specs", import.meta.url)), join(io.cwd, "specs"), { recursive: true });
  git(io, "init", "-q");
  commit(io);
  return io;
};

const git = ({ cwd }: TemporaryIo, ...args: readonly string[]): void =>
  void execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.com", ...args], { cwd });

const commit = (io: TemporaryIo): void => {
  git(io, "add", "-A");
  git(io, "commit", "-q", "-m", "change");
};

const edit = async (io: TemporaryIo, file: string, from: string, to: string): Promise<void> => {
  const text = await io.read(file);
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  await writeFile(join(io.cwd, file), text.replace(from, to));
};

const addMember = (io: TemporaryIo, name: string): Promise<void> =>
  edit(
    io,
    "specs/gamma/openapi.yaml",
    "        exportUrl:\n",
    `        ${name}:\n          type: string\n        exportUrl:\n`,
  );

const changesets = async ({ cwd }: TemporaryIo): Promise<readonly string[]> =>
  (await readdir(join(cwd, ".changeset"))).filter((name) => name.endsWith(".md")).sort();

const theOne = async (io: TemporaryIo): Promise<string> => {
  const [name, ...others] = await changesets(io);
  if (name === undefined || others.length > 0) throw new Error(`there are ${others.length + 1} changesets`);
  return name;
};

describe("specs:changeset", () => {
  it("writes a changeset for the API that changed, and the same one again for the same change", async () => {
    const io = await repository();
    await addMember(io, "theme");
    expect(await run([], io)).toBe(0);
    const name = await theOne(io);
    const text = await io.read(`.changeset/${name}`);
    expect(text).toBe('---\n"@genwait/gamma-client": minor\n---\n\nAdded `theme` to a Gamma generation.\n');
    expect(io.out).toBe(`wrote .changeset/${name}\naffogato: needs no release\ngamma: minor\n`);
    io.out = "";
    await run([], io);
    expect(io.out).toBe("affogato: needs no release\ngamma: minor\n");
    expect(await io.read(`.changeset/${name}`)).toBe(text);
  });

  it("replaces what told an earlier state of the change, and keeps what an earlier commit told", async () => {
    const io = await repository();
    await addMember(io, "theme");
    await run([], io);
    const first = await theOne(io);
    await addMember(io, "motif");
    io.out = "";
    await run([], io);
    const second = await theOne(io);
    expect(second).not.toBe(first);
    expect(io.out).toContain(`removed .changeset/${first}, which told an earlier state of the change\n`);
    commit(io);
    await addMember(io, "colour");
    await run([], io);
    expect(await changesets(io)).toHaveLength(2);
    expect(await changesets(io)).toContain(second);
    await run(["--base", "HEAD~1"], io);
    expect(await io.read(`.changeset/${await theOne(io)}`)).toContain(
      "Added `theme`, `motif` and `colour` to a Gamma generation.",
    );
  });

  it("writes nothing, and takes back what it wrote, when nothing needs a release", async () => {
    const io = await repository();
    await addMember(io, "theme");
    await run([], io);
    git(io, "checkout", "-q", "--", "specs");
    io.out = "";
    expect(await run([], io)).toBe(0);
    expect(io.out).toMatch(/^removed .*\naffogato: needs no release\ngamma: needs no release\n$/);
    expect(await changesets(io)).toEqual([]);
  });

  it("writes nothing for specs that no client can be made from, and says what is wrong", async () => {
    const io = await repository();
    await addMember(io, "theme");
    await edit(io, "specs/gamma/openapi.yaml", "- completed\n", "- completed\n        - shelved\n");
    expect(await run([], io)).toBe(1);
    expect(await changesets(io)).toEqual([]);
    expect(io.err).toContain("Failed to generate: there is a problem in the specs.");
  });

  it("says what is wrong with its arguments", async () => {
    const io = await repository();
    expect(await run(["--since", "main"], io)).toBe(64);
    expect(await run(["--base", "nowhere"], io)).toBe(1);
    expect(io.err).toMatchInlineSnapshot(`
      "Failed to read the arguments: Unknown option '--since'. --help shows what there is.
      Failed to compare with "nowhere": git knows no such commit. Fetch it, or name another with --base.
      "
    `);
  });
});
