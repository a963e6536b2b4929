import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootFolder } from "../root-folder.ts";
import { consumerPrograms } from "./consumer-programs.ts";
import { publishedPackages } from "./published-packages.ts";
import { run } from "./run.ts";

/**
 * Packs every published package as a release would, installs the tarballs in an empty folder, type-checks programs against
 * them under both ways to resolve modules, and runs them, and the command line, against the mock.
 */
export const checkConsumer = async (say: (line: string) => void): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), "genwait-consumer-"));
  try {
    const packages = publishedPackages();
    await packAll(
      packages.map((one) => one.folder),
      join(folder, "tarballs"),
    );
    say(`packed ${packages.length} packages`);
    await install(folder);
    say("installed the tarballs in an empty folder");
    const clients = packages.filter(({ isClient }) => isClient).map(({ name }) => name);
    for (const { name, text } of consumerPrograms(clients)) await writeFile(join(folder, `${name}.ts`), text);
    for (const resolution of ["bundler", "nodenext"] as const) {
      await typeCheck(folder, resolution);
      say(`type-checked under ${resolution}`);
    }
    say((await run(process.execPath, ["mocks.js"], folder)).trimEnd());
    say(
      (
        await run(
          process.execPath,
          [join(folder, "node_modules/genwait/dist/main.js"), "demo", "--speed", "20"],
          folder,
        )
      ).trimEnd(),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const packAll = async (folders: readonly string[], destination: string): Promise<void> => {
  await mkdir(destination);
  // pnpm, not npm: only pnpm puts `publishConfig.exports` and real versions into the tarball.
  for (const folder of folders) await run("pnpm", ["pack", "--pack-destination", destination], folder);
};

const install = async (folder: string): Promise<void> => {
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }));
  const tarballs = (await readdir(join(folder, "tarballs"))).map((name) => join(folder, "tarballs", name));
  const quiet = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  await run("npm", ["install", ...quiet, ...tarballs], folder);
};

const typeCheck = async (folder: string, moduleResolution: "bundler" | "nodenext"): Promise<void> => {
  const isBundled = moduleResolution === "bundler";
  const options = {
    target: "es2024",
    lib: ["es2024", "dom", "dom.iterable"],
    module: isBundled ? "esnext" : "nodenext",
    moduleResolution,
    strict: true,
    exactOptionalPropertyTypes: true,
    resolveJsonModule: true,
    types: [],
    noEmit: isBundled,
  };
  const tsc = join(rootFolder, "node_modules/typescript/bin/tsc");
  const check = async (name: string, files: readonly string[], skipLibCheck: boolean): Promise<void> => {
    await writeFile(join(folder, name), JSON.stringify({ compilerOptions: { ...options, skipLibCheck }, files }));
    await run(process.execPath, [tsc, "-p", name], folder);
  };
  await check("tsconfig.waits.json", ["waits.ts"], false);
  // The mock is for Node, whose types this consumer has not installed.
  await check("tsconfig.mocks.json", ["mocks.ts"], true);
};
