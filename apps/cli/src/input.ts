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
 * The bytes of a file, or of stdin for `-`.
 *
 * @throws UsageError when they cannot be read.
 */
export const readBytes = async (file: string | undefined, io: InputIo): Promise<Blob> => {
  if (file === undefined)
    throw new UsageError("What shall be sent? Give the bytes with --input <file>, or with --input - on stdin.");
  const bytes =
    file === "-"
      ? await bytesOfStdin("the request's bytes", io)
      : await readFile(resolve(io.cwd, file)).catch((cause: unknown) => notReadable(file, cause));
  if (bytes.length === 0)
    throw new UsageError(`Failed to read ${file === "-" ? "stdin" : file}: it is empty. Nothing was started.`);
  return new Blob([bytes]);
};

/**
 * The ids that a command line names, each once; `-` stands for those on stdin, one a line. White space around an id is
 * none of it: files of other systems end their lines with `\r`.
 *
 * @throws UsageError when there is none, or an empty one.
 */
export const readIds = async (
  words: readonly string[],
  usage: string,
  io: InputIo,
  { takesJson = false }: ReadIdsOptions = {},
): Promise<readonly string[]> => {
  if (words.length === 0) throw new UsageError(`Which job? Write ${usage}.`);
  if (words.some((word) => word.trim() === ""))
    throw new UsageError("An id is empty. Look at the variable it comes from: nothing was sent to the service.");
  if (!words.includes("-")) return unique(words, false);
  const lines = (await readStdin("ids, one a line,", io)).split(/\r\n|\r|\n/);
  const ids = unique(
    words.flatMap((word) => (word === "-" ? lines : [word])),
    takesJson,
  );
  if (ids.length === 0) throw new UsageError("There is no id on stdin. Nothing was sent to the service.");
  return ids;
};

export interface ReadIdsOptions {
  /** A line may be an object of JSON, of any length. @default false */
  readonly takesJson?: boolean;
}

// What servers take as an address: a longer one is a file of something else.
const longestId = 8000;

const unique = (words: readonly string[], takesJson: boolean): readonly string[] => {
  const ids = [...new Set(words.map((word) => word.trim()).filter((word) => word !== ""))];
  const long = ids.find((id) => id.length > longestId && !(takesJson && id.startsWith("{")));
  if (long === undefined) return ids;
  throw new UsageError(
    `An id has ${long.length} characters: "${long.slice(0, 40)}…". No service takes that as an address. Nothing was sent to it.`,
  );
};

// A person who sees nothing happen would not know that it is their turn.
const readStdin = async (what: string, io: InputIo): Promise<string> => textOf(await bytesOfStdin(what, io));

const bytesOfStdin = async (what: string, { stdin, stderr, signal }: InputIo): Promise<Buffer<ArrayBuffer>> => {
  if (stdin.isTTY === true) stderr.write(`Reading ${what} from the terminal, up to Ctrl-D.\n`);
  try {
    return Buffer.from(await buffer(addAbortSignal(signal, stdin)));
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
