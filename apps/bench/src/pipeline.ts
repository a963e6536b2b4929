import { diffRow } from "./pipeline/diff.ts";
import { editRow } from "./pipeline/edit.ts";
import { generateRow } from "./pipeline/generate.ts";
import { warmRow } from "./pipeline/warm.ts";
import type { Row } from "./row.ts";

/** What the way from a spec to a client costs: generate and diff beside the tools they build on, the build when nothing changed, and when a spec did. */
export const run = async (): Promise<readonly Row[]> => [
  await generateRow(),
  await diffRow(),
  await warmRow(),
  await editRow(),
];
