import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The repository that the tests are part of. */
export const repository: string = fileURLToPath(new URL("../../../../", import.meta.url));

/** A folder with the repository as it stands, committed and installed; `remove` takes it away again. */
export interface TemporaryClone {
  readonly root: string;
  /** Runs a program in the clone, or in a folder of it, and gives what it printed. */
  run(program: string, args: readonly string[], folder?: string): Promise<string>;
  /** Runs one of the root's scripts. */
  script(name: string, ...args: readonly string[]): Promise<string>;
  read(file: string): Promise<string>;
  write(file: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

/** Clones the working tree with what is not committed yet, so that the test is about the code at hand. What the repository has installed is not downloaded again. */
export const temporaryClone = async (): Promise<TemporaryClone> => {
  const clone = await copiedTree();
  await clone.run("pnpm", ["install", "--prefer-offline", "--frozen-lockfile", "--reporter=silent"]);
  return clone;
};

/** The same with the repository's own installation: for what neither builds nor installs a package. */
export const linkedClone = async (): Promise<TemporaryClone> => {
  const clone = await copiedTree();
  const manifests = await run("git", ["ls-files", "-z", "--", "*/package.json"], clone.root);
  const folders = [".", ...manifests.split("\0").flatMap((file) => (file === "" ? [] : [dirname(file)]))];
  for (const folder of folders) {
    const modules = join(repository, folder, "node_modules");
    if (!existsSync(modules)) continue;
    if (folder === ".") await symlink(modules, join(clone.root, "node_modules"));
    // The links in it are relative, so those to packages of the workspace lead into the clone.
    else await cp(modules, join(clone.root, folder, "node_modules"), { recursive: true, verbatimSymlinks: true });
  }
  return clone;
};

const copiedTree = async (): Promise<TemporaryClone> => {
  const root = await realpath(await mkdtemp(join(tmpdir(), "genwait-clone-")));
  const clone: TemporaryClone = {
    root,
    run: (program, args, folder = ".") => run(program, args, join(root, folder)),
    script: (name, ...args) => run("pnpm", ["--silent", name, ...args], root),
    read: (file) => readFile(join(root, file), "utf8"),
    write: async (file, text) => {
      await mkdir(dirname(join(root, file)), { recursive: true });
      await writeFile(join(root, file), text);
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
  const files = await run("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], repository);
  await Promise.all(files.split("\0").map((file) => (file === "" ? undefined : copy(file, root))));
  await clone.run("git", ["init", "-q", "-b", "main"]);
  await clone.run("git", ["add", "-A"]);
  await clone.run("git", [...author, "commit", "-q", "-m", "as it stands"]);
  return clone;
};

const author = ["-c", "user.name=test", "-c", "user.email=test@example.com"];

const run = async (program: string, args: readonly string[], cwd: string): Promise<string> => {
  try {
    const { stdout } = await promisify(execFile)(program, [...args], {
      cwd,
      env: environment(),
      maxBuffer: 64 * 1024 * 1024,
      shell: process.platform === "win32",
    });
    return stdout;
  } catch (cause) {
    const output = cause instanceof Error ? [Reflect.get(cause, "stdout"), Reflect.get(cause, "stderr")].join("") : "";
    throw new Error(`${program} ${args.join(" ")} failed in ${cwd}:\n${output}`, { cause });
  }
};

/** Without what the test run has set for itself; everything that is needed has been installed once, so the network is asked last. */
const environment = (): NodeJS.ProcessEnv => {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_(?!execpath|config_)|VITEST|NODE_OPTIONS|NODE_ENV|TURBO_HASH|GIT_)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    TURBO_TELEMETRY_DISABLED: "1",
    pnpm_config_prefer_offline: "true",
    npm_config_prefer_offline: "true",
  };
};

const copy = async (file: string, root: string): Promise<void> => {
  try {
    await cp(join(repository, file), join(root, file));
  } catch (error) {
    // git lists a file that was deleted and not committed.
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
};
