import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type * as DurablePackage from "@genwait/durable";
import type { CliIo, CommandOption } from "./command.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import type { ParsedOptions } from "./options.ts";
import { terminalText } from "./terminal-text.ts";
import { isUsageError, UsageError, usageErrorOf } from "./usage-error.ts";

/** The package of durable waits; not everybody who installs the command line wants a database. */
export type Durable = typeof DurablePackage;

/** The option of every command that opens a store of durable waits. */
export const storeOptions: readonly CommandOption[] = [
  {
    name: "store",
    value: "<folder or postgres://…>",
    meaning:
      "where durable waits are kept; a URL with a password better in GENWAIT_STORE, where other users of the machine cannot see it (default: GENWAIT_STORE, else ./.genwait)",
    completes: "folders",
  },
];

const packageName = "@genwait/durable";

/** The oldest Node that the package runs on; the command line alone is content with an older one. */
const oldestNode: readonly [major: number, minor: number] = [22, 13];

/**
 * Loads the package from beside the command line, or from the project that the person is in.
 *
 * @throws UsageError that says what to install.
 */
export const loadDurable = async (cwd: string, version: string = process.versions.node): Promise<Durable> => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]))
    throw new UsageError(
      `Durable waits need Node ${oldestNode.join(".")} or newer, and this is Node ${version}. Install a newer one.`,
    );
  try {
    return await import("@genwait/durable");
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
  }
  const require = createRequire(join(resolve(cwd), "package.json"));
  try {
    const found: Durable = await import(pathToFileURL(require.resolve(packageName)).href);
    return found;
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    throw new UsageError(
      `Durable waits are a package of their own, which is not installed: npm install ${packageName} (with --global where genwait is installed so).`,
      { cause },
    );
  }
};

/** Whether the package itself is not there; one that lacks something has another name in its message. */
const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  (error.code === "ERR_MODULE_NOT_FOUND" || error.code === "MODULE_NOT_FOUND") &&
  error.message.includes(`'${packageName}'`);

/** What a command does with a store. */
export interface StoreUse {
  /**
   * It may make the store, or bring it up to date. Whoever only looks is told of a wrong folder or database, and changes
   * no schema.
   */
  readonly makes: boolean;
  /** More of what `createWaits` takes. */
  readonly options?: (durable: Durable) => Omit<DurablePackage.WaitsOptions, "store" | "migrate">;
}

/** Opens the store that a command line means, and closes it again whatever happens; failures are a line and a code. */
export const withStore = async (
  options: ParsedOptions,
  io: CliIo,
  { makes, options: more = () => ({}) }: StoreUse,
  use: (waits: DurablePackage.Waits, durable: Durable) => Promise<ExitCode>,
): Promise<ExitCode> => {
  const durable = await loadDurable(io.cwd);
  const store = storeOf(options, io);
  if (!makes && !isUrl(store) && !existsSync(store))
    throw new UsageError(
      `There is no store in ${shownStore(store)}. Give the one that waits are in with --store or GENWAIT_STORE.`,
    );
  const settings = more(durable);
  let opened: DurablePackage.Waits | undefined;
  try {
    const slow = setTimeout(() => {
      if (!options.flag("quiet")) io.stderr.write(`${terminalText(slowWords(shownStore(store)))}\n`);
    }, slowMs);
    const waits = await durable
      .createWaits({ ...settings, store, migrate: makes })
      .catch((error: unknown) => Promise.reject(error instanceof TypeError ? usageErrorOf(error) : error))
      .finally(() => clearTimeout(slow));
    opened = waits;
    return await use(waits, durable);
  } catch (error) {
    if (io.signal.aborted && error === io.signal.reason) throw error;
    const message = withoutPassword(error instanceof Error ? error.message : String(error), store);
    if (isUsageError(error)) throw new UsageError(message, { cause: error });
    if (!durable.isDurableError(error)) throw new Error(message, { cause: error });
    io.stderr.write(`${terminalText(ownMessages[error.reason]?.(error, { store, program: io.program }) ?? message)}\n`);
    return exitCodeOfReason[error.reason];
  } finally {
    await opened?.close().catch(() => {});
  }
};

// A first start of a folder takes two seconds; longer, and a person would think that nothing happens.
const slowMs = 5_000;

const slowWords = (store: string): string =>
  `Opening ${store} takes longer than usual: perhaps another process holds it, or the database is far away.`;

/** The folder or URL of the store. */
const storeOf = (options: ParsedOptions, { cwd, env }: Pick<CliIo, "cwd" | "env">): string => {
  const store = options.text("store") ?? ((env["GENWAIT_STORE"] ?? "").trim() || ".genwait");
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(store) ? store : resolve(cwd, store);
};

const isUrl = (store: string): boolean => /^postgres(?:ql)?:\/\//i.test(store);

/** The store as it may be shown to anybody: without user, password and parameters. */
export const shownStore = (store: string): string => {
  if (!isUrl(store) || !URL.canParse(store)) return store.replace(/^([a-z][a-z0-9+.-]+:\/\/).*$/i, "$1…");
  const { protocol, host, pathname } = new URL(store);
  return `${protocol}//${host}${pathname}`;
};

/** The store that the options name, as it may be shown. */
export const shownStoreOf = (options: ParsedOptions, io: Pick<CliIo, "cwd" | "env">): string =>
  shownStore(storeOf(options, io));

/** Takes the password of the store that the options name out of a text. */
export const redactorOf = (options: ParsedOptions, io: Pick<CliIo, "cwd" | "env">): ((text: string) => string) => {
  const store = storeOf(options, io);
  return (text) => withoutPassword(text, store);
};

// The package shows none; a driver's own message is not ours.
const withoutPassword = (message: string, store: string): string => {
  if (!isUrl(store) || !URL.canParse(store)) return message;
  const { password, searchParams } = new URL(store);
  const secrets = [password, decoded(password), searchParams.get("password") ?? ""].filter(({ length }) => length > 2);
  return secrets.reduce((text, secret) => text.replaceAll(secret, "[password]"), message);
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** What the shell is told of each reason. */
const exitCodeOfReason: Readonly<Record<DurablePackage.DurableErrorReason, ExitCode>> = {
  store: exitCodes.unreachable,
  owned: exitCodes.unreachable,
  closed: exitCodes.unreachable,
  "newer-schema": exitCodes.unreachable,
  "old-schema": exitCodes.unreachable,
  "not-stored": exitCodes.unreachable,
  "key-conflict": exitCodes.refused,
  "create-unknown": exitCodes.refused,
  "create-in-flight": exitCodes.timeout,
  "cursor-expired": exitCodes.refused,
  "webhook-refused": exitCodes.usage,
};

interface MessagePlace {
  readonly store: string;
  readonly program: string;
}

// The messages of the package name its functions and options; on the command line there are commands.
const ownMessages: Partial<
  Record<DurablePackage.DurableErrorReason, (error: DurablePackage.DurableError, where: MessagePlace) => string>
> = {
  "old-schema": (_, { store, program }) =>
    `Failed to open the store: ${shownStore(store)} has none in it yet, or one of an older version. Check the address; ${program} waits migrate brings it up to date, and with --print shows what it would run.`,
  "create-unknown": ({ message, intentId = "" }, { program }) =>
    `${sentencesOf(message, 2)} Look at the service: if the job is there, ${program} waits add <api> <id>; if not, ${program} waits drop ${intentId} and create it again.`,
};

const sentencesOf = (message: string, count: number): string =>
  message
    .split(/(?<=\.) (?=[A-Z])/)
    .slice(0, count)
    .join(" ");
