import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, extname, isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { ApiDescription } from "@genwait/client-core";
import { readConfig } from "./config.ts";
import { closest, UsageError } from "./usage-error.ts";
import { type ApiModules, apis } from "./generated/apis.ts";

export type { ApiModules } from "./generated/apis.ts";

/** The names of the APIs that come with the CLI, in alphabetical order. */
export const apiNames = (): readonly string[] => Object.keys(apis).sort();

/** The modules of the APIs that come with the CLI, in the order of their names. */
export const builtInApis = (): readonly ApiModules[] => apiNames().flatMap((name) => apis[name] ?? []);

/** The APIs that a word on the command line can name where the person stands: those of the configuration beside the built-in ones. */
export const knownApis = async (cwd: string): Promise<ReadonlyMap<string, ApiModules>> => {
  const known = new Map(Object.entries(apis));
  for (const [name, modules] of await configuredApis(cwd)) known.set(name, modules);
  return new Map([...known].sort(([one], [other]) => (one < other ? -1 : 1)));
};

/** The modules of the API of that name. */
export const findApi = async (name: string, cwd: string): Promise<ApiModules> => {
  const known = await knownApis(cwd);
  const modules = known.get(name);
  if (modules !== undefined) return modules;
  const names = [...known.keys()];
  const meant = closest(name, names);
  const hint =
    meant === undefined
      ? `There are ${names.join(", ")}; your own come with --client <module, package or folder>, or from genwait.config.mjs.`
      : `Did you mean ${meant}?`;
  throw new UsageError(`There is no API "${name}". ${hint}`);
};

/** The APIs of `genwait.config.mjs`, by their names. Each is loaded: what a client is called, only the client knows. */
const configuredApis = async (cwd: string): Promise<ReadonlyMap<string, ApiModules>> => {
  const config = await readConfig(cwd);
  const found = new Map<string, ApiModules>();
  for (const [index, client] of (config?.clients ?? []).entries()) {
    const { file = "", folder = cwd } = config ?? {};
    const modules = await ownApi(client, folder, (why, cause) => {
      const entry = `entry ${index + 1}, ${JSON.stringify(client)}`;
      return new UsageError(`Failed to load a client of ${file} (${entry}): ${why}.`, { cause });
    });
    const { name } = (await modules.client()).api;
    if (found.has(name))
      throw new UsageError(`${file} has two clients of ${name}. Leave out the one of entry ${index + 1}.`);
    found.set(name, modules);
  }
  return found;
};

/** Makes the error of a client that cannot be loaded, from a reason without its dot. */
type LoadError = (why: string, cause?: unknown) => UsageError;

const ofOption =
  (given: string): LoadError =>
  (why, cause) =>
    new UsageError(
      `Failed to load the client ${given}: ${why}. Give --client a module, a package or a folder that the generator made.`,
      { cause },
    );

/** The modules of a client made by the generator: a module's file, a folder that has one, or a package by its name or folder. */
export const ownApi = async (given: string, cwd: string, failed: LoadError = ofOption(given)): Promise<ApiModules> => {
  const path = resolve(cwd, given);
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true) return moduleOf(path, failed);
  if (found?.isDirectory() === true && !existsSync(join(path, "package.json"))) {
    const index = indexNames.find((name) => existsSync(join(path, name)));
    if (index === undefined) throw failed("the folder has neither a package.json nor an index.js");
    return moduleOf(join(path, index), failed);
  }
  if (found === undefined && isPath(given)) throw failed(whyMissing(path));
  const isFolder = found?.isDirectory() === true;
  const name = isFolder ? await packageName(path, failed) : given;
  const require = createRequire(join(isFolder ? path : cwd, "package.json"));
  const resolved = (id: string): string => {
    try {
      return require.resolve(id);
    } catch (cause) {
      throw failed(`${id} cannot be resolved`, cause);
    }
  };
  return {
    client: async () => loadClient(resolved(name), failed),
    document: async () => loadDocument(resolved(`${name}/openapi.json`), failed),
  };
};

const indexNames = ["index.js", "index.mjs", "index.ts"] as const;

/** What no package can be called. */
const isPath = (given: string): boolean => isAbsolute(given) || /^\.|\\|\.[cm]?[jt]s$/.test(given);

const whyMissing = (path: string): string => {
  const typescript = path.replace(/\.([cm]?)js$/, ".$1ts");
  return typescript !== path && existsSync(typescript)
    ? `there is no such file, but ${basename(typescript)}: compile it, or make it with --import-extension ts and name it`
    : "there is no such file or folder";
};

const moduleOf = (path: string, failed: LoadError): ApiModules => ({
  client: async () => loadClient(path, failed),
  document: async () => loadDocument(join(dirname(path), "openapi.json"), failed),
});

const loadDocument = async (path: string, failed: LoadError): Promise<unknown> => {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw failed("there is no openapi.json beside its module", cause);
  });
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw failed("its openapi.json is no JSON", cause);
  }
};

const packageName = async (folder: string, failed: LoadError): Promise<string> => {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    if (typeof manifest === "object" && manifest !== null && "name" in manifest && typeof manifest.name === "string")
      return manifest.name;
  } catch (cause) {
    throw failed("its package.json cannot be read", cause);
  }
  throw failed("its package.json has no name");
};

const loadClient = async (path: string, failed: LoadError): Promise<{ readonly api: ApiDescription }> => {
  const module: unknown = await import(pathToFileURL(path).href).catch((cause: unknown) => {
    throw failed(whyNotLoaded(path, cause), cause);
  });
  if (hasApi(module)) return module;
  throw failed("it exports no `api`");
};

const whyNotLoaded = (path: string, cause: unknown): string => {
  const why = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
  if (!/^\.[cm]?ts$/.test(extname(path))) return `${basename(path)} cannot be loaded (${why})`;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ERR_UNKNOWN_FILE_EXTENSION")
    return `this Node (${process.versions.node}) runs no TypeScript, as 22.18 and later do: compile it, and name its .js file`;
  if (code === "ERR_MODULE_NOT_FOUND")
    return `${why}: Node runs TypeScript whose imports end in .ts, which --import-extension ts makes; or compile it, and name its .js file`;
  return `${basename(path)} cannot be loaded (${why})`;
};

const hasApi = (module: unknown): module is { readonly api: ApiDescription } =>
  typeof module === "object" &&
  module !== null &&
  "api" in module &&
  typeof module.api === "object" &&
  module.api !== null &&
  "createClient" in module.api &&
  "jobs" in module.api &&
  Array.isArray(module.api.jobs) &&
  "operations" in module.api &&
  Array.isArray(module.api.operations);
