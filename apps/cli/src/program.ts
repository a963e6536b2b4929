import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { shellWord } from "./shell-word.ts";

/** How this process was started. */
export interface Start {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The module that runs: TypeScript in a clone of the repository, JavaScript in an installed package. */
  readonly script: string;
  /** Where the person stands. */
  readonly cwd: string;
}

/**
 * What to type in place of `genwait` so that a line which is printed runs where the person stands: in a clone there is no
 * such program, and one that a package manager found in a project is on nobody's path.
 */
export const programOf = ({ env, script, cwd }: Start): string => {
  if (script.endsWith(".ts")) return programOfClone(resolve(dirname(script), "../../.."), cwd);
  // Set for whatever a package manager starts, `npx genwait` as well as a script of package.json.
  if (env["npm_command"] === undefined) return "genwait";
  const [manager = ""] = (env["npm_config_user_agent"] ?? "").split("/");
  return Object.hasOwn(runners, manager) ? (runners[manager] ?? "genwait") : "genwait";
};

/** By the name that a package manager gives itself. */
const runners: Readonly<Record<string, string>> = {
  npm: "npx genwait",
  pnpm: "pnpm exec genwait",
  yarn: "yarn genwait",
  bun: "bunx genwait",
};

// The README's own way in: needs nothing but Node and npm.
const programOfClone = (root: string, cwd: string): string => {
  const manifest: { readonly packageManager?: string } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const manager = `npx -y ${manifest.packageManager ?? "pnpm"}`;
  return resolve(cwd) === root ? `${manager} genwait` : `${manager} --dir ${shellWord(root)} genwait`;
};
