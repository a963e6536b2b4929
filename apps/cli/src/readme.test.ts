import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import root from "../../../package.json" with { type: "json" };
import { withoutTool } from "./fixtures/tools.ts";
import { leavesOf } from "./command.ts";
import { exitCodeMeanings } from "./exit-code.ts";
import { commands } from "./run.ts";

const rootFolder = fileURLToPath(new URL("../../..", import.meta.url));
const readmeOf = (path: string): Promise<string> => readFile(join(rootFolder, path), "utf8");

/** Blocks of shell words, fenced or indented, in their order. */
const blocksOf = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```|(?:^ {4}\S.*\n)+/gm)].flatMap(([whole, language, fenced]) => {
    if (fenced !== undefined) return language === "sh" ? [fenced] : [];
    return [whole.replaceAll(/^ {4}/gm, "")];
  });

// Of the README's blocks, those that use it.
const withoutCurl = withoutTool("curl");

let folder = "";
let firstPort = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "genwait-readme-"));
  firstPort = await freePorts();
  // What a fresh clone gets from the registry is here already; everything else is what the README says.
  const packages = await Promise.all(["packages", "apps"].map((group) => manifestsIn(join(rootFolder, group))));
  const scripts = Object.entries(root.scripts).map(
    ([name, script]) => `${name}) shift 3; cd "${rootFolder}"; INIT_CWD="$here" exec ${script} "$@" ;;`,
  );
  await program(
    "genwait",
    `exec "${process.execPath}" --conditions=@genwait/source "${join(rootFolder, "apps/cli/src/main.ts")}" "$@"`,
  );
  await program("node", `exec "${process.execPath}" "$@"`);
  await program(
    "npm",
    `case "$1" in install) shift ;; *) exit 1 ;; esac\nfor name in "$@"; do case "$name" in -*|${packages.flat().join("|")}) ;; *) echo "no $name"; exit 1 ;; esac; done`,
  );
  await program(
    "npx",
    `here="$PWD"\ncase "$1 $2" in "-y ${root.packageManager}") ;; *) echo "not $*"; exit 1 ;; esac\ncase "$3" in\ntest) exit 0 ;;\n${scripts.join("\n")}\n*) echo "no $3"; exit 1 ;;\nesac`,
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const program = async (name: string, script: string): Promise<void> => {
  const path = join(folder, "bin", name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/bash\n${script}\n`);
  await chmod(path, 0o755);
};

const manifestsIn = async (group: string): Promise<readonly string[]> => {
  const names = await readdir(group);
  const manifests = names.map((name) => readFile(join(group, name, "package.json"), "utf8").catch(() => "{}"));
  return (await Promise.all(manifests)).flatMap((manifest) => /"name": "([^"]+)"/.exec(manifest)?.[1] ?? []);
};

/** The first of two ports that nobody uses. */
const freePorts = async (): Promise<number> => {
  const first = createServer().listen(0, "127.0.0.1");
  await once(first, "listening");
  const address = first.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const second = createServer().listen(port + 1, "127.0.0.1");
  const isFree = await Promise.race([
    once(second, "listening").then(() => true),
    once(second, "error").then(() => false),
  ]);
  await Promise.all([first, second].map((server) => new Promise((resolve) => server.close(resolve))));
  return isFree ? port : freePorts();
};

/** Starts a block as a person pastes it, in an empty folder and with no variable of this machine's. */
const paste = async (block: string, cwd: string) => {
  const local = block.replaceAll("4010", `${firstPort}`).replaceAll("4011", `${firstPort + 1}`);
  await mkdir(cwd, { recursive: true });
  return spawn("bash", ["-e", "-o", "pipefail", "-c", local], {
    cwd,
    env: { PATH: [join(folder, "bin"), "/usr/bin", "/bin"].join(delimiter), HOME: cwd },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
};

const isMock = (block: string): boolean => /(?:genwait|pnpm@\S+) mock\b/.test(block);

/** A mock tells its addresses once it can be called, the last of them last. */
const untilReady = async (stdout: AsyncIterable<unknown>): Promise<void> => {
  let heard = "";
  for await (const part of stdout) {
    heard += String(part);
    if (/^gamma http/m.test(heard)) return;
  }
  throw new Error(`The mock has ended: ${heard}`);
};

/** Runs blocks in their order; one that starts a mock goes on until the others have ended. */
const runBlocks = async (blocks: readonly string[], cwd: string) => {
  const runs: { block: string; code: unknown; stdout: string; stderr: string }[] = [];
  const groups: number[] = [];
  try {
    for (const block of blocks) {
      const child = await paste(block, cwd);
      if (isMock(block)) {
        groups.push(child.pid ?? 0);
        child.stderr.resume();
        await untilReady(child.stdout);
        continue;
      }
      const [stdout, stderr, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, "close"),
      ]);
      runs.push({ block, code, stdout, stderr });
    }
  } finally {
    for (const group of groups) process.kill(-group, "SIGKILL");
  }
  return runs;
};

// Real processes, one after another, on a machine that may be busy.
const patience = { timeout: 240_000 };

describe("the shell blocks of the READMEs run as they are pasted, in their order, without a key", () => {
  test(`in the README of the repository, up to its one idea${withoutCurl}`, patience, async () => {
    const [start = ""] = (await readmeOf("README.md")).split("## The one idea");
    const blocks = blocksOf(start).filter((block) => withoutCurl === "" || !block.includes("curl "));
    const runs = await runBlocks(blocks, join(folder, "clone"));
    expect(runs.map(({ code, stderr }) => ({ code, stderr }))).toEqual(runs.map(({ stderr }) => ({ code: 0, stderr })));
    const [demo, , shell] = runs;
    expect(demo?.stdout).toContain("succeeded  gamma");
    expect(shell?.stdout).toContain("succeeded  gamma");
    expect(shell?.stdout).toContain('"phase":"succeeded"');
    const files = (await readdir(join(folder, "clone/results"))).filter((name) => name.endsWith(".pdf"));
    expect(files).toHaveLength(withoutCurl === "" ? 2 : 1);
    for (const name of files) expect(await readFile(join(folder, "clone/results", name), "latin1")).toMatch(/^%PDF-/);
  });

  test("in the README of the command line", patience, async () => {
    const runs = await runBlocks(blocksOf(await readmeOf("apps/cli/README.md")), join(folder, "home"));
    expect(runs.map(({ code, stderr }) => ({ code, stderr }))).toEqual(runs.map(({ stderr }) => ({ code: 0, stderr })));
    const [install, shell, durable] = runs;
    expect(install?.stdout).toContain("succeeded  affogato");
    expect(shell?.stdout.match(/"phase":"succeeded","attempts"/g)).toHaveLength(2);
    expect(durable?.stdout).toMatch(/"phase":"succeeded".*"cursor":"1".*"key":"order-4711"/);
    expect(durable?.stderr).toContain("Stopped: gave back 64 shards with 0 open waits, after 1 result.");
    expect((await readdir(join(folder, "home/results"))).map((name) => name.slice(-4))).toEqual([".pdf"]);
  });
});

test("every script that the README of the repository names is there", async () => {
  const named = blocksOf(await readmeOf("README.md")).flatMap((block) =>
    [...block.matchAll(/\bpnpm(?:@\S+)? ([\w:]+)/g)].map(([, name = ""]) => name),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !Object.hasOwn(root.scripts, name))).toEqual([]);
});

describe("the README of the command line", () => {
  test.each(leavesOf(commands))("has $name with every option", async ({ name, options }) => {
    const readme = await readmeOf("apps/cli/README.md");
    expect(readme).toContain(`\`genwait ${name}`);
    for (const option of options) expect(readme).toContain(`--${option.name}`);
  });

  test("names no option that there is not", async () => {
    const known = new Set([
      "--global",
      ...leavesOf(commands).flatMap(({ options }) => options.map(({ name }) => `--${name}`)),
    ]);
    const named = (await readmeOf("apps/cli/README.md")).match(/(?<![\w-])--[a-z][\w-]*/g) ?? [];
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  test("has every exit code", async () => {
    const readme = await readmeOf("apps/cli/README.md");
    for (const code of Object.keys(exitCodeMeanings)) expect(readme).toContain(`\n| ${code} | `);
  });
});
