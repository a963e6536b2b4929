import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { type MockServer, startMockServer } from "@genwait/mock-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { screenOf } from "./fixtures/screen.ts";
import { withoutTool } from "./fixtures/tools.ts";
import { findApi } from "./load-api.ts";
import { loadMocks } from "./mock-sources.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
// Of util-linux: runs a program in a terminal of its own, and writes what the program writes.
const withoutScript = withoutTool("script");

let mock: MockServer;
beforeAll(async () => {
  const mocks = await loadMocks([await findApi("gamma", ".")]);
  mock = await startMockServer({ apis: mocks.map(({ source }) => source), limits: false });
});
beforeEach(() => mock.reset());
afterAll(() => mock.close());

const shellWord = (word: string): string => `'${word}'`;

/** What the program writes to a terminal of that size, as a person runs it. */
const inTerminal = async (
  words: readonly string[],
  { rows, columns, env = {} }: { readonly rows: number; readonly columns: number; readonly env?: object },
): Promise<string> => {
  const program = [process.execPath, "--conditions=@genwait/source", main, ...words].map(shellWord).join(" ");
  const child = spawn("script", ["-qefc", `stty rows ${rows} cols ${columns}; exec ${program}`, "/dev/null"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: process.env["PATH"], TERM: "xterm-256color", SHELL: "/bin/sh", ...env },
  });
  const [written] = await Promise.all([text(child.stdout), once(child, "close")]);
  return written;
};

// Letters of two cells, marks of none, and one of several code points.
const names = ["夜".repeat(12), "e\u0301tude", "👩‍👩‍👧", "a", "b", "c", "d", "e", "f", "g"];
const wait = (): readonly string[] => [
  "wait",
  "gamma",
  ...names.map((name) => `mock-polls-6-${name}`),
  "--interval",
  "250ms",
  "--base-url",
  mock.url("gamma"),
];

test.skipIf(withoutScript !== "").each([
  { rows: 8, columns: 40 },
  { rows: 24, columns: 80 },
  { rows: 3, columns: 12 },
])(`a terminal of $rows rows and $columns columns is left with results alone${withoutScript}`, async (size) => {
  const written = await inTerminal(wait(), size);
  // They were there, again and again, within the rows and columns that there are.
  const frames = written.split("A\u001B[0J");
  expect(frames.length).toBeGreaterThan(1);
  const { lines } = screenOf(written, size);
  const page = lines.join("\n");
  expect(page).not.toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]|and \d+ more/u);
  const flowing = lines.join("");
  for (const name of names) expect(flowing.split(`mock-polls-6-${name}  (`)).toHaveLength(2);
});

test.skipIf(withoutScript !== "").each([{ TERM: "dumb" }, { CI: "true", NO_COLOR: "1" }])(
  `%j: a terminal gets plain lines and no escape${withoutScript}`,
  async (env) => {
    const written = await inTerminal(wait(), { rows: 8, columns: 40, env });
    expect(written).not.toContain("\u001B");
    expect(written).toContain(`gamma mock-polls-6-a  pending`);
    expect(written).toContain("10 succeeded");
  },
);
