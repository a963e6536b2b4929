import { existsSync } from "node:fs";
import { join } from "node:path";

import { writeChangesets } from "../changeset/changeset-files.ts";
import { type Changeset, changesetOfApi } from "../changeset/changeset-of-api.ts";
import { jobWordsOf } from "../changeset/job-words.ts";
import { command, type CommandIo, exitCodes, type RunCommand } from "../command.ts";
import { diffSpecs } from "../diff/git/diff-specs.ts";
import type { ApiDiff } from "../diff/report/diff-report.ts";
import { mergeSpec } from "../openapi/spec-folder.ts";

/** `specs:changeset`: exit code 0 whether or not there was anything to write. */
export const run: RunCommand = command({
  usage: ["pnpm specs:changeset [--base <git ref>]"],
  about: `Compares the specs with a commit and writes .changeset/spec-<api>-<hash>.md for each API whose package needs a release: the bump, what
changed for readers of the changelog, and what they have to do. The same change gives the same file.`,
  options: { base: { type: "string", value: "<git ref>", about: "the commit to compare with; HEAD without it" } },
  work: async ({ values }, io) => {
    const base = values.base ?? "HEAD";
    const { apis } = await diffSpecs(base, io.cwd);
    const changesets: Changeset[] = [];
    for (const diff of apis) changesets.push(...(await changesetFor(diff, io)));
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

const changesetFor = async (diff: ApiDiff, { cwd }: CommandIo): Promise<readonly Changeset[]> => {
  const folder = join(cwd, "specs", diff.api);
  const document = existsSync(join(folder, "openapi.yaml")) ? (await mergeSpec(folder)).document : {};
  const changeset = changesetOfApi(diff, jobWordsOf(document, diff.api));
  return changeset === undefined ? [] : [changeset];
};
