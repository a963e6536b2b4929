import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import type { CommandIo } from "../../command.ts";
import { commitOf } from "../../git.ts";
import { type MergedSpec, mergeFiles, mergeSpec } from "../../openapi/spec-folder.ts";
import { type Tell, tellOfSpec } from "../../progress.ts";
import { compareDocuments } from "../compare-documents.ts";
import type { DiffReport } from "../report.ts";
import { type ApiDiff, apiDiffOf, type OwnChange } from "../spec-change.ts";
import { specsAt } from "./specs-at.ts";

/**
 * Compares each API under `specs/` as it is with what it was at a commit, overlays applied on both sides.
 *
 * @throws CommandError where git knows no such commit, or a document cannot be compared
 */
export const diffSpecs = async (base: string, io: Pick<CommandIo, "cwd" | "stderr">): Promise<DiffReport> => {
  const { cwd } = io;
  const commit = await commitOf(base, cwd);
  const before = await specsAt(commit, cwd);
  const names = foldersIn(join(cwd, "specs"));
  const apis: ApiDiff[] = [];
  let isSame = true;
  for (const api of [...new Set([...names, ...before.keys()])].sort()) {
    const tell = await tellOfSpec(join(cwd, "specs", api), io);
    tell("reading and merging");
    const revised = names.includes(api) ? await mergeSpec(join(cwd, "specs", api)) : undefined;
    const texts = before.get(api);
    const isUnchanged =
      texts?.openapi === revised?.files.openapi.text && texts?.overlay === revised?.files.overlay.text;
    isSame &&= isUnchanged;
    if (isUnchanged) {
      apis.push(apiDiffOf(api, [], []));
      continue;
    }
    const old =
      texts === undefined
        ? undefined
        : await mergeFiles(api, `specs/${api}`, {
            openapi: { path: `${base}:specs/${api}/openapi.yaml`, text: texts.openapi },
            overlay: { path: `${base}:specs/${api}/overlay.yaml`, text: texts.overlay },
          });
    apis.push(await diffApi(api, { old, revised, tell }));
  }
  return { base: { name: base, commit }, isSame, apis };
};

const foldersIn = (specs: string): readonly string[] =>
  existsSync(specs)
    ? readdirSync(specs, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && existsSync(join(specs, entry.name, "openapi.yaml")))
        .map(({ name }) => name)
    : [];

interface SpecPair {
  readonly old: MergedSpec | undefined;
  readonly revised: MergedSpec | undefined;
  readonly tell: Tell;
}

const diffApi = async (api: string, { old, revised, tell }: SpecPair): Promise<ApiDiff> => {
  const subject = { operations: [], pointer: "" };
  if (old === undefined) return apiDiffOf(api, [], [{ code: "api-added", bump: "minor", subject, api }]);
  if (revised === undefined) return apiDiffOf(api, [], [{ code: "api-removed", bump: "major", subject, api }]);
  const more = unusedActions(old, revised);
  return compareDocuments(api, { old: old.document, revised: revised.document, more, tell });
};

const unusedActions = (old: MergedSpec, revised: MergedSpec): readonly OwnChange[] =>
  revised.unusedActions
    .filter(({ target }) => !old.unusedActions.some((action) => action.target === target))
    .map(({ index, target }) => ({
      code: "overlay-action-unused",
      bump: "minor",
      subject: { operations: [], pointer: `overlay.yaml#/actions/${index}` },
      index,
      target,
    }));
