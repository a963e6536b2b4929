import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import type { CliIo } from "./command.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The JSON of a file, or of stdin for `-`.
 *
 * @throws UsageError when it cannot be read or is no JSON.
 */
export const readInput = async (
  file: string | undefined,
  { stdin, cwd }: Pick<CliIo, "stdin" | "cwd">,
): Promise<unknown> => {
  if (file === undefined)
    throw new UsageError("What shall be made? Give the request with --input <file>, or with --input - on stdin.");
  const name = file === "-" ? "stdin" : file;
  const content =
    file === "-"
      ? await text(stdin)
      : await readFile(resolve(cwd, file), "utf8").catch((cause: unknown) => notReadable(file, cause));
  try {
    return JSON.parse(content) as unknown;
  } catch (cause) {
    throw new UsageError(
      `Failed to read ${name}: it is no JSON (${cause instanceof Error ? cause.message : String(cause)}). Nothing was started.`,
      { cause },
    );
  }
};

const notReadable = (file: string, cause: unknown): never => {
  const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
  const why = isMissing ? "there is no such file" : cause instanceof Error ? cause.message : String(cause);
  throw new UsageError(`Failed to read ${file}: ${why}. Nothing was started.`, { cause });
};
