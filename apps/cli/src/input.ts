import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { addAbortSignal } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { CliIo } from "./command.ts";
import { UsageError } from "./usage-error.ts";

type InputIo = Pick<CliIo, "stdin" | "stderr" | "cwd" | "signal">;

/**
 * The JSON of a file, or of stdin for `-`.
 *
 * @throws UsageError when it cannot be read or is no JSON.
 */
export const readInput = async (file: string | undefined, io: InputIo): Promise<unknown> => {
  if (file === undefined)
    throw new UsageError("What shall be made? Give the request with --input <file>, or with --input - on stdin.");
  const name = file === "-" ? "stdin" : file;
  const content =
    file === "-"
      ? await readStdin("the request as JSON", io)
      : textOf(await readFile(resolve(io.cwd, file)).catch((cause: unknown) => notReadable(file, cause)));
  if (content.trim() === "") throw new UsageError(`Failed to read ${name}: it is empty. Nothing was started.`);
  try {
    return JSON.parse(content) as unknown;
  } catch (cause) {
    throw new UsageError(
      `Failed to read ${name}: it is no JSON (${cause instanceof Error ? cause.message : String(cause)}). Nothing was started.`,
      { cause },
    );
  }
};

/**
 * The ids that a command line names, each once; `-` stands for those on stdin, one a line. White space around an id is
 * none of it: files of other systems end their lines with `\r`.
 *
 * @throws UsageError when there is none, or an empty one.
 */
export const readIds = async (words: readonly string[], usage: string, io: InputIo): Promise<readonly string[]> => {
  if (words.length === 0) throw new UsageError(`Which job? Write ${usage}.`);
  if (words.some((word) => word.trim() === ""))
    throw new UsageError("An id is empty. Look at the variable it comes from: nothing was sent to the service.");
  if (!words.includes("-")) return unique(words);
  const lines = (await readStdin("ids, one a line,", io)).split(/\r\n|\r|\n/);
  const ids = unique(words.flatMap((word) => (word === "-" ? lines : [word])));
  if (ids.length === 0) throw new UsageError("There is no id on stdin. Nothing was sent to the service.");
  return ids;
};

// What servers take as an address: a longer one is a file of something else.
const longestId = 8000;

const unique = (words: readonly string[]): readonly string[] => {
  const ids = [...new Set(words.map((word) => word.trim()).filter((word) => word !== ""))];
  const long = ids.find((id) => id.length > longestId);
  if (long === undefined) return ids;
  throw new UsageError(
    `An id has ${long.length} characters: "${long.slice(0, 40)}…". No service takes that as an address. Nothing was sent to it.`,
  );
};

// A person who sees nothing happen would not know that it is their turn.
const readStdin = async (what: string, { stdin, stderr, signal }: InputIo): Promise<string> => {
  if (stdin.isTTY === true) stderr.write(`Reading ${what} from the terminal, up to Ctrl-D.\n`);
  try {
    return textOf(await buffer(addAbortSignal(signal, stdin)));
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
};

/** Text in the encoding that its byte order mark tells: some systems write every file and pipe with one, in UTF-16 at that. */
const textOf = (bytes: Buffer): string => {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
};

const notReadable = (file: string, cause: unknown): never => {
  if (/^\s*[[{]/.test(file))
    throw new UsageError(
      `--input has JSON, and takes the name of a file. Give it on stdin, to --input -. Nothing was started.`,
      {
        cause,
      },
    );
  const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
  const why = isMissing ? "there is no such file" : cause instanceof Error ? cause.message : String(cause);
  throw new UsageError(`Failed to read ${file}: ${why}. Nothing was started.`, { cause });
};
