import type { Command } from "./command.ts";
import { apiNames } from "./load-api.ts";

/** What `genwait help` prints. */
export const overview = (commands: Readonly<Record<string, Command>>): string =>
  `genwait waits for generations, starts them, and mocks the services they run on.

${columns(Object.values(commands).map(({ usage, summary }) => [`genwait ${usage}`, summary]))}

APIs: ${apiNames().join(", ")}; your own with --api <package or folder>. Keys come from the environment, as <NAME>_API_KEY.
Exit codes: 0 succeeded, 1 failed, 2 partial, 3 time is up, 4 refused, 5 not reachable or no sense, 64 wrong usage, 130 interrupted.
More: genwait help <command>
`;

/** What `genwait help <command>` prints. */
export const commandHelp = ({ usage, summary, help }: Command): string =>
  `genwait ${usage}\n${summary}\n\n${columns(help)}\n`;

const columns = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
};
