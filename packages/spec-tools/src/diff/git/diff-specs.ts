import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type MergedSpec, mergeFiles, mergeSpec } from "../../openapi/spec-folder.ts";
import { type ComparedDocument, diffDocuments } from "../diff-documents.ts";
import type { Finding } from "../finding.ts";
import { unusedActionFindings } from "../lifecycle/unused-actions.ts";
import { documentOf } from "../load-document.ts";
import type { ApiDiff, DiffReport } from "../report/diff-report.ts";
import { putTogether } from "../report/put-together.ts";
import { specsAt } from "./specs-at.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** Compares each API under `specs/` as it is with what it was at a commit, overlays applied on both sides. */
export const diffSpecs = async (base: string, cwd: string): Promise<DiffReport> => {
  const before = await specsAt(base, cwd);
  const names = foldersIn(join(cwd, "specs"));
  const folder = await mkdtemp(join(tmpdir(), "spec-diff-"));
  try {
    const apis: ApiDiff[] = [];
    for (const api of [...new Set([...names, ...before.keys()])].sort()) {
      const texts = before.get(api);
      const old =
        texts === undefined
          ? undefined
          : await mergeFiles(api, `specs/${api}`, {
              openapi: { path: `${base}:specs/${api}/openapi.yaml`, text: texts.openapi },
              overlay: { path: `${base}:specs/${api}/overlay.yaml`, text: texts.overlay },
            });
      const revised = names.includes(api) ? await mergeSpec(join(cwd, "specs", api)) : undefined;
      apis.push(await diffApi(api, [old, revised], folder));
    }
    return { apis };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const foldersIn = (specs: string): readonly string[] =>
  readdirSync(specs, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(specs, entry.name, "openapi.yaml")))
    .map(({ name }) => name);

const diffApi = async (
  api: string,
  [old, revised]: readonly [MergedSpec | undefined, MergedSpec | undefined],
  folder: string,
): Promise<ApiDiff> => {
  if (old === undefined || revised === undefined)
    return putTogether(api, { wire: [wholeApi(api, old === undefined)], types: [], lifecycle: [] });
  const diff = await diffDocuments(
    api,
    await written(old, join(folder, `${api}.old.json`)),
    await written(revised, join(folder, `${api}.new.json`)),
  );
  const unused = unusedActionFindings(old.unusedActions, revised.unusedActions);
  if (unused.length === 0) return diff;
  const more = putTogether(api, { wire: [], types: [], lifecycle: unused });
  return { api, bump: diff.bump === "major" ? "major" : more.bump, reasons: [...diff.reasons, ...more.reasons] };
};

const written = async ({ document }: MergedSpec, path: string): Promise<ComparedDocument> => {
  await writeFile(path, JSON.stringify(document));
  return { document: documentOf(document), path };
};

const wholeApi = (api: string, isNew: boolean): Finding => ({
  bump: isNew ? "minor" : "major",
  change: "api",
  pointer: "",
  message: isNew ? `The API ${mdCode(api)} is new.` : `The API ${mdCode(api)} is gone, and its package with it.`,
});
