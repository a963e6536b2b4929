import { command, CommandError, type CommandIo, exitCodes, reportingFailures, type RunCommand } from "../command.ts";
import { isAddress } from "../import/page-address.ts";
import type { PageSource } from "../import/read-page.ts";
import { registerApi, removeApi, standInFor } from "../scaffold/registration.ts";
import { type NewApi, newApi } from "../scaffold/new-api.ts";
import { terminalText } from "../text/terminal-text.ts";
import { run as generate } from "./generate.ts";

/** `specs:new`: exit code 0 when the client could be generated, 1 when something is missing for it, 64 for wrong arguments. */
export const run: RunCommand = command({
  usage: ["pnpm specs:new <name> --from <file or https address>", "pnpm specs:new <name> --remove"],
  about: `Makes specs/<name> from a vendor's documentation page or OpenAPI file: the document, an overlay with a guess at x-job, responses to go on
from, and the client package. Says what is left to fill in. Nothing that is there is written over.`,
  options: {
    from: {
      type: "string",
      multiple: true,
      value: "<file or address>",
      about: "the page; again for each further page (of the create, say)",
    },
    address: {
      type: "string",
      multiple: true,
      value: "<address>",
      about: "where a file was saved from; once for each file, in their order",
    },
    remove: { type: "boolean", about: "the way back: takes away specs/<name>, the package and what names them" },
  },
  takesArguments: true,
  work: async ({ values, positionals }, io) => {
    const [name, ...others] = positionals;
    if (name === undefined || others.length > 0)
      throw wrongUsage(name === undefined ? "no name is given" : `${others[0]} is one argument too many`);
    if (values.remove === true) {
      if (values.from !== undefined) throw wrongUsage("--from and --remove exclude each other");
      for (const line of await removeApi(name, io.cwd)) io.stdout(`${line}\n`);
      io.stdout("\nNext: pnpm generate, pnpm install. What was committed is still in git.\n");
      return exitCodes.done;
    }
    if (values.from === undefined) throw wrongUsage("no --from is given");
    const made = await newApi(name, sourcesOf(values.from, values.address ?? []), io);
    for (const file of made.written) io.stdout(`wrote ${file}\n`);
    for (const note of made.notes) io.stderr(`${made.name}: ${terminalText(note)}\n`);
    // Before it is generated, which fails for a package that those who import every client do not list.
    const registered = await registerApi(made.name, io.cwd);
    // The client's own `wrote` lines would be one for each of its files.
    const code = await reportingFailures(io, () => generate([], { ...io, stdout: () => {}, stderr: () => {} }));
    if (code === exitCodes.done) io.stdout(`wrote packages/${made.name}-client\n`);
    for (const line of [...(await standInFor(made.name, io.cwd)), ...registered]) io.stdout(`${line}\n`);
    reportRest(made, code, io);
    return code;
  },
});

const reportRest = ({ name, jobs, left, problems }: NewApi, code: number, io: CommandIo): void => {
  io.stdout(
    `\n${jobs.length === 0 ? "No job could be guessed" : `Guessed ${jobs.length === 1 ? "the job" : "the jobs"} ${jobs.join(", ")}; every guess is marked assumed`}.\n`,
  );
  if (left.length > 0) io.stdout("\nLeft to fill in:\n");
  for (const { file, line, note } of left) io.stdout(`  ${file}:${line}  ${terminalText(note)}\n`);
  if (problems.length > 0) io.stdout("\nWhat pnpm lint says:\n");
  for (const problem of problems) io.stdout(`  ${terminalText(problem)}\n`);
  const next =
    code === exitCodes.done
      ? `pnpm install, pnpm test, pnpm genwait mock ${name}`
      : "pnpm generate, once the above is done";
  io.stdout(`\nNext: ${next}. specs/README.md walks through it.\n`);
};

const sourcesOf = (from: readonly string[], addresses: readonly string[]): PageSource[] => {
  const files = from.filter((source) => !isAddress(source));
  if (addresses.length > 0 && addresses.length !== files.length)
    throw wrongUsage("each file needs an --address of its own, or none has one");
  return from.map((source) => ({ source, address: isAddress(source) ? undefined : addresses[files.indexOf(source)] }));
};

const wrongUsage = (why: string): CommandError =>
  new CommandError(`Failed to add an API: ${why}. Use pnpm specs:new <name> --from <file or https address>.`, {
    exitCode: exitCodes.usage,
  });
