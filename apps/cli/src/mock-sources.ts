import { readFile } from "node:fs/promises";
import { basename, dirname, extname, resolve } from "node:path";
import type { ApiDescription } from "@genwait/client-core";
import type { MockApiSource } from "@genwait/mock-server";
import type { CliIo } from "./command.ts";
import { apiNames, type ApiModules, builtInApi, ownApi } from "./load-api.ts";
import { isLoopback, isWebAddress, terminalText } from "./terminal-text.ts";
import { UsageError } from "./usage-error.ts";

/** An API with all that its mock is made from. */
export interface LoadedMock {
  readonly api: ApiDescription;
  readonly source: MockApiSource;
}

/** Loads the client and the document of each API. */
export const loadMocks = (apis: readonly ApiModules[]): Promise<readonly LoadedMock[]> =>
  Promise.all(apis.map(loadMock));

const loadMock = async ({ client, document }: ApiModules): Promise<LoadedMock> => {
  const [{ api }, content] = await Promise.all([client(), document()]);
  if (typeof content !== "object" || content === null) {
    throw new TypeError(
      `Failed to load the document of ${api.name}: it is no object. Generate the client package again.`,
    );
  }
  return { api, source: { name: api.name, document: content } };
};

/**
 * What `genwait mock` shall mock: APIs by their names, OpenAPI documents by their paths or addresses, and packages of the
 * caller's own; with none of them every API that comes with the command line.
 *
 * @throws UsageError for one that cannot be had.
 */
export const mockSources = async (
  words: readonly string[],
  own: readonly string[],
  io: CliIo,
): Promise<readonly MockApiSource[]> => {
  const chosen = words.length > 0 || own.length > 0 ? [...new Set(words)] : apiNames();
  const documents = chosen.filter(isDocument);
  const modules = chosen.filter((word) => !isDocument(word)).map(builtInApi);
  const packages = await Promise.all(own.map((name) => ownApi(name, io.cwd)));
  const loaded = await loadMocks([...modules, ...packages]);
  const texts = await Promise.all(documents.map((place) => readDocument(place, io)));
  return withOwnNames([
    ...loaded.map(({ source }) => source),
    ...texts.map((document, index) => ({ name: nameOf(documents[index] ?? "", io.cwd), document })),
  ]);
};

// A name of an API has no dot and no slash; every path and every address that is meant has one.
const isDocument = (word: string): boolean => /[./\\]/.test(word);

const readDocument = (place: string, io: CliIo): Promise<string> =>
  /^\w{2,}:\/\//.test(place) ? fetchDocument(place, io) : readDocumentFile(place, io.cwd);

const readDocumentFile = async (file: string, cwd: string): Promise<string> => {
  try {
    return (await readFile(resolve(cwd, file), "utf8")).replace(/^\uFEFF/, "");
  } catch (cause) {
    const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    const why = isMissing ? "there is no such file" : cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`Failed to read ${file}: ${why}. Give the path of an OpenAPI document.`, { cause });
  }
};

const patienceMs = 30_000;

const fetchDocument = async (address: string, { fetch, signal, stderr }: CliIo): Promise<string> => {
  const url = isWebAddress(address) ? new URL(address) : undefined;
  if (url === undefined || (url.protocol === "http:" && !isLoopback(url.hostname)))
    throw new UsageError(`${address} is no https address. Give one, or the path of a file.`);
  stderr.write(`Loading ${terminalText(url.href)}\n`);
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]) });
    if (!response.ok) throw new Error(`the response is ${response.status}`);
    return await response.text();
  } catch (cause) {
    signal.throwIfAborted();
    const error = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
    throw new UsageError(
      `Failed to load ${url.origin}${url.pathname}: ${error instanceof Error ? error.message : String(error)}. Give another address, or the path of a file.`,
      { cause },
    );
  }
};

// `openapi.yaml` is what many a document is called; its folder says more.
const commonNames = new Set(["openapi", "swagger", "index", "api", "spec"]);

const nameOf = (place: string, cwd: string): string => {
  const path = isWebAddress(place) ? `/${new URL(place).host}${new URL(place).pathname}` : resolve(cwd, place);
  const file = basename(path, extname(path));
  const word = commonNames.has(file.toLowerCase()) ? basename(dirname(path)) : file;
  const name = word
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return name === "" ? "api" : name;
};

/** Two documents may well be called the same; two mocks may not. */
const withOwnNames = (sources: readonly MockApiSource[]): readonly MockApiSource[] => {
  const taken = new Set<string>();
  return sources.map((source) => {
    let { name } = source;
    for (let number = 2; taken.has(name); number++) name = `${source.name}-${number}`;
    taken.add(name);
    return { ...source, name };
  });
};
