import { startDemo } from "../demo/start-demo.ts";
import type { Command } from "../command.ts";
import { parseOptions } from "../parse-options.ts";
import { UsageError } from "../usage-error.ts";

/** `genwait demo`: the whole way on this machine, from a mock service to finished waits. */
export const demo: Command = {
  usage: "demo [--speed 20]",
  summary: "starts the mock services and waits for a handful of jobs, side by side",
  help: [["--speed 20", "let jobs run faster (default: 1)"]],
  run: async (args, io) => {
    const options = parseOptions(args, { speed: { type: "string" } });
    const [word] = options.positionals;
    if (word !== undefined)
      throw new UsageError(`"${word}" is one word too many. Write genwait demo, or genwait demo --speed 20.`);
    return startDemo({ speed: options.number("speed", { least: 0.1 }) ?? 1 }, io);
  },
};
