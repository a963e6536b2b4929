import { readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { ApiDescription } from "@genwait/client-core";
import { closest, UsageError } from "./usage-error.ts";
import { type ApiModules, apis } from "./generated/apis.ts";

export type { ApiModules } from "./generated/apis.ts";

/** The names of the APIs that come with the CLI, in alphabetical order. */
export const apiNames = (): readonly string[] => Object.keys(apis).sort();

/** The modules of an API that comes with the CLI. */
export const builtInApi = (name: string): ApiModules => {
  const modules = Object.hasOwn(apis, name) ? apis[name] : undefined;
  if (modules !== undefined) return modules;
  const meant = closest(name, apiNames());
  const hint =
    meant === undefined
      ? `There are ${apiNames().join(", ")}; your own come with --api <package or folder>.`
      : `Did you mean ${meant}?`;
  throw new UsageError(`There is no API "${name}". ${hint}`);
};

/** The modules of a package made by `genwait`'s generator: its npm name, or the folder it lies in. */
export const ownApi = async (packageOrFolder: string, cwd: string): Promise<ApiModules> => {
  const folder = resolve(cwd, packageOrFolder);
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder && (isAbsolute(packageOrFolder) || packageOrFolder.startsWith("."))) {
    throw new UsageError(
      `There is no folder ${packageOrFolder}. Give --api the folder of a generated client package, or the package's name.`,
    );
  }
  const require = createRequire(join(isFolder ? folder : cwd, "package.json"));
  const name = isFolder ? await packageName(folder, packageOrFolder) : packageOrFolder;
  return {
    client: async () => asClient(await importFrom(require, name, packageOrFolder), packageOrFolder),
    document: async () =>
      JSON.parse(await readFile(resolveFrom(require, `${name}/openapi.json`, packageOrFolder), "utf8")),
  };
};

const packageName = async (folder: string, given: string): Promise<string> => {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    if (typeof manifest === "object" && manifest !== null && "name" in manifest && typeof manifest.name === "string")
      return manifest.name;
  } catch (cause) {
    throw notGenerated(given, "it has no readable package.json", cause);
  }
  throw notGenerated(given, "its package.json has no name");
};

const resolveFrom = (require: NodeJS.Require, name: string, given: string): string => {
  try {
    return require.resolve(name);
  } catch (cause) {
    throw notGenerated(given, `${name} cannot be resolved`, cause);
  }
};

const importFrom = async (require: NodeJS.Require, name: string, given: string): Promise<unknown> => {
  const path = resolveFrom(require, name, given);
  try {
    return await import(pathToFileURL(path).href);
  } catch (cause) {
    throw notGenerated(
      given,
      `${name} cannot be loaded (${cause instanceof Error ? cause.message.split("\n")[0] : String(cause)})`,
      cause,
    );
  }
};

const asClient = (module: unknown, given: string): { readonly api: ApiDescription } => {
  if (hasApi(module)) return module;
  throw notGenerated(given, "it exports no `api`");
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

const notGenerated = (given: string, why: string, cause?: unknown): UsageError =>
  new UsageError(`Failed to load the API ${given}: ${why}. Give --api a client package made by \`pnpm generate\`.`, {
    cause,
  });
