import { execFile } from "node:child_process";
import process from "node:process";
import { promisify } from "node:util";

import { CommandError } from "./command.ts";

/**
 * What a git command prints, in a folder.
 *
 * @throws {CommandError} where there is no git, no repository, or git says no
 */
export const git = async (args: readonly string[], cwd: string): Promise<string> => {
  try {
    const env = { ...process.env, LC_ALL: "C" };
    const { stdout } = await promisify(execFile)("git", [...args], { cwd, env, maxBuffer: largestText });
    return stdout;
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") {
      const hint = "Install it; pnpm specs:diff --from <old> --to <new> needs none";
      throw new CommandError(`Failed to run git: it is not on the PATH. ${hint}.`, { cause });
    }
    const why = reasonOf(cause);
    const hint = /not a git repository/.test(why)
      ? "Run the command inside the repository"
      : "Mend that, and try again";
    throw new CommandError(`Failed to run git ${args[0] ?? ""}: ${why}. ${hint}.`, { cause });
  }
};

/**
 * The short hash of a commit.
 *
 * @throws {CommandError} where git knows no such commit
 */
export const commitOf = async (reference: string, cwd: string): Promise<string> => {
  const verify = ["rev-parse", "--short", "--verify", "--quiet", "--end-of-options", `${reference}^{commit}`];
  try {
    return (await git(verify, cwd)).trim();
  } catch (error) {
    // 1 is git's response to a name that is no commit; anything else is no repository, or no git.
    if (!(error instanceof CommandError) || codeOf(error.cause) !== 1) throw error;
    throw new CommandError(`Failed to compare with "${reference}": ${await whyUnknown(reference, cwd)}.`, {
      cause: error,
    });
  }
};

const whyUnknown = async (reference: string, cwd: string): Promise<string> => {
  if (reference === "HEAD") return "there is no commit yet. Commit the specs first";
  const isShallow = (await git(["rev-parse", "--is-shallow-repository"], cwd)).trim() === "true";
  return isShallow
    ? "git knows no such commit, and this clone is shallow. Fetch its history with git fetch --unshallow, or name another with --base"
    : "git knows no such commit. Fetch it, or name another with --base";
};

// Far above any OpenAPI document that a person has looked at.
const largestText = 128 * 1024 * 1024;

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);

/** git's own line, without the advice that follows it. */
const reasonOf = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  const lines = message.split("\n").filter((line) => line.trim() !== "");
  const fatal = lines.find((line) => /^(?:fatal|error): /.test(line));
  return (fatal ?? lines.at(-1) ?? message).replace(/^(?:fatal|error): /, "").replace(/\.$/, "");
};
