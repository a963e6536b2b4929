import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { createMockService } from "@genwait/mock-server";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { apis } from "./apis.ts";
import { rootFolder } from "./root-folder.ts";
import { testKey } from "./test-key.ts";

/** A piece of a program in a README. */
interface ReadmeExample {
  /** The README and the line of the fence, for titles. */
  readonly place: string;
  readonly language: "ts" | "tsx" | "js";
  /** The program that the piece stands for: itself, or itself behind the whole program that it goes on with. */
  readonly program: string;
  /** It begins with its imports, so it can be run as it stands. */
  readonly isWhole: boolean;
}

const allReadmes = (): readonly string[] =>
  [
    rootFolder,
    ...["packages", "apps"].flatMap((group) =>
      readdirSync(join(rootFolder, group)).map((name) => join(rootFolder, group, name)),
    ),
    ...apis.map(({ clientFolder }) => clientFolder),
  ]
    .map((folder) => join(folder, "README.md"))
    .filter((file, index, all) => existsSync(file) && all.indexOf(file) === index);

const examplesOf = (file: string): readonly ReadmeExample[] => {
  const text = readFileSync(file, "utf8");
  const wholes: { readonly language: string; readonly section: number; readonly code: string }[] = [];
  return [...text.matchAll(/^```(tsx?|js)\n(.*?)^```/gms)].map(({ 1: name, 2: code = "", index }) => {
    const language = name === "tsx" || name === "js" ? name : "ts";
    const before = text.slice(0, index);
    const place = `${relative(rootFolder, file)}:${before.split("\n").length}`;
    const section = [...before.matchAll(/^## /gm)].length;
    const isWhole = /^(?:\/\/.*\n)*import /.test(code);
    if (isWhole) {
      wholes.push({ language, section, code });
      return { place, language, isWhole, program: code };
    }
    // A fragment goes on with the last whole program of its section, else with the first of the README, which a reader has
    // in mind; braces keep its names apart from the program's, unless it exports some.
    const known = wholes.filter((whole) => whole.language === language);
    const whole = (known.findLast((one) => one.section === section) ?? known[0])?.code ?? "";
    const program = /^export /m.test(code) ? `${whole}\n${code}` : `${whole}\n{\n${code}}\n`;
    return { place, language, isWhole, program };
  });
};

const readmes = allReadmes().map((file) => ({
  name: relative(rootFolder, file),
  examples: examplesOf(file),
  text: readFileSync(file, "utf8"),
}));
const examples = readmes.flatMap((readme) => readme.examples);
const fileOf = (example: ReadmeExample): string => `example-${examples.indexOf(example)}.${example.language}`;

const importsOf = (program: string): readonly string[] => [
  ...new Set([...program.matchAll(/(?:from|import) "([^"]+)"/g)].map(([, name = ""]) => name)),
];

/** `@scope/name` or `name`: what an install line names. */
const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

const isPackage = (specifier: string): boolean => !specifier.startsWith(".") && !isBuiltin(specifier);

/** The packages that the install lines of a README name. */
const installedBy = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.matchAll(/\b(?:npm (?:install|i)|(?:pnpm|yarn|bun|deno) add)\b([^\n`#]*)/g)].flatMap(([, rest = ""]) =>
      rest
        .trim()
        .split(/\s+/)
        .map((word) => word.replace(/^npm:/, "").replace(/(?<=.)@[^/]*$/, "")),
    ),
  );

/** Prints something, and needs nothing but our own packages: no runner, no page, no database, no value that is only declared. */
const isRunnable = ({ program, isWhole, language }: ReadmeExample): boolean =>
  isWhole &&
  language === "ts" &&
  program.includes("console.log") &&
  // What a server calls prints nothing by itself.
  !/^export /m.test(program) &&
  !/baseUrl: "\/|^declare /m.test(program) &&
  importsOf(program).every(
    (name) => isBuiltin(name) || (name.startsWith("@genwait/") && !/^@genwait\/(?:mock-server|durable)\b/.test(name)),
  );

/** What an example makes by itself, of the document of a made-up API. */
const generatedHere = new Map([
  ["./generated/index.js", join(rootFolder, "apps/contract/fixtures/kiln/client/src/index.ts")],
]);

/** The packages of the made-up APIs are installed nowhere; their examples import them from where they are. */
const locally = (program: string): string =>
  apis
    .filter(({ cliArguments: [first] }) => first === "--client")
    .reduce(
      (text, { name, clientFolder }) =>
        text
          .replaceAll(`"@genwait/${name}-client"`, `"${join(clientFolder, "src/index.ts")}"`)
          .replaceAll(`"@genwait/${name}-client/openapi.json"`, `"${join(clientFolder, "openapi.json")}"`),
      [...generatedHere].reduce((text, [name, file]) => text.replaceAll(`"${name}"`, `"${file}"`), program),
    );

const patienceNs = 15_000_000_000n;

describe("the examples of the READMEs", () => {
  let folder = "";
  beforeAll(async () => {
    // Inside the package, so that the examples find our packages as a reader's program would.
    folder = await mkdtemp(join(rootFolder, "apps/contract/.examples-"));
    const base = {
      extends: relative(folder, join(rootFolder, ".config/tsconfig.json")),
      compilerOptions: {
        isolatedDeclarations: false,
        declaration: false,
        rewriteRelativeImportExtensions: false,
        allowImportingTsExtensions: true,
        jsx: "react-jsx",
      },
      include: ["*.ts", "*.tsx"],
    };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(base));
    // What stands there as JavaScript has no types of its own; what it uses of ours has.
    const compilerOptions = { ...base.compilerOptions, allowJs: true, checkJs: true, noImplicitAny: false };
    const javaScript = { ...base, compilerOptions, include: ["*.js"] };
    await writeFile(join(folder, "tsconfig.js.json"), JSON.stringify(javaScript));
    await Promise.all(
      examples.map((example) => writeFile(join(folder, fileOf(example)), `${locally(example.program)}\nexport {};\n`)),
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("are there", () => {
    expect(examples.length).toBeGreaterThan(10);
  });

  const projects = ["tsconfig.json", "tsconfig.js.json"].filter(
    (name) => name === "tsconfig.json" || examples.some(({ language }) => language === "js"),
  );
  it.each(projects)("type-check under %s", async (name) => {
    const tsc = join(rootFolder, "node_modules/typescript/bin/tsc");
    const { stdout } = await promisify(execFile)(process.execPath, [tsc, "-p", join(folder, name)]).catch(
      (error: { readonly stdout: string }) => error,
    );
    const named = stdout.replaceAll(
      /\S*example-(\d+)\.(?:tsx?|js)/g,
      (_, index: string) => examples[Number(index)]?.place ?? "",
    );
    expect(named).toBe("");
  });

  it.each(readmes.filter((readme) => readme.examples.length > 0))(
    "import only what an install line of the same README names: $name",
    ({ text, ...readme }) => {
      const wanted = readme.examples.flatMap(({ program }) => importsOf(program).filter(isPackage).map(packageOf));
      const installed = installedBy(text);
      expect([...new Set(wanted)].filter((name) => !installed.has(name))).toEqual([]);
    },
  );

  it.each(examples.filter(isRunnable))("run against the mock: $place", async (example) => {
    const mock = await createMockService({
      apis: apis.map(({ name, document }) => ({ name, document })),
      anyId: true,
      limits: false,
    });
    vi.stubGlobal("fetch", mock.fetch);
    for (const { description } of apis) vi.stubEnv(description.keyVariable, testKey);
    const printed = vi.spyOn(console, "log").mockImplementation(() => {});
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
    try {
      const run: { outcome?: unknown } = {};
      void import(/* @vite-ignore */ join(folder, fileOf(example))).then(
        () => (run.outcome = "ended"),
        (error: unknown) => (run.outcome = error),
      );
      // Loading the example takes real time, its waits only virtual time.
      const startNs = process.hrtime.bigint();
      while (run.outcome === undefined && process.hrtime.bigint() - startNs < patienceNs) {
        await new Promise(setImmediate);
        await vi.advanceTimersByTimeAsync(100);
      }
      expect(run.outcome).toBe("ended");
      expect(printed).toHaveBeenCalled();
    } finally {
      vi.useRealTimers();
      await mock.close();
    }
  });
});
