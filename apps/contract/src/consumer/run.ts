import { execFile } from "node:child_process";

/** Runs a program to its end and gives its stdout; a failure tells all that the program said. */
export const run = (command: string, args: readonly string[], cwd: string): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(command, args, { cwd, maxBuffer: 64 * 1024 * 1024 }, (cause, stdout, stderr) => {
      if (cause === null) resolve(stdout);
      else
        reject(
          new Error(`Failed to run ${command} ${args.join(" ")}: ${cause.message}\n${stdout}${stderr}`, { cause }),
        );
    });
  });
