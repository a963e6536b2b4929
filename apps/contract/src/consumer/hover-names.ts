import { join } from "node:path";
import type * as TypeScript from "typescript-5";

/** What an editor shows for `result` in each file: the name of its type. */
export const resultNames = (ts: typeof TypeScript, folder: string, files: readonly string[]): readonly string[] => {
  const program = ts.createProgram(
    files.map((name) => join(folder, name)),
    {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
      strict: true,
      exactOptionalPropertyTypes: true,
      types: [],
      noEmit: true,
    },
  );
  const checker = program.getTypeChecker();
  return files.map((name) => {
    let shown = "";
    const visit = (node: TypeScript.Node): void => {
      if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.name.text === "result")
        shown = checker.typeToString(checker.getTypeAtLocation(node.name), node);
      node.forEachChild(visit);
    };
    program.getSourceFile(join(folder, name))?.forEachChild(visit);
    return shown;
  });
};
