import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import {
  escapePointerToken,
  isAbsent,
  isRecord,
  type Job,
  type JobState,
  pointerTokens,
  resolvePointer,
  type XFile,
} from "@genwait/lifecycle";
import type { FileOutcome } from "./outcome.ts";
import { isLoopback, isWebAddress } from "./web-address.ts";
import { UsageError } from "./usage-error.ts";

/** Where the files of jobs go, and how they are fetched. */
export interface Downloads {
  readonly folder: string;
  /** Those that the job declares. */
  readonly declared: readonly XFile[];
  /** The service is on this machine: its files may be, too, and come over http. */
  readonly isLocal: boolean;
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
}

/** Told how far a download is, of 1. */
export type OnShare = (what: string, of1: number) => void;

/**
 * Makes the folder for the files of jobs, before anything is started or billed.
 *
 * @throws UsageError when it cannot be one.
 */
export const prepareFolder = async (folder: string, cwd: string): Promise<string> => {
  if (folder.trim() === "") throw new UsageError("--output has no folder. Write --output <folder>.");
  const path = resolve(cwd, folder);
  try {
    await makeFolder(path);
  } catch (cause) {
    throw new UsageError(`Failed to make the folder ${folder}: ${messageOf(cause)}. Nothing was started.`, { cause });
  }
  return path;
};

/** Makes a folder and those above it. Node's own way to do so never ends where a folder above it refuses to have any, as `/proc`. */
const makeFolder = async (path: string): Promise<void> => {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) return;
  const above = dirname(path);
  if (above !== path) await makeFolder(above);
  await mkdir(path).catch((cause: unknown) => {
    // Another run may have made it meanwhile; a file of that name is no folder.
    if (!(cause instanceof Error && "code" in cause && cause.code === "EEXIST")) throw cause;
    return stat(path).then((found) => {
      if (!found.isDirectory()) throw cause;
    });
  });
};

/**
 * Writes results that are bytes, and downloads the declared files of a job, one after another: without a key, and none that is there already. Addresses that
 * have expired are asked for anew, once for all files. What cannot be had is told with its reason, and keeps no other file
 * back.
 */
export const downloadFiles = async (
  job: Job,
  state: JobState,
  { folder, declared, ...options }: Downloads,
  onShare: OnShare,
): Promise<readonly FileOutcome[]> => {
  const outcomes: FileOutcome[] = [];
  for (const bytes of bytesOf(state)) {
    try {
      outcomes.push({ at: "", path: await keep(job, bytes, folder) });
    } catch (error) {
      outcomes.push({ at: "", error: `Failed to write the result: ${messageOf(error)}` });
    }
  }
  let renewed: readonly DeclaredFile[] | undefined;
  const renew = async (): Promise<readonly DeclaredFile[]> => {
    // Where this fails, what the file's own server said is the better reason.
    const result = await job.renew?.({ signal: options.signal }).catch(() => undefined);
    return result === undefined ? [] : declaredFiles(job, result.state, declared);
  };
  for (const declaredFile of declaredFiles(job, state, declared)) {
    const newest = (): DeclaredFile => renewed?.find(({ stem }) => stem === declaredFile.stem) ?? declaredFile;
    let file = newest();
    try {
      const path = await download(file, folder, options, onShare).catch(async (error: unknown) => {
        if (!(error instanceof RefusedFileError) || renewed !== undefined) throw error;
        renewed = await renew();
        if (newest().address === file.address) throw error;
        file = newest();
        return download(file, folder, options, onShare);
      });
      outcomes.push({ at: file.at, path });
    } catch (error) {
      outcomes.push({ at: file.at, error: `Failed to download ${shown(file.address)}: ${messageOf(error)}` });
    }
  }
  return outcomes;
};

/** The server has no such file any more, or shows it to nobody. */
class RefusedFileError extends Error {
  override readonly name: string = "RefusedFileError";
}

/** A member of a response that has the address of a file. */
interface DeclaredFile {
  /** Its JSON Pointer. */
  readonly at: string;
  readonly address: unknown;
  /** What its name begins with: safe, and the same for the same file at any time. */
  readonly stem: string;
  /** Its kind, where the declaration itself says it. */
  readonly kind: string | undefined;
}

/** The files that the body of a job has. */
export const declaredFiles = (
  job: Pick<Job, "id" | "lifecycle">,
  state: JobState,
  declared: readonly XFile[],
): readonly DeclaredFile[] =>
  declared.flatMap(({ at, kind, of }) => {
    const body = of === "output" ? outputOf(state) : state.body;
    const member = declared.length > 1 ? [pointerTokens(at).at(-1) ?? ""] : [];
    return expand(body, pointerTokens(at))
      .filter(({ value }) => !isAbsent(value) && value !== "")
      .map(({ tokens, value }) => ({
        at: pointerOf(tokens),
        address: value,
        stem: [job.id, ...wordsOf(tokens, at, body, job), ...member].map(safeName).join("-"),
        kind: kind === undefined || kind.startsWith("$") ? undefined : safeName(kind),
      }));
  });

const outputOf = (state: JobState): unknown => ("output" in state ? state.output : undefined);

/** Results that are bytes themselves: of the status response, or of the operation that gives the output. */
const bytesOf = (state: JobState): readonly Blob[] =>
  [state.body, outputOf(state)].filter((result) => result instanceof Blob);

/** Writes what came as bytes. @throws Error where the disk has no room for it. */
const keep = async ({ id }: Pick<Job, "id">, bytes: Blob, folder: string): Promise<string> => {
  const path = join(folder, `${safeName(id)}.${extensionOfType(bytes.type)}`);
  if (!(await isThere(path))) await save(new Response(bytes), path, () => {});
  return path;
};

interface Place {
  readonly tokens: readonly string[];
  readonly value: unknown;
}

/** Every place that a pointer with `*` in it means. */
const expand = (
  value: unknown,
  [token, ...rest]: readonly string[],
  before: readonly string[] = [],
): readonly Place[] => {
  if (token === undefined) return [{ tokens: before, value }];
  if (token === "*")
    return Array.isArray(value)
      ? value.flatMap((element, index) => expand(element, rest, [...before, `${index}`]))
      : [];
  const inside = resolvePointer(value, pointerOf([token]));
  return isRecord(value) || Array.isArray(value) ? expand(inside, rest, [...before, token]) : [];
};

const pointerOf = (tokens: readonly string[]): string =>
  tokens.map((token) => `/${escapePointerToken(token)}`).join("");

// An output is called by its id where it has one: it may stand elsewhere in the list the next time.
const wordsOf = (
  tokens: readonly string[],
  at: string,
  body: unknown,
  { lifecycle: { items } }: Pick<Job, "lifecycle">,
): readonly string[] =>
  pointerTokens(at).flatMap((token, place) => {
    if (token !== "*") return [];
    const list = pointerOf(tokens.slice(0, place));
    const element = resolvePointer(body, pointerOf(tokens.slice(0, place + 1)));
    const id = items?.at === list && items.id !== undefined ? resolvePointer(element, items.id) : undefined;
    return [typeof id === "string" || typeof id === "number" ? `${id}` : `${Number(tokens[place]) + 1}`];
  });

// Names of devices on Windows, whatever follows their dot.
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;
const longestName = 80;

/** A text as part of a file's name on any system; what has to be changed is told apart by a checksum. */
const safeName = (text: string): string => {
  const safe = text.replaceAll(/[^\w-]+/g, "_").slice(0, longestName);
  if (safe === text && !deviceName.test(text)) return text;
  return `${safe}_${createHash("sha256").update(text).digest("hex").slice(0, 8)}`;
};

type Way = Omit<Downloads, "folder" | "declared">;

const download = async (file: DeclaredFile, folder: string, way: Way, onShare: OnShare): Promise<string> => {
  const address = checkedAddress(file.address, way);
  const known = extensionOf(address) ?? file.kind;
  if (known !== undefined && (await isThere(join(folder, `${file.stem}.${known}`))))
    return join(folder, `${file.stem}.${known}`);
  const stalled = new AbortController();
  const restart = (): NodeJS.Timeout =>
    setTimeout(() => stalled.abort(new Error(`nothing came for ${stallMs / 1000} s`)), stallMs);
  let timer = restart();
  try {
    const signal = AbortSignal.any([way.signal, stalled.signal]);
    const response = await follow(address, { ...way, signal });
    const name = `${file.stem}.${known ?? extensionOfType(response.headers.get("content-type"))}`;
    const path = join(folder, name);
    if (known === undefined && (await isThere(path))) {
      await response.body?.cancel();
      return path;
    }
    const length = lengthOf(response);
    await save(response, path, (bytes) => {
      clearTimeout(timer);
      timer = restart();
      if (length === undefined && bytes >= largeBytes) onShare(`downloading ${name}`, 0);
      if (length !== undefined && length >= largeBytes)
        onShare(`downloading ${name}, ${(length / 1_000_000).toFixed(1)} MB`, bytes / length);
    });
    return path;
  } finally {
    clearTimeout(timer);
  }
};

const stallMs = 30_000;
// Below this nobody would see a bar.
const largeBytes = 1_000_000;

/** @throws Error for an address that must not be asked. */
const checkedAddress = (address: unknown, { isLocal }: Pick<Way, "isLocal">): URL => {
  if (!isWebAddress(address)) throw new Error("it is no https address");
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") throw new Error("its address has credentials in it");
  if (url.protocol === "https:" || (isLocal && isLoopback(url.hostname))) return url;
  throw new Error("it is no https address");
};

const mostRedirects = 5;

/** The response at the end of all redirects: each of them checked as the first address, and none followed twice. */
const follow = async (first: URL, { fetch, signal, isLocal }: Way): Promise<Response> => {
  const seen = new Set<string>();
  let url = first;
  while (seen.size <= mostRedirects && !seen.has(url.href)) {
    seen.add(url.href);
    // No key and no cookie. Compressed, its size would not be the declared one.
    const response = await fetch(url, { redirect: "manual", signal, headers: { "accept-encoding": "identity" } });
    const location = response.headers.get("location");
    if (response.ok) return response;
    await response.body?.cancel();
    if ([403, 404, 410].includes(response.status))
      throw new RefusedFileError(`the response is ${response.status}, perhaps it has expired`);
    if (!isRedirect(response.status) || location === null || !URL.canParse(location, url))
      throw new Error(`the response is ${response.status}`);
    url = checkedAddress(new URL(location, url).href, { isLocal });
  }
  throw new Error("it is redirected again and again");
};

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/** How many bytes a response says it has. */
const lengthOf = ({ headers }: Response): number | undefined => {
  const told = headers.get("content-length");
  return told === null || headers.get("content-encoding") !== null ? undefined : Number(told);
};

/** Writes a whole response, or nothing: half a file never has the file's name. */
const save = async (response: Response, path: string, onPart: (bytes: number) => void): Promise<void> => {
  // Another run may be at the same file.
  const part = `${path}.${randomUUID().slice(0, 8)}.part`;
  const length = lengthOf(response);
  const file = await open(part, "wx");
  let bytes = 0;
  try {
    try {
      for await (const chunk of response.body ?? []) {
        await file.writeFile(chunk);
        bytes += chunk.byteLength;
        onPart(bytes);
      }
    } finally {
      await file.close();
    }
    if (length !== undefined && bytes !== length) throw new Error(`${bytes} bytes came in place of ${length}`);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
};

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const extensionOf = ({ pathname }: URL): string | undefined => /\.([a-z0-9]{1,8})$/i.exec(pathname)?.[1]?.toLowerCase();

const extensions: Readonly<Record<string, string>> = {
  "application/json": "json",
  "application/pdf": "pdf",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
  "application/zip": "zip",
  "audio/mpeg": "mp3",
  "audio/wav": "wav",
  "image/gif": "gif",
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/svg+xml": "svg",
  "image/webp": "webp",
  "model/gltf-binary": "glb",
  "text/csv": "csv",
  "text/plain": "txt",
  "video/mp4": "mp4",
  "video/webm": "webm",
};

const extensionOfType = (type: string | null): string => {
  const media = type?.split(";")[0]?.trim().toLowerCase() ?? "";
  return Object.hasOwn(extensions, media) ? (extensions[media] ?? "bin") : "bin";
};

// A signed address is a key of its own: its query is not repeated.
const shown = (address: unknown): string => {
  if (!isWebAddress(address)) return String(address);
  const { origin, pathname } = new URL(address);
  return origin + pathname;
};

// What `fetch` itself says is "fetch failed"; the cause has the reason.
const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== "" ? error.cause.message : error.message;
};
