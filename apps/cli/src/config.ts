import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isRecord } from "@genwait/lifecycle";
import { UsageError } from "./usage-error.ts";

/** What `genwait.config.mjs` says: `export default { clients: ["./src/generated/index.js"] }`. */
export interface Config {
  /** As a message names it. */
  readonly file: string;
  /** Where its paths start. */
  readonly folder: string;
  /** Modules, packages or folders of generated clients, whose APIs every command knows by their names. */
  readonly clients: readonly string[];
}

const fileName = "genwait.config.mjs";

/**
 * The configuration of where a person stands: in the working folder or one above it, up to the nearest that has a package.json.
 *
 * @throws UsageError for one that says something else.
 */
export const readConfig = async (cwd: string): Promise<Config | undefined> => {
  const path = foldersUpToPackage(resolve(cwd))
    .map((folder) => join(folder, fileName))
    .find((candidate) => existsSync(candidate));
  if (path === undefined) return undefined;
  const file = relative(cwd, path) || fileName;
  const failed = (why: string, cause?: unknown): UsageError =>
    new UsageError(
      `Failed to read ${file}: ${why}. Write export default { clients: ["./src/generated/index.js"] } there.`,
      { cause },
    );
  const module: unknown = await import(pathToFileURL(path).href).catch((cause: unknown) => {
    throw failed(cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause), cause);
  });
  const config: unknown = isModule(module) ? module.default : undefined;
  if (!isRecord(config)) throw failed("it exports no configuration as its default");
  const unknown = Object.keys(config).find((name) => name !== "clients");
  if (unknown !== undefined) throw failed(`there is no setting ${JSON.stringify(unknown)}`);
  const { clients = [] } = config;
  if (!Array.isArray(clients)) throw failed("clients is no list");
  for (const [index, client] of clients.entries())
    if (typeof client !== "string" || client.trim() === "") throw failed(`entry ${index + 1} of clients is no text`);
  return { file, folder: dirname(path), clients: clients.map(String) };
};

const isModule = (module: unknown): module is { readonly default: unknown } =>
  typeof module === "object" && module !== null && "default" in module;

/** A folder and those above it, up to the nearest that has a package.json; the folder alone where none has. */
const foldersUpToPackage = (folder: string): readonly string[] => {
  const folders = [folder];
  for (let here = folder; !existsSync(join(here, "package.json")); folders.push(here)) {
    const above = dirname(here);
    if (above === here) return [folder];
    here = above;
  }
  return folders;
};
