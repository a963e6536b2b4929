import { copyFile, lstat, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { isRecord } from "@genwait/lifecycle";
import { need } from "../document.ts";
import { rootFolder } from "../root-folder.ts";
import { run } from "./run.ts";

/** The published generator, in the hands of somebody outside this repository. */
export interface Outside {
  /** Made by this; knows nothing of us but the tarballs. */
  readonly folder: string;
  readonly tarballs: string;
  install(folder: string, tarballs: readonly string[]): Promise<void>;
  say(line: string): void;
}

const mostPackages = 40;
const mostBytes = 50 * 1024 * 1024;

/** A document with jobs that no package of ours is about. */
const fixture = join(rootFolder, "apps/contract/fixtures/kiln");

/**
 * Installs the generator's tarball, makes a client of a document and an overlay with it, and type-checks and runs a program
 * on that client: as Node's modules, through a bundler, and from the sources.
 */
export const checkOutside = async ({ folder, tarballs, install, say }: Outside): Promise<void> => {
  const packed = await readdir(tarballs);
  const named = (...names: readonly string[]): readonly string[] =>
    names.map((name) =>
      join(
        tarballs,
        need(
          packed.find((file) => file.replace(/-\d.*$/, "") === `genwait-${name}`),
          name,
        ),
      ),
    );
  const generator = join(folder, "generator");
  await install(generator, named("codegen"));
  say(await weigh(generator));
  const program = join(folder, "program");
  await install(program, named("codegen", "client-core", "lifecycle", "poller", "mock-server"));
  for (const file of ["openapi.yaml", "overlay.yaml"]) await copyFile(join(fixture, file), join(program, file));
  for (const way of ways) {
    await generate(program, way);
    await way.check(program, way.out);
    say(`made a client outside with --import-extension ${way.extension}, and waited with it`);
  }
};

/** How much the generator brings. */
const weigh = async (folder: string): Promise<string> => {
  const lock: unknown = JSON.parse(await readFile(join(folder, "node_modules/.package-lock.json"), "utf8"));
  const packages = isRecord(lock) && isRecord(lock["packages"]) ? Object.keys(lock["packages"]).length : Infinity;
  const bytes = await sizeOf(join(folder, "node_modules"));
  const weight = `${packages} packages, ${(bytes / 1024 / 1024).toFixed(1)} MB`;
  if (packages > mostPackages || bytes > mostBytes)
    throw new Error(`Failed to keep @genwait/codegen small: it brings ${weight}.`);
  return `installed @genwait/codegen: ${weight}`;
};

const sizeOf = async (path: string): Promise<number> => {
  const found = await lstat(path);
  if (!found.isDirectory()) return found.size;
  const sizes = await Promise.all((await readdir(path)).map((name) => sizeOf(join(path, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
};

interface Way {
  readonly extension: "js" | "none" | "ts";
  readonly out: string;
  check(folder: string, out: string): Promise<void>;
}

const generate = async (folder: string, { extension, out }: Way): Promise<void> => {
  const command = join(folder, "node_modules/@genwait/codegen/dist/main.js");
  const given = ["--spec", "openapi.yaml", "--overlay", "overlay.yaml", "--name", "kiln", "--out", `${out}/generated`];
  const all = [command, ...given, "--import-extension", extension];
  // No git, no pnpm: nothing but Node is on this path.
  const env = { PATH: "/nonexistent" };
  await run(process.execPath, all, folder, env);
  await run(process.execPath, [...all, "--check"], folder, env);
};

const strict = {
  target: "es2022",
  lib: ["es2022", "dom", "dom.iterable", "esnext"],
  strict: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  resolveJsonModule: true,
  types: [],
  // The mock's types are those of Node, which this program has not installed.
  skipLibCheck: true,
};

const compile = async (folder: string, out: string, compilerOptions: object): Promise<void> => {
  const config = `tsconfig.${out}.json`;
  await writeFile(
    join(folder, config),
    JSON.stringify({ compilerOptions: { ...strict, ...compilerOptions }, include: [out] }),
  );
  await run(process.execPath, [join(folder, "node_modules/typescript/bin/tsc"), "-p", config], folder);
};

const start = async (folder: string, file: string): Promise<void> => {
  const printed = await run(process.execPath, [file], folder);
  if (!/^succeeded string$/m.test(printed))
    throw new Error(`Failed to wait outside with ${file}: it printed ${printed}`);
};

const ways: readonly Way[] = [
  {
    extension: "js",
    out: "node",
    check: async (folder, out) => {
      await writeProgram(folder, out, "./generated/index.js");
      await compile(folder, out, { module: "nodenext", outDir: `${out}/dist`, rootDir: out });
      await start(folder, `${out}/dist/main.js`);
    },
  },
  {
    extension: "none",
    out: "bundled",
    check: async (folder, out) => {
      await writeProgram(folder, out, "./generated");
      await compile(folder, out, { module: "esnext", moduleResolution: "bundler", noEmit: true });
      const outfile = join(folder, out, "main.mjs");
      await build({
        entryPoints: [join(folder, out, "main.ts")],
        bundle: true,
        format: "esm",
        platform: "node",
        external: ["@genwait/mock-server"],
        outfile,
      });
      await start(folder, outfile);
    },
  },
  {
    extension: "ts",
    out: "sources",
    check: async (folder, out) => {
      await writeProgram(folder, out, "./generated/index.ts");
      await compile(folder, out, { module: "nodenext", allowImportingTsExtensions: true, noEmit: true });
      await start(folder, `${out}/main.ts`);
    },
  },
];

const writeProgram = async (folder: string, out: string, client: string): Promise<void> => {
  await mkdir(join(folder, out), { recursive: true });
  await writeFile(
    join(folder, out, "main.ts"),
    `import { createVirtualClock } from "@genwait/lifecycle/testing";
import { createMockService } from "@genwait/mock-server";
import { createPoller } from "@genwait/poller";
import { createClient, type KilnClient, type RenderResult } from ${JSON.stringify(client)};
import document from "./generated/openapi.json" with { type: "json" };

const clock = createVirtualClock();
const mock = await createMockService({ apis: [{ name: "kiln", document }], clock });
const client: KilnClient = createClient({ apiKey: "any", baseUrl: mock.url("kiln"), fetch: mock.fetch, clock });
const { job } = await client.startRender({ prompt: "a lighthouse" });
const result: RenderResult = await createPoller({ clock }).wait(job);
console.log(result.phase, result.phase === "succeeded" ? typeof result.body.message : "");
await mock.close();
`,
  );
};
