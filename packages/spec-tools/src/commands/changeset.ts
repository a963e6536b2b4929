import { existsSync } from "node:fs";
import { join } from "node:path";

import { writeChangesets } from "../changeset/changeset-files.ts";
import { type Changeset, changesetOfApi } from "../changeset/changeset-of-api.ts";
import { jobWordsOf } from "../changeset/job-words.ts";
import { generatedTrees } from "../codegen/generated-trees.ts";
import { command, type CommandIo, exitCodes, type RunCommand } from "../command.ts";
import { diffSpecs } from "../diff/git/diff-specs.ts";
import type { ApiDiff } from "../diff/spec-change.ts";
import { mergeSpec } from "../openapi/spec-folder.ts";

/** `specs:changeset`: exit code 0 whether or not there was anything to write, 1 for specs that no client can be made from. */
export const run: RunCommand = command({
  usage: ["pnpm specs:changeset [--base <git ref>]"],
  about: `Compares the specs with a commit and writes .changeset/spec-<api>-<hash>.md for each API whose package needs a release: the bump, what
changed for readers of the changelog, and what they have to do. The same change gives the same file. Exits with 1, and writes nothing, where
pnpm generate refuses the specs.`,
  options: { base: { type: "string", value: "<git ref>", about: "the commit to compare with; HEAD without it" } },
  work: async ({ values }, io) => {
    const base = values.base ?? "HEAD";
    const { apis } = await diffSpecs(base, io);
    const changesets: Changeset[] = [];
    for (const diff of apis) changesets.push(...(await changesetFor(diff, io)));
    // A package that cannot be made needs no release.
    if (changesets.length > 0 && apis.some(({ api }) => hasSpec(io, api)))
      await generatedTrees(io.cwd, { specs: "specs", out: "packages" });
    const files = await writeChangesets(
      io.cwd,
      base,
      changesets,
      apis.map(({ api }) => api),
    );
    for (const name of files.removed)
      io.stdout(`removed .changeset/${name}, which told an earlier state of the change\n`);
    for (const name of files.written) io.stdout(`wrote .changeset/${name}\n`);
    for (const { api, bump } of apis) io.stdout(`${api}: ${bump === "none" ? "needs no release" : bump}\n`);
    return exitCodes.done;
  },
});

const hasSpec = ({ cwd }: CommandIo, api: string): boolean => existsSync(join(cwd, "specs", api, "openapi.yaml"));

const changesetFor = async (diff: ApiDiff, io: CommandIo): Promise<readonly Changeset[]> => {
  const document = hasSpec(io, diff.api) ? (await mergeSpec(join(io.cwd, "specs", diff.api))).document : {};
  const changeset = changesetOfApi(diff, jobWordsOf(document, diff.api));
  return changeset === undefined ? [] : [changeset];
};
