import type { AnyClient, ApiDescription } from "@genwait/client-core";
import type { ClientRequest } from "@genwait/durable";
import type { CliIo, CommandOption } from "./command.ts";
import { type ApiModules, knownApis, ownApi } from "./load-api.ts";
import type { ParsedOptions } from "./options.ts";
import type { Service } from "./service.ts";
import { terminalText } from "./terminal-text.ts";
import { UsageError, usageErrorOf } from "./usage-error.ts";
import { isLoopback } from "./web-address.ts";

/** The option of every command that makes durable waits. */
export const accountOption: CommandOption = {
  name: "account",
  value: "<name>",
  meaning: "whose jobs these are, where one store is for several; its key is in <API>_API_KEY_<name>",
};

type Environment = CliIo["env"];

/**
 * The environment variable that holds the key of an account. The name is taken as it is: two accounts must never have one
 * variable.
 */
export const keyVariableOf = (
  { keyVariable }: Pick<ApiDescription, "keyVariable">,
  account: string | undefined,
): string => (account === undefined ? keyVariable : `${keyVariable}_${account}`);

/** @throws UsageError for a name that no environment variable can have. */
export const accountOf = (options: ParsedOptions): string | undefined => {
  const account = options.text("account");
  if (account !== undefined && !isAccount(account))
    throw new UsageError(`--account ${account} makes no sense. Give letters, digits and _.`);
  return account;
};

const isAccount = (account: string): boolean => /^\w+$/.test(account);

const keyOf = (api: ApiDescription, account: string | undefined, env: Environment): string | undefined => {
  const key = (env[keyVariableOf(api, account)] ?? "").trim();
  return key === "" ? undefined : key;
};

/** The client of a service for an account. On this machine a missing key is none: a mock takes any. */
export const accountClient = (
  { api, baseUrl, isLocal }: Service,
  account: string | undefined,
  { env }: Pick<CliIo, "env">,
): AnyClient => {
  const apiKey = keyOf(api, account, env) ?? (isLocal ? "any" : undefined);
  try {
    return api.createClient({
      ...(baseUrl !== undefined && { baseUrl }),
      ...(account !== undefined && { account }),
      // Without one nothing is sent: never with the key of somebody else.
      apiKey: apiKey ?? (() => ""),
    });
  } catch (cause) {
    throw usageErrorOf(cause);
  }
};

/** What the clients of stored waits are made from. */
export interface StoredClients {
  /** Every API that is known here, by its name; the person's own before the built-in ones. */
  readonly known: ReadonlyMap<string, ApiModules>;
  /** Servers beside the APIs' own that the keys of the environment are for. */
  readonly baseUrls: ReadonlySet<string>;
}

/** Reads `--client` and `--base-url`, each of which may be there several times. */
export const readStoredClients = async (options: ParsedOptions, cwd: string): Promise<StoredClients> => {
  const known = new Map(await knownApis(cwd));
  for (const given of options.list("client")) {
    const modules = await ownApi(given, cwd);
    known.set((await modules.client()).api.name, modules);
  }
  const baseUrls = options.list("base-url").map((text) => {
    if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
      throw new UsageError(`--base-url is no server's address. Write something like http://127.0.0.1:4010.`);
    return addressOf(text);
  });
  return { known, baseUrls: new Set(baseUrls) };
};

const addressOf = (baseUrl: string): string => baseUrl.replace(/\/+$/, "");

/**
 * Gives the client of a stored wait, or tells once why there is none. A store is no place to trust with a key: an address in
 * it that is neither the API's own nor one of `--base-url` gets none, and on this machine the word `any`.
 */
export const storedClient = (
  { known, baseUrls }: StoredClients,
  { env, stderr }: Pick<CliIo, "env" | "stderr">,
): ((request: ClientRequest) => Promise<AnyClient | undefined>) => {
  const told = new Set<string>();
  const without = (why: string): undefined => {
    if (!told.has(why)) stderr.write(`${terminalText(`${why} Its waits stay open until then.`)}\n`);
    told.add(why);
    return undefined;
  };
  return async ({ api: name, baseUrl, account }) => {
    const api = (await known.get(name)?.client())?.api;
    if (api === undefined)
      return without(
        `There is no API ${JSON.stringify(name)} here. Start the worker with --client <its module, package or folder>.`,
      );
    if (account !== undefined && !isAccount(account))
      return without(
        `The account ${JSON.stringify(account)} of ${name} can have no environment variable. Poll for it with the package.`,
      );
    const client = { baseUrl, ...(account !== undefined && { account }) };
    const isNamed = addressOf(baseUrl) === addressOf(api.baseUrl) || baseUrls.has(addressOf(baseUrl));
    const isLocal = URL.canParse(baseUrl) && isLoopback(new URL(baseUrl).hostname);
    if (!isNamed && !isLocal)
      return without(
        `The waits of ${name} at ${baseUrl} are not of its own server. Start the worker with --base-url ${baseUrl} if that may have its key.`,
      );
    if (api.key === undefined) return api.createClient({ ...client, apiKey: null });
    const key = isNamed ? keyOf(api, account, env) : undefined;
    if (key === undefined && !isLocal)
      return without(`There is no ${keyVariableOf(api, account)}: ${name} cannot be polled. Set it, and start again.`);
    return api.createClient({ ...client, apiKey: key ?? "any" });
  };
};
