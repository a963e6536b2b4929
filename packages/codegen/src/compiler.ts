import { existsSync, realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

import type { Complaint } from "@genwait/spec-tools/codegen/compiler.ts";
import type { Compiler } from "@genwait/spec-tools/codegen/type-check.ts";
import ts from "typescript";

/** TypeScript's compiler in JavaScript, which runs wherever Node does, and the packages that this one brings for clients to import. */
export const compiler = (): Compiler => ({
  compile: async (folder, compilerOptions, files) => {
    const { options } = ts.convertCompilerOptionsFromJson(compilerOptions, folder);
    const program = ts.createProgram({ rootNames: files.map((file) => join(folder, file)), options });
    // The folder of temporary files may be a link.
    const roots = [folder, realpathSync(folder)];
    return ts.getPreEmitDiagnostics(program).map((diagnostic) => complaintOf(diagnostic, roots));
  },
  packages: Object.fromEntries(
    ["@genwait/client-core", "@genwait/lifecycle"].map((name) => [name, join(modules, name)]),
  ),
});

const shipped = fileURLToPath(new URL("types/node_modules", import.meta.url));

/** The types that clients import lie beside what was built; in this repository they are its own packages. */
const modules = existsSync(shipped) ? shipped : fileURLToPath(new URL("../node_modules", import.meta.url));

const complaintOf = ({ file, start = 0, code, messageText }: ts.Diagnostic, roots: readonly string[]): Complaint => {
  const { line, character } = file?.getLineAndCharacterOfPosition(start) ?? { line: 0, character: 0 };
  const [first = "", ...rest] = ts.flattenDiagnosticMessageText(messageText, "\n").split("\n");
  const path = file?.fileName ?? "";
  const root = roots.find((each) => path.startsWith(each.replaceAll(sep, "/"))) ?? roots[0] ?? "";
  return {
    file: relative(root, path).replaceAll(sep, "/"),
    line: line + 1,
    column: character + 1,
    code: `TS${code}`,
    message: first,
    because: rest.at(-1)?.trim(),
  };
};
