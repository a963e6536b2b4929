import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Complaint, runCompiler } from "../../codegen/compiler.ts";

/**
 * Type-checks a few modules that need nothing but each other.
 *
 * The native compiler does it in ten milliseconds, where loading the one written in JavaScript takes a hundred and fifty; the standard
 * library is replaced by the few lines that the modules use.
 */
export const compile = async (modules: Readonly<Record<string, string>>): Promise<readonly Complaint[]> => {
  const folder = await mkdtemp(join(tmpdir(), "spec-diff-"));
  try {
    const files = { "lib.d.ts": standardLibrary, ...modules };
    await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
    return await runCompiler([...options, ...Object.keys(files)], folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const standardLibrary = `${[
  "Boolean",
  "CallableFunction",
  "Function",
  "IArguments",
  "NewableFunction",
  "Number",
  "Object",
  "RegExp",
  "String",
]
  .map((name) => `interface ${name} {}`)
  .join("\n")}\ninterface Array<T> { readonly length: number; [index: number]: T; }\n`;

const options: readonly string[] = [
  "--noLib",
  "--noEmit",
  "--strict",
  "--exactOptionalPropertyTypes",
  "--allowImportingTsExtensions",
  "--ignoreConfig",
  "--module",
  "esnext",
  "--moduleResolution",
  "bundler",
  "--types",
  "",
];
