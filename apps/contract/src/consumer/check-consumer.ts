import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { apis } from "../apis.ts";
import { need } from "../document.ts";
import { resultNames } from "./hover-names.ts";
import { checkOutside } from "./outside.ts";
import { type ConsumedClient, consumerFiles, startedJob, typePrefix } from "./programs.ts";
import { publishedPackages } from "./published-packages.ts";
import { run, serve } from "./run.ts";
import { sendToWorker } from "./worker.ts";

/** Where the packages are installed, and where the tools that try them are. */
interface Consumer {
  /** Knows nothing of us but the tarballs. */
  readonly folder: string;
  /** A folder for each tool. */
  readonly tools: string;
  readonly clients: readonly ConsumedClient[];
  say(line: string): void;
}

/**
 * Packs every published package as a release would, installs the tarballs in an empty folder, type-checks programs against
 * them with old and new compilers, and runs them on every runtime that there is, against the mock.
 */
export const checkConsumer = async (say: (line: string) => void): Promise<void> => {
  const root = await mkdtemp(join(tmpdir(), "genwait-consumer-"));
  try {
    const packages = publishedPackages();
    const clients = packages.flatMap(({ name, folder, isClient }) =>
      isClient
        ? [
            {
              packageName: name,
              api: need(
                apis.find((api) => api.clientFolder === folder),
                name,
              ),
            },
          ]
        : [],
    );
    const consumer: Consumer = { folder: join(root, "consumer"), tools: join(root, "tools"), clients, say };
    await packAll(
      packages.map((one) => one.folder),
      join(root, "tarballs"),
    );
    say(`packed ${packages.length} packages`);
    await installTarballs(consumer.folder, join(root, "tarballs"));
    say("installed the tarballs in an empty folder");
    for (const { name, text } of consumerFiles(clients)) await writeFile(join(consumer.folder, name), text);
    await checkTypes(consumer);
    await runEverywhere(consumer);
    const demo = [join(consumer.folder, "node_modules/genwait/dist/main.js"), "demo", "--speed", "20"];
    say((await run(process.execPath, demo, consumer.folder)).trimEnd());
    await checkOutside({ folder: join(root, "outside"), tarballs: join(root, "tarballs"), install: installFiles, say });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
};

const packAll = async (folders: readonly string[], destination: string): Promise<void> => {
  await mkdir(destination);
  // pnpm, not npm: only pnpm puts `publishConfig.exports` and real versions into the tarball.
  for (const folder of folders) await run("pnpm", ["pack", "--pack-destination", destination], folder);
};

const quietly = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];

const installTarballs = async (folder: string, from: string): Promise<void> =>
  installFiles(
    folder,
    (await readdir(from)).map((name) => join(from, name)),
  );

/** Installs tarballs in an empty folder. */
const installFiles = async (folder: string, tarballs: readonly string[]): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }));
  await run("npm", ["install", ...quietly, ...tarballs], folder);
};

/** Installs one tool in a folder of its own, and says so where the registry does not give it. */
const installTool = async (
  { tools, say }: Consumer,
  name: string,
  ...packages: readonly string[]
): Promise<string | undefined> => {
  const folder = join(tools, name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ name, private: true }));
  try {
    await run("npm", ["install", ...quietly, ...packages], folder);
    return join(folder, "node_modules");
  } catch (error) {
    say(`left out ${name}: ${packages.join(" ")} cannot be installed (${firstLine(error)})`);
    return undefined;
  }
};

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";

/** The oldest compiler that every README names, the last one in JavaScript, and the newest. */
const compilers = ["5.4.5", "5.9.3", "7.0.2"];

const checkTypes = async (consumer: Consumer): Promise<void> => {
  const { folder, clients, say } = consumer;
  const calls = clients.map((_, index) => `calls-${index}.ts`);
  for (const version of compilers) {
    const modules = await installTool(consumer, `typescript-${version}`, `typescript@${version}`);
    if (modules === undefined) continue;
    const tsc = join(modules, "typescript/bin/tsc");
    for (const resolution of ["bundler", "nodenext"] as const) {
      await compile(tsc, folder, { resolution, files: ["waits.ts", ...calls], emit: false });
      say(`type-checked with TypeScript ${version} under ${resolution}`);
    }
    if (version.startsWith("7."))
      await compile(tsc, folder, { resolution: "nodenext", files: ["mocks.ts", ...calls], emit: true });
    else {
      const names = resultNames(createRequire(import.meta.url)(join(modules, "typescript")), folder, calls);
      const wanted = clients.map(({ api }) => `${typePrefix(startedJob(api).job.name)}Result`);
      if (names.join() !== wanted.join())
        throw new Error(
          `Failed to check: TypeScript ${version} shows results as ${names.join()}, not as ${wanted.join()}.`,
        );
      say(`TypeScript ${version} shows results by name: ${names.join(", ")}`);
    }
  }
};

interface CompileOptions {
  readonly resolution: "bundler" | "nodenext";
  readonly files: readonly string[];
  /** Also the mock's types are used, which need those of Node: this consumer has not installed them. */
  readonly emit: boolean;
}

const compile = async (tsc: string, folder: string, { resolution, files, emit }: CompileOptions): Promise<void> => {
  const compilerOptions = {
    target: "es2022",
    lib: ["es2022", "dom", "dom.iterable", ...(emit ? ["esnext"] : [])],
    module: resolution === "bundler" ? "esnext" : "nodenext",
    moduleResolution: resolution,
    strict: true,
    exactOptionalPropertyTypes: true,
    resolveJsonModule: true,
    types: [],
    noEmit: !emit,
    skipLibCheck: emit,
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  await run(process.execPath, [tsc, "-p", "tsconfig.json"], folder);
};

const runEverywhere = async (consumer: Consumer): Promise<void> => {
  const { folder, clients, say } = consumer;
  say((await run(process.execPath, ["mocks.js"], folder)).trimEnd());
  const { line: urls, stop } = await serve(process.execPath, ["serve.js"], folder);
  try {
    const here = async (name: string, command: string, args: readonly string[] = []): Promise<void> => {
      const printed = await run(command, [...args, "everywhere.js", urls], folder);
      const good = clients.map(
        ({ api }) => new RegExp(`^${api.name} succeeded true true true .*(?:succeeded|partial) not-found$`, "m"),
      );
      if (!good.every((pattern) => pattern.test(printed))) throw new Error(`Failed on ${name}:\n${printed}`);
      say(`called and waited on ${name}`);
    };
    await here(`Node ${process.versions.node}`, process.execPath);
    const platform = `${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
    const node = await installTool(consumer, "Node 22", `node-${platform}@22`);
    if (node !== undefined) await here("Node 22", join(node, `node-${platform}/bin/node`));
    const bun = await installTool(
      consumer,
      "Bun",
      `@oven/bun-${process.platform}-${process.arch === "arm64" ? "aarch64" : process.arch}`,
    );
    if (bun !== undefined) await here("Bun", await binaryIn(join(bun, "@oven"), "bin/bun"), ["run"]);
    const deno = await installTool(consumer, "Deno", `@deno/${denoTarget()}`);
    if (deno !== undefined)
      await here("Deno", await binaryIn(join(deno, "@deno"), "deno"), ["run", "--allow-all", "--no-lock"]);
    await runUnderJest(consumer, urls);
    await runInWorker(consumer, JSON.parse(urls));
  } finally {
    stop();
  }
};

const denoTarget = (): string => `${process.platform}-${process.arch}${process.platform === "linux" ? "-glibc" : ""}`;

const binaryIn = async (scope: string, path: string): Promise<string> =>
  join(scope, need((await readdir(scope))[0], "binary"), path);

/** Jest as the READMEs say: packages are ESM, so it needs the flag. */
const runUnderJest = async (consumer: Consumer, urls: string): Promise<void> => {
  const modules = await installTool(consumer, "jest", "jest@30.5.2");
  if (modules === undefined) return;
  const jest = join(modules, "jest/bin/jest.js");
  const args = ["--experimental-vm-modules", jest, "--rootDir", consumer.folder, "--ci", `--config={"transform":{}}`];
  await run(process.execPath, args, consumer.folder, { MOCK_URLS: urls });
  consumer.say("called and waited under Jest");
};

/** Two requests at once, each with a poller of its own, wait for the same job. */
const runInWorker = async (consumer: Consumer, urls: Readonly<Record<string, string>>): Promise<void> => {
  const modules = await installTool(consumer, "workerd", "miniflare@4.20260730.0");
  if (modules === undefined) return;
  const { outputFiles } = await build({
    entryPoints: [join(consumer.folder, "worker.js")],
    bundle: true,
    format: "esm",
    platform: "browser",
    conditions: ["workerd", "worker"],
    write: false,
  });
  const script = outputFiles[0]?.text ?? "";
  for (const { api } of consumer.clients) {
    const query = `?api=${api.name}&id=mock-slow-10s-worker`;
    const phases = await sendToWorker(modules, { script, bindings: urls }, [query, query]);
    if (phases.join() !== "succeeded,succeeded")
      throw new Error(`Failed in workerd: ${api.name} gave ${phases.join()}.`);
  }
  consumer.say("waited in workerd, two requests for the same job");
};
