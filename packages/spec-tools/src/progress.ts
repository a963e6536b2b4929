import { stat } from "node:fs/promises";
import { join, relative } from "node:path";

import type { CommandIo } from "./command.ts";
import { terminalText } from "./text/terminal-text.ts";

/** Says what is being done to a document that takes some seconds; of others nothing is said. */
export type Tell = (stage: string) => void;

/** Says it on stderr, a line for each stage, where the document is large. */
export const tellOf = (name: string, bytes: number, { stderr }: Pick<CommandIo, "stderr">): Tell =>
  bytes < largeBytes
    ? silent
    : (stage) => stderr(`${terminalText(name)} (${(bytes / 1_000_000).toFixed(1)} MB): ${stage}; this takes a while\n`);

/** The same for the document in the folder of a spec. */
export const tellOfSpec = async (folder: string, io: Pick<CommandIo, "cwd" | "stderr">): Promise<Tell> => {
  const { size } = await stat(join(folder, "openapi.yaml")).catch(() => ({ size: 0 }));
  return tellOf(relative(io.cwd, folder), size, io);
};

/** Says nothing. */
export const silent: Tell = () => {};

// A document of this size takes some seconds on a small machine; nobody should wonder what is going on.
const largeBytes = 1_000_000;
