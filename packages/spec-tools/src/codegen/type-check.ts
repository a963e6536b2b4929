import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import ts from "typescript";

import { type Complaint, runCompiler } from "./compiler.ts";
import { GenerateError } from "./generate-error.ts";
import type { Files } from "./generated-package.ts";

/** A package as it was made, and what messages call its source. */
export interface CheckedPackage {
  /** Such as `specs/<name>`. */
  readonly place: string;
  readonly files: Files;
}

/** What compiles, and where it finds what clients import. */
export interface Compiler {
  /** Compiles a project, and gives the complaints, with files relative to the folder. */
  compile(
    folder: string,
    compilerOptions: Readonly<Record<string, unknown>>,
    files: readonly string[],
  ): Promise<readonly Complaint[]>;
  /** Folders of packages, by their names. */
  readonly packages: Readonly<Record<string, string>>;
}

// The packages that clients import are dependencies of this one.
const scope = new URL("../../node_modules/@genwait/", import.meta.url);

/** TypeScript's native compiler. */
const nativeCompiler: Compiler = {
  compile: async (folder, compilerOptions, files) => {
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
    return runCompiler(["--project", folder], folder);
  },
  packages: Object.fromEntries(
    ["client-core", "lifecycle"].map((name) => [`@genwait/${name}`, fileURLToPath(new URL(name, scope))]),
  ),
};

/**
 * Type-checks packages before anything of them is written, all in one program.
 *
 * @throws GenerateError when one does not compile, with the place in its document where that can be told
 */
export const checkTypes = async (
  packages: readonly CheckedPackage[],
  compiler: Compiler = nativeCompiler,
): Promise<void> => {
  const sources = packages.flatMap(({ files }, index) =>
    [...files].flatMap(([path, text]) => (path.endsWith(".ts") ? [[`${index}/${path}`, text] as const] : [])),
  );
  const complaints = await compileSources(new Map(sources), compiler);
  for (const [index, made] of packages.entries()) {
    refuse(
      complaints.flatMap((complaint) =>
        complaint.file.startsWith(`${index}/`)
          ? [{ ...complaint, file: complaint.file.slice(`${index}/`.length) }]
          : [],
      ),
      made,
    );
  }
};

/** Type-checks modules, by their paths in one folder, as the packages themselves are compiled. */
export const compileSources = async (
  sources: ReadonlyMap<string, string>,
  compiler: Compiler = nativeCompiler,
): Promise<readonly Complaint[]> => {
  const folder = await mkdtemp(join(tmpdir(), "genwait-generate-"));
  try {
    for (const [path, text] of [["package.json", `{ "type": "module" }`] as const, ...sources]) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    for (const [name, target] of Object.entries(compiler.packages)) {
      const link = join(folder, "node_modules", name);
      await mkdir(dirname(link), { recursive: true });
      await symlink(target, link, "junction");
    }
    return await compiler.compile(folder, compilerOptions, [...sources.keys()]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

// As the packages themselves are compiled.
const compilerOptions = {
  target: "es2024",
  module: "nodenext",
  lib: ["es2024", "dom", "dom.iterable", "dom.asynciterable"],
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  customConditions: ["@genwait/source"],
  skipLibCheck: true,
  noEmit: true,
};

const refuse = (complaints: readonly Complaint[], { place, files }: CheckedPackage): void => {
  if (complaints.length === 0) return;
  // The first place that is wrong makes others wrong.
  const ordered = complaints.toSorted((left, right) => rankOf(left) - rankOf(right));
  const lines = ordered.slice(0, most).map((complaint) => {
    const pointer = pointerOf(complaint, files);
    return `  ${pointer === undefined ? `${complaint.file}:${complaint.line}` : `${place}#${pointer}`}: ${complaint.message}`;
  });
  const more = complaints.length > most ? `\n  and ${complaints.length - most} more` : "";
  const isCircle = complaints.some(({ code }) => circles.has(code));
  throw new GenerateError(
    place,
    `its client would not compile:\n${[...new Set(lines)].join("\n")}${more}\n`,
    isCircle
      ? "A schema that lists its children (oneOf) must not be a part (allOf) of them: remove one of the two in the overlay."
      : "Mend the document in the overlay.",
  );
};

const most = 5;

// Types that contain themselves.
const circles: ReadonlySet<string> = new Set(["TS2456", "TS2502", "TS2310", "TS2313", "TS2589", "TS7022"]);

const rankOf = ({ file }: Complaint): number => (file.endsWith("/schema.ts") ? 0 : 1);

/** The place in the document that a line of `schema.ts` is made of: the members around it, as a JSON Pointer. */
const pointerOf = ({ file, line, column }: Complaint, files: Files): string | undefined => {
  const text = files.get(file);
  if (text === undefined || !file.endsWith("/schema.ts")) return undefined;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const position = source.getPositionOfLineAndCharacter(line - 1, column - 1);
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (position < node.pos || position >= node.end) return;
    if (ts.isInterfaceDeclaration(node)) names.push(node.name.text);
    if (
      ts.isPropertySignature(node) &&
      (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name) || ts.isNumericLiteral(node.name))
    )
      names.push(node.name.text);
    node.forEachChild(visit);
  };
  visit(source);
  // Members of schemas stand without the words that the document has between them.
  const shown = names[0] === "components" ? names.slice(0, 3) : names.slice(0, 2);
  return `/${shown.map((name) => name.replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`;
};
