import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Row } from "../row.ts";
import { inTurn } from "./in-turn.ts";
import { rootFolder } from "./root-folder.ts";
import { peerTool, specTools } from "./tool.ts";

/** A verdict with all three judges, the compiler among them, against one run of redocly's diff on the same two documents. */
export const diffRow = async (): Promise<Row> => {
  const folder = await mkdtemp(join(tmpdir(), "genwait-bench-"));
  try {
    const [from, to] = [join(folder, "old.json"), join(folder, "new.json")];
    const document = await readFile(join(rootFolder, "packages/gamma-client/openapi.json"), "utf8");
    await writeFile(from, document);
    await writeFile(to, changed(document));
    const { ours, peer } = await inTurn(
      specTools("diff", "--from", from, "--to", to, "--json"),
      // 1 says that something breaks.
      { ...peerTool("@redocly/cli/bin/cli.js", "diff", from, to, "--format", "json"), good: [0, 1] },
    );
    return {
      figure: "diff: wire, types and lifecycle",
      target: "≤ 1.5 ×",
      ours: `${Math.round(ours)} ms (${(ours / peer).toFixed(2)} ×)`,
      peer: `${Math.round(peer)} ms`,
      peerName: "redocly diff 2.77, wire only",
      ok: ours <= 1.5 * peer,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Something for every judge: a member more, a member less, a word that no phase knows. */
const changed = (document: string): string => {
  const text = document
    .replace('"gammaId": {', '"theme": { "type": "string" }, "gammaId": {')
    .replace('"textMode": {', '"mode": {')
    .replace('"completed",', '"completed", "queued",');
  if (text === document) throw new Error("Failed to change the document: it has none of the members. Choose others.");
  return text;
};
