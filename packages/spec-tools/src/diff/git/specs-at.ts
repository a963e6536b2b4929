import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { CommandError } from "../../command.ts";

/**
 * The short hash of a commit.
 *
 * @throws CommandError where git knows no such commit
 */
export const commitOf = async (reference: string, cwd: string): Promise<string> => {
  const verify = ["rev-parse", "--short", "--verify", "--quiet", "--end-of-options", `${reference}^{commit}`];
  const hash = await git(verify, cwd).catch((cause: unknown) => {
    // 1 is git's response to a name that is no commit; anything else is no repository, or no git.
    const status = cause instanceof CommandError && cause.cause instanceof Error && Reflect.get(cause.cause, "code");
    if (status !== 1) throw cause;
    throw new CommandError(
      `Failed to compare with "${reference}": git knows no such commit. Fetch it, or name another with --base.`,
      { cause },
    );
  });
  return hash.trim();
};

/** The texts under `specs/<api>/` at a commit that there is, by api: its document and its overlay. */
export const specsAt = async (reference: string, cwd: string): Promise<ReadonlyMap<string, SpecTexts>> => {
  const listing = await git(["ls-tree", "-r", "--name-only", reference, "--", "specs"], cwd);
  const files = listing.split("\n").filter((path) => /^specs\/[^/]+\/(?:openapi|overlay)\.yaml$/.test(path));
  const specs = new Map<string, SpecTexts>();
  for (const api of new Set(files.map((path) => path.split("/")[1] ?? ""))) {
    const [openapi, overlay] = ["openapi", "overlay"].map((name) => `specs/${api}/${name}.yaml`);
    if (openapi === undefined || overlay === undefined || !files.includes(openapi) || !files.includes(overlay))
      continue;
    specs.set(api, { openapi: await show(reference, openapi, cwd), overlay: await show(reference, overlay, cwd) });
  }
  return specs;
};

export interface SpecTexts {
  readonly openapi: string;
  readonly overlay: string;
}

const show = (reference: string, path: string, cwd: string): Promise<string> =>
  git(["show", `${reference}:./${path}`], cwd);

const git = async (args: readonly string[], cwd: string): Promise<string> => {
  try {
    const { stdout } = await promisify(execFile)("git", [...args], { cwd, maxBuffer: largestText });
    return stdout;
  } catch (cause) {
    throw new CommandError(
      `Failed to run git ${args[0] ?? ""}: ${messageOf(cause)}. Run the command inside the repository.`,
      { cause },
    );
  }
};

// Far above any OpenAPI document that a person has looked at.
const largestText = 128 * 1024 * 1024;

const messageOf = (error: unknown): string =>
  (error instanceof Error ? (error.message.split("\n").at(-2) ?? error.message) : String(error)).replace(/\.$/, "");
