import { writeFile } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";

import { CommandError, type CommandIo, exitCodes } from "@genwait/spec-tools/command.ts";
import { readPage } from "@genwait/spec-tools/import/read-page.ts";
import { isJsonObject } from "@genwait/spec-tools/openapi/json.ts";
import { guessOverlay } from "@genwait/spec-tools/scaffold/guess-overlay.ts";
import { jsonOfTree } from "@genwait/spec-tools/import/tree.ts";
import { leftToFillIn, overlayText } from "@genwait/spec-tools/scaffold/overlay-text.ts";
import { terminalText } from "@genwait/spec-tools/text/terminal-text.ts";

/** What the guess is made from, and where it goes. */
export interface GuessedFiles {
  readonly spec: string;
  readonly overlay: string;
}

/** Writes an overlay with what can be guessed of a document's jobs; one that is there is never written over. */
export const guess = async ({ spec, overlay: path }: GuessedFiles, io: CommandIo): Promise<number> => {
  const { document, notes } = await readPage({ source: spec }, io);
  const json = jsonOfTree(document);
  const overlay = guessOverlay(isJsonObject(json) ? json : {});
  const file = resolve(io.cwd, path);
  const schema = relative(dirname(file), resolve(io.cwd, "node_modules/@genwait/lifecycle/overlay.schema.json"));
  const text = overlayText(overlay, { schema: schema.replaceAll(sep, "/"), command: "npx @genwait/codegen --guess" });
  try {
    await writeFile(file, text, { flag: "wx" });
  } catch (cause) {
    const isThere = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    const why = isThere ? "it is there, and nothing is written over" : (cause as Error).message;
    throw new CommandError(`Failed to write ${path}: ${why}. Give another --overlay.`, { cause });
  }
  for (const note of [...notes, ...overlay.notes]) io.stderr(`${spec}: ${terminalText(note)}\n`);
  const jobs = overlay.jobs.map(({ declaration }) => declaration.name);
  io.stdout(
    `Wrote ${path}. ${jobs.length === 0 ? "No job could be guessed" : `Guessed ${jobs.length === 1 ? "the job" : "the jobs"} ${jobs.join(", ")}; every guess is marked assumed`}.\n`,
  );
  const left = leftToFillIn({ path, text });
  if (left.length > 0) io.stdout("\nLeft to fill in:\n");
  for (const { line, note } of left) io.stdout(`  ${path}:${line}  ${terminalText(note)}\n`);
  io.stdout(`\nNext: npx @genwait/codegen --spec ${spec} --overlay ${path} --out src/generated\n`);
  return exitCodes.done;
};
