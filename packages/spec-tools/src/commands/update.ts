import { existsSync } from "node:fs";
import { join } from "node:path";

import { command, CommandError, exitCodes, type RunCommand } from "../command.ts";
import { apiName } from "../import/api-name.ts";
import { runScript, runSteps, shellWord, type Update, type UpdateStep, updateSteps } from "../release/update-steps.ts";

const stepNames = updateSteps({ api: "", pages: [], addresses: [], base: "" }).map(({ name }) => name);

/** `specs:update`: from a page to tarballs; the exit code of the first step that fails. */
export const run: RunCommand = command({
  usage: ["pnpm specs:update <api> [<file or https address>…]", "pnpm specs:update <api> --from <step>"],
  about: `Takes a vendor's changed page over, all the way to tarballs that can be installed: ${stepNames.join(", ")}.
Each step is a script of the root, and is named as you would type it to run it alone. Asks nothing. Ends at the first step that fails, with
what to do and how to go on, and with that step's exit code. Without a page, the recorded addresses are read again.`,
  options: {
    address: {
      type: "string",
      multiple: true,
      value: "<address>",
      about: "where a file was saved from; once for each file, in their order",
    },
    base: { type: "string", value: "<git ref>", about: "the commit to compare the specs with; HEAD without it" },
    from: { type: "string", value: "<step>", about: "goes on with this step, once what stopped it is mended" },
  },
  takesArguments: true,
  work: async ({ values, positionals }, io) => {
    const [name, ...pages] = positionals;
    if (name === undefined) throw wrongUsage("no API is named");
    const api = apiName(name);
    if (!existsSync(join(io.cwd, "specs", api)))
      throw wrongUsage(`there is no specs/${api}. pnpm specs:new adds an API`);
    const from = values.from === undefined ? 0 : stepNames.indexOf(values.from);
    if (from === -1) throw wrongUsage(`--from ${values.from ?? ""} is no step: they are ${stepNames.join(", ")}`);
    if (from > 0 && pages.length > 0) throw wrongUsage(`a page is read by the first step, and --from leaves it out`);
    const update = { api, pages, addresses: values.address ?? [], base: values.base ?? "HEAD" };
    const start = io.now().getTime();
    const failed = await runSteps(updateSteps(update), { from, runScript, io });
    if (failed !== undefined) {
      io.stderr(`${adviceFor(failed.step, update)}\n`);
      return failed.exitCode;
    }
    const seconds = ((io.now().getTime() - start) / 1000).toFixed(1);
    io.stderr(
      `Updated ${api} in ${seconds} s. Next: git diff, commit; pnpm check runs everything else that follows from it.\n`,
    );
    return exitCodes.done;
  },
});

const adviceFor = ({ name, advice }: UpdateStep, { api, pages, addresses, base }: Update): string => {
  const saved = addresses.flatMap((address) => ["--address", address]);
  const more = name === stepNames[0] ? [...pages, ...saved] : ["--from", name];
  const compared = base === "HEAD" ? [] : ["--base", base];
  const again = ["specs:update", api, ...more, ...compared].map(shellWord).join(" ");
  return `Failed to update ${api}: the step ${name} failed. ${advice} Then go on: pnpm ${again}.`;
};

const wrongUsage = (why: string): CommandError =>
  new CommandError(`Failed to update: ${why}. Use pnpm specs:update <api> [<file or https address>…].`, {
    exitCode: exitCodes.usage,
  });
