import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Measures in a process of its own: a heap and a compiler that nothing else has touched. Resolves with what it printed as JSON. */
export const runProbe = async <Result>(probe: URL, ...args: readonly string[]): Promise<Result> => {
  const { stdout } = await run(
    process.execPath,
    ["--conditions=@genwait/source", "--expose-gc", fileURLToPath(probe), ...args],
    {
      maxBuffer: 2 ** 24,
    },
  );
  return JSON.parse(stdout);
};
