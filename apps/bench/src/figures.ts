import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type BuildOptions } from "esbuild";

/** The repository's root. */
export const rootFolder: string = fileURLToPath(new URL("../../../", import.meta.url));

/** The middle of several figures. */
export const median = (figures: readonly number[]): number =>
  figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)] ?? Number.NaN;

/** What a page would load of a module and all it imports: minified and gzipped, in kB. */
export const bundledKb = async (entry: Pick<BuildOptions, "stdin" | "entryPoints">): Promise<number> => {
  const { outputFiles } = await build({
    ...entry,
    absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
    outdir: "unwritten",
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    conditions: ["@genwait/source"],
    write: false,
  });
  return gzipSync(outputFiles?.[0]?.contents ?? "", { level: 9 }).byteLength / 1000;
};

/** The same of a module that is only text. */
export const bundledTextKb = (contents: string): Promise<number> =>
  bundledKb({ stdin: { contents, resolveDir: fileURLToPath(new URL("..", import.meta.url)) } });
