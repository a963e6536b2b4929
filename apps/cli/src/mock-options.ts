import { resolve } from "node:path";
import { type MockServerOptions, readScenarioFile, type ScenarioFile } from "@genwait/mock-server";
import type { ParsedOptions } from "./parse-options.ts";
import { UsageError } from "./usage-error.ts";

/** The options of `genwait mock`. */
export const mockOptionNames: Readonly<
  Record<string, { readonly type: "boolean" | "string"; readonly multiple?: true }>
> = {
  port: { type: "string" },
  host: { type: "string" },
  expose: { type: "boolean" },
  speed: { type: "string" },
  scenario: { type: "string" },
  scenarios: { type: "string" },
  seed: { type: "string" },
  "any-id": { type: "boolean" },
  api: { type: "string", multiple: true },
};

export const mockHelp: readonly (readonly [string, string])[] = [
  ["--port 4010", "the first port; 0 takes any that are free (default: 4010)"],
  ["--speed 50", "let jobs run faster (default: 1)"],
  ["--scenario <name>", "what a job does when nobody chooses"],
  ["--scenarios <file>", "scenarios of your own, as YAML"],
  ["--seed <text>", "the same seed, the same lifecycles (default: 1)"],
  ["--any-id", "take any id that nobody created for a job, too (default: 404)"],
  ["--api <package or folder>", "an API of your own; may be given several times"],
  ["--host 127.0.0.1", "the address to listen at"],
  ["--expose", "let other machines in; callers of /_mock/ show the token in GENWAIT_MOCK_TOKEN"],
];

const defaultPort = 4010;
const highestPort = 65_535;

/** What the command line says of how the mock behaves, all of it read before anything starts. */
export const mockOptions = async (options: ParsedOptions, cwd: string): Promise<Omit<MockServerOptions, "apis">> => {
  const port = options.number("port", { least: 0, whole: true }) ?? defaultPort;
  if (port > highestPort)
    throw new UsageError(`--port ${port} makes no sense. Give a whole number up to ${highestPort}.`);
  const speed = options.number("speed", { least: 0 });
  const [host, seed, chosen] = [options.text("host"), options.text("seed"), options.text("scenario")];
  const file = await scenarioFile(options.text("scenarios"), cwd);
  const scenario = chosen ?? file?.default;
  const token = process.env["GENWAIT_MOCK_TOKEN"];
  return {
    port,
    anyId: options.flag("any-id"),
    expose: options.flag("expose"),
    ...(host !== undefined && { host }),
    ...(seed !== undefined && { seed }),
    ...(speed !== undefined && { speed }),
    ...(scenario !== undefined && { scenario }),
    ...(file !== undefined && { scenarios: file.scenarios }),
    ...(token !== undefined && token !== "" && { token }),
  };
};

const scenarioFile = async (file: string | undefined, cwd: string): Promise<ScenarioFile | undefined> => {
  if (file === undefined) return undefined;
  try {
    return await readScenarioFile(resolve(cwd, file));
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
};
