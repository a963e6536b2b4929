import { execFile, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** Runs a program to its end and gives its stdout; a failure tells all that the program said. */
export const run = (
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<string> =>
  new Promise((resolve, reject) => {
    const options = { cwd, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, ...env } };
    execFile(command, args, options, (cause, stdout, stderr) => {
      if (cause === null) resolve(stdout);
      else
        reject(
          new Error(`Failed to run ${command} ${args.join(" ")}: ${cause.message}\n${stdout}${stderr}`, { cause }),
        );
    });
  });

/** Starts a program that serves until it is stopped, and gives the first line that it prints. */
export const serve = async (
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<{ readonly line: string; stop(): void }> => {
  const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "inherit"] });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once("line", resolve);
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`Failed to run ${command} ${args.join(" ")}: it exited with ${code}.`)),
    );
  });
  return { line, stop: () => void child.kill() };
};
