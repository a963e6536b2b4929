import { command, CommandError, type CommandIo, exitCodes, reportingFailures, type RunCommand } from "../command.ts";
import { apiName } from "../import/api-name.ts";
import { importApi, type ImportedSpec } from "../import/import-api.ts";
import { isAddress } from "../import/page-address.ts";
import type { PageSource } from "../import/read-page.ts";
import { openSpecStore } from "../import/spec-store.ts";
import { isMapping, type Mapping, memberOf } from "../import/tree.ts";
import { unmetReferences } from "../import/unmet-references.ts";
import { terminalText } from "../text/terminal-text.ts";

/** `specs:import`: exit code 0 when the pages were imported, also when nothing changed; 1 when one could not be; 64 for wrong arguments. */
export const run: RunCommand = command({
  usage: [
    "pnpm specs:import <file or https address>… --api <name>",
    "pnpm specs:import --api <name>",
    "pnpm specs:import --all",
  ],
  about: `Imports the OpenAPI document of documentation pages (Mintlify, GitBook, Redoc, Scalar, Swagger UI) or plain files into
specs/<name>/openapi.yaml. Without a page, the recorded addresses are read again.`,
  options: {
    api: { type: "string", value: "<name>", about: "the API: lower-case words with dashes" },
    address: {
      type: "string",
      multiple: true,
      value: "<address>",
      about: "where a file was saved from; recorded in the file's place (once for each file, in their order)",
    },
    note: { type: "string", value: "<text>", about: "recorded beside the address in specs/sources.yaml" },
    replace: {
      type: "boolean",
      about: "the given pages become the whole API; otherwise the other recorded pages stay",
    },
    all: { type: "boolean", about: "every recorded API, from its recorded addresses" },
  },
  takesArguments: true,
  work: async ({ values, positionals }, io) => {
    if (values.all === true) return importAll(values, positionals, io);
    if (values.api === undefined) throw wrongUsage("no --api is given");
    const sources = sourcesOf(positionals, values.address ?? []);
    return importOne(apiName(values.api), { sources, replace: values.replace ?? false, note: values.note }, io);
  },
});

const importAll = async (
  values: Readonly<Record<string, unknown>>,
  positionals: readonly string[],
  io: CommandIo,
): Promise<number> => {
  if (positionals.length > 0 || Object.keys(values).length > 1) throw wrongUsage("--all stands alone");
  let worst: number = exitCodes.done;
  for (const api of (await openSpecStore(io.cwd).records()).keys()) {
    worst = Math.max(worst, await reportingFailures(io, () => importOne(api, { sources: [] }, io)));
  }
  return worst;
};

const importOne = async (api: string, request: Parameters<typeof importApi>[1], io: CommandIo): Promise<number> => {
  const imported = await importApi(api, request, io);
  io.stdout(`${api}: ${summaryOf(imported)}\n`);
  for (const file of imported.written) io.stdout(`wrote ${file}\n`);
  for (const note of imported.notes) io.stderr(`${api}: ${terminalText(note)}\n`);
  for (const reference of unmetReferences(imported.document)) {
    io.stderr(
      `${api}: ${terminalText(reference)} is referred to and not there. Import the page that has it as well, or add it in the overlay.\n`,
    );
  }
  return exitCodes.done;
};

const summaryOf = ({ written, document, pages }: ImportedSpec): string => {
  const from = pages.length === 1 ? (pages[0] ?? "") : `${pages.length} pages`;
  const content = `${count(operationsIn(document), "operation")}, ${count(membersOf(memberOf(document.get("components"), "schemas")), "schema")}`;
  return written.length === 0 ? `nothing changed (${content} from ${from})` : `${content} from ${from}`;
};

const operationsIn = (document: Mapping): number => {
  const paths = document.get("paths");
  const methods = /^(?:get|put|post|delete|options|head|patch|trace)$/;
  return isMapping(paths)
    ? [...paths.values()]
        .flatMap((path) => (isMapping(path) ? [...path.keys()] : []))
        .filter((key) => methods.test(key)).length
    : 0;
};

const membersOf = (tree: unknown): number => (tree instanceof Map ? tree.size : 0);

const count = (amount: number, noun: string): string =>
  `${amount} ${noun}${amount === 1 || noun.startsWith("-") ? "" : "s"}`;

const sourcesOf = (positionals: readonly string[], addresses: readonly string[]): PageSource[] => {
  const files = positionals.filter((source) => !isAddress(source));
  if (addresses.length > 0 && addresses.length !== files.length) {
    throw wrongUsage(
      `${count(files.length, "file")} and ${count(addresses.length, "--address")}, where each file needs its own`,
    );
  }
  const repeated = positionals.find((source, index) => positionals.indexOf(source) !== index);
  if (repeated !== undefined) throw wrongUsage(`${repeated} is named twice`);
  return positionals.map((source) => ({
    source,
    address: isAddress(source) ? undefined : addresses[files.indexOf(source)],
  }));
};

const wrongUsage = (why: string): CommandError =>
  new CommandError(`Failed to import: ${why}. Use pnpm specs:import <file or https address>… --api <name>.`, {
    exitCode: exitCodes.usage,
  });
