import { command, CommandError, type CommandIo, exitCodes, type RunCommand } from "../command.ts";
import { apiName } from "../import/api-name.ts";
import { type ApiCheck, checkApi } from "../import/check-api.ts";
import { excerptOfTree } from "../import/excerpt-of-tree.ts";
import { openSpecStore } from "../import/spec-store.ts";
import type { TreeDifference } from "../import/tree-differences.ts";
import { terminalText } from "../text/terminal-text.ts";

/** A page rarely changes in more places at once; the whole list is `pnpm specs:diff`'s work after an import. */
const mostLines = 20;

/** `specs:check`: exit code 0 when nothing moved, 1 when something did, 2 when that could not be found out. */
export const run: RunCommand = command({
  usage: ["pnpm specs:check [--api <name>]"],
  about: `Imports every API again from its recorded addresses, says what moved, and writes nothing.
Exit code 0: nothing moved. 1: something did. 2: a page could not be reached, and nothing else moved.`,
  options: { api: { type: "string", value: "<name>", about: "this API alone" } },
  work: async ({ values }, io) => {
    const records = await openSpecStore(io.cwd).records();
    const apis = values.api === undefined ? [...records.keys()] : [apiName(values.api)];
    const verdicts = new Set<ApiCheck["verdict"]>();
    for (const api of apis) {
      const pages = records.get(api);
      if (pages === undefined) throw unknownApi(api, [...records.keys()]);
      const check = await checkApi(api, pages, io);
      verdicts.add(check.verdict);
      report(api, check, io);
    }
    if (verdicts.has("moved")) return exitCodes.failed;
    return verdicts.has("unknown") ? exitCodes.unreachable : exitCodes.done;
  },
});

const headings: Readonly<Record<ApiCheck["verdict"], string>> = {
  same: "nothing moved",
  moved: "moved",
  unknown: "not known, a page could not be reached",
};

const report = (
  api: string,
  { verdict, differences, isReordered, problems, notAsked }: ApiCheck,
  io: CommandIo,
): void => {
  io.stdout(`${api}: ${headings[verdict]}\n`);
  for (const difference of differences.slice(0, mostLines)) io.stdout(`  ${terminalText(lineOf(difference))}\n`);
  if (differences.length > mostLines) io.stdout(`  and ${differences.length - mostLines} more\n`);
  if (isReordered) io.stdout("  only the order of keys\n");
  for (const problem of problems) io.stderr(`${api}: ${terminalText(problem.message)}\n`);
  for (const file of notAsked) io.stdout(`  not looked at: ${file}, read from a file, without --address\n`);
  if (differences.length > 0 || isReordered) io.stdout(`  Take it over with pnpm specs:import --api ${api}\n`);
};

const lineOf = ({ pointer, old, new: fresh }: TreeDifference): string => {
  if (old === undefined) return `+ ${pointer}: ${excerptOfTree(fresh)}`;
  if (fresh === undefined) return `- ${pointer}: ${excerptOfTree(old)}`;
  return `~ ${pointer}: ${excerptOfTree(old)} → ${excerptOfTree(fresh)}`;
};

const unknownApi = (api: string, known: readonly string[]): CommandError =>
  new CommandError(`Failed to check ${api}: specs/sources.yaml does not know it. Use one of: ${known.join(", ")}.`, {
    exitCode: exitCodes.usage,
  });
