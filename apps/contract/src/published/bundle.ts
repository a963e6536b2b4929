import { build, type BuildOptions } from "esbuild";
import { rootFolder } from "../root-folder.ts";

export interface BundleOptions {
  /** The global that a page reads the exports from. */
  readonly globalName?: string;
  readonly minify?: boolean;
}

/** Files and all they import as one script for the web, made from the sources: nothing has to be built first. */
export const bundleFiles = (paths: readonly string[], options?: BundleOptions): Promise<string> =>
  run({ entryPoints: [...paths], outdir: "unwritten" }, options);

/** The same of a module that is only text. */
export const bundleText = (contents: string, options?: BundleOptions): Promise<string> =>
  run({ stdin: { contents, resolveDir: `${rootFolder}apps/contract` } }, options);

const run = async (entry: BuildOptions, { globalName, minify = false }: BundleOptions = {}): Promise<string> => {
  const { outputFiles = [] } = await build({
    ...entry,
    bundle: true,
    platform: "browser",
    conditions: ["@genwait/source"],
    minify,
    write: false,
    ...(globalName !== undefined && { globalName }),
  });
  return outputFiles.map(({ text }) => text).join("");
};
