import { readFile } from "node:fs/promises";
import { basename, dirname, extname, resolve } from "node:path";
import type { ApiDescription } from "@genwait/client-core";
import type { MockApiSource } from "@genwait/mock-server";
import type { CliIo } from "./command.ts";
import { type ApiModules, findApi, knownApis, ownApi } from "./load-api.ts";
import { terminalText } from "./terminal-text.ts";
import { isLoopback, isWebAddress } from "./web-address.ts";
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

/** One API to mock, and how to read it again. */
export interface MockSource {
  readonly source: MockApiSource;
  /** What a command line calls its client: the name of one that comes with it, or what `--client` named. Absent for a document. */
  readonly client?: {
    readonly name: string;
    readonly own?: string;
    /** The parameters that a job of it is given with its id. */
    readonly given: readonly string[];
  };
  /** The files that it was read from, without those of packages. */
  readonly files: readonly string[];
  readAgain(): Promise<MockApiSource>;
}

/** What the command line says of the APIs to mock. */
export interface ChosenMocks {
  /** Names of APIs, paths and addresses of OpenAPI documents. */
  readonly words: readonly string[];
  /** Packages of the caller's own. */
  readonly own: readonly string[];
  /** Files of OpenAPI overlays, for the only API. */
  readonly overlays: readonly string[];
  /** The real service behind the only API, to pass calls through to. */
  readonly upstream: string | undefined;
}

/**
 * What `genwait mock` shall mock: APIs by their names, OpenAPI documents by their paths or addresses, and packages of the
 * caller's own; with none of them every API that comes with the command line.
 *
 * @throws UsageError for one that cannot be had.
 */
export const mockSources = async (
  { words, own, overlays, upstream }: ChosenMocks,
  io: CliIo,
): Promise<readonly MockSource[]> => {
  const chosen = words.length > 0 || own.length > 0 ? [...new Set(words)] : [...(await knownApis(io.cwd)).keys()];
  if (chosen.length + own.length > 1 && (overlays.length > 0 || upstream !== undefined))
    throw new UsageError(`${upstream === undefined ? "--overlay" : "--proxy"} is for one API. Name one.`);
  const documents = chosen.filter(isDocument);
  const named = chosen.filter((word) => !isDocument(word));
  const modules = await Promise.all(named.map((name) => findApi(name, io.cwd)));
  const packages = await Promise.all(own.map((name) => ownApi(name, io.cwd)));
  const loaded = await loadMocks([...modules, ...packages]);
  const names = ownNames([
    ...loaded.map(({ source }) => source.name),
    ...documents.map((place) => nameOf(place, io.cwd)),
  ]);
  const readers = [
    ...loaded.map(({ source, api }, index) => ({
      client: { name: source.name, given: givenOf(api), ...ownWords(own[index - modules.length]) },
      read: async () => ({ document: source.document, files: [] }),
    })),
    ...documents.map((place) => ({
      client: undefined,
      read: () => readDocument(place, io),
    })),
  ];
  return Promise.all(
    readers.map(async ({ client, read }, index) => {
      const sourceOf = async (document: object | string): Promise<MockApiSource> => ({
        name: names[index] ?? "",
        document,
        overlays: await Promise.all(overlays.map((overlay) => readTextFile(overlay, "an OpenAPI overlay", io.cwd))),
        ...(upstream !== undefined && { upstream }),
      });
      const first = await read();
      return {
        source: await sourceOf(first.document),
        files: [...first.files, ...overlays.map((overlay) => resolve(io.cwd, overlay))],
        readAgain: async () => sourceOf((await read()).document),
        ...(client !== undefined && { client }),
      };
    }),
  );
};

const givenOf = ({ jobs, defaultJob }: ApiDescription): readonly string[] =>
  (jobs.find(({ name }) => name === defaultJob)?.parameters ?? []).flatMap(({ name, required }) =>
    required === true ? [name] : [],
  );

const ownWords = (own: string | undefined): { readonly own?: string } => (own === undefined ? {} : { own });

// A name of an API has no dot and no slash; every path and every address that is meant has one.
const isDocument = (word: string): boolean => /[./\\]/.test(word);

/** A document, and the files that it is in. */
interface ReadDocument {
  readonly document: object | string;
  readonly files: readonly string[];
}

const readDocument = async (place: string, io: CliIo): Promise<ReadDocument> => {
  if (isAddress(place)) return { document: await fetchDocument(place, io), files: [] };
  const text = await readTextFile(place, "an OpenAPI document", io.cwd);
  // Whoever waits does not load a mock server.
  const { readDocumentFile } = await import("@genwait/mock-server");
  const path = resolve(io.cwd, place);
  try {
    const { document, files } = await readDocumentFile(path);
    // What is no document at all is told by whoever mocks it.
    return typeof document === "object" && document !== null ? { document, files } : { document: text, files };
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
};

const isAddress = (place: string): boolean => /^\w{2,}:\/\//.test(place);

const readTextFile = async (file: string, what: string, cwd: string): Promise<string> => {
  try {
    return (await readFile(resolve(cwd, file), "utf8")).replace(/^\uFEFF/, "");
  } catch (cause) {
    const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    const why = isMissing ? "there is no such file" : cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`Failed to read ${file}: ${why}. Give the path of ${what}.`, { cause });
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

// `openapi.yaml` is what many a document is called, and `src/generated` where many a one lies; a folder above says more.
const commonNames = new Set("openapi swagger index api spec generated gen src lib dist build".split(" "));

const nameOf = (place: string, cwd: string): string => {
  const path = isWebAddress(place) ? `/${new URL(place).host}${new URL(place).pathname}` : resolve(cwd, place);
  const words = [basename(path, extname(path)), ...dirname(path).split(/[/\\]/).toReversed()];
  const word = words.find((one) => one !== "" && !commonNames.has(one.toLowerCase())) ?? "";
  const name = word
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return name === "" ? "api" : name;
};

/** Two documents may well be called the same; two mocks may not. */
const ownNames = (names: readonly string[]): readonly string[] => {
  const taken = new Set<string>();
  for (const wanted of names) {
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
    taken.add(name);
  }
  return [...taken];
};
