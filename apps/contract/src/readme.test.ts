import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { createMockService } from "@genwait/mock-server";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { apis } from "./apis.ts";
import { rootFolder } from "./root-folder.ts";
import { type ReadmeExample, readmeExamples } from "./readme-examples.ts";
import { testKey } from "./test-key.ts";

const examples = readmeExamples();
const fileOf = (example: ReadmeExample): string => `example-${examples.indexOf(example)}.ts`;
/** Needs nothing but our own packages, and none of a runner. */
const isRunnable = ({ program, isWhole }: ReadmeExample): boolean =>
  isWhole && [...program.matchAll(/from "([^"]+)"/g)].every(([, name = ""]) => /^@genwait\/[\w-]+$/.test(name));

/** The packages of the made-up APIs are installed nowhere; their examples import them from where they are. */
const locally = (program: string): string =>
  apis
    .filter(({ cliArguments: [first] }) => first === "--api")
    .reduce(
      (text, { name, clientFolder }) =>
        text.replaceAll(`"@genwait/${name}-client"`, `"${join(clientFolder, "src/index.ts")}"`),
      program,
    );

const patienceNs = 15_000_000_000n;

describe("the examples of the READMEs", () => {
  let folder = "";
  beforeAll(async () => {
    // Inside the package, so that the examples find our packages as a reader's program would.
    folder = await mkdtemp(join(rootFolder, "apps/contract/.examples-"));
    await mkdir(folder, { recursive: true });
    const config = {
      extends: relative(folder, join(rootFolder, ".config/tsconfig.json")),
      compilerOptions: {
        isolatedDeclarations: false,
        declaration: false,
        rewriteRelativeImportExtensions: false,
        allowImportingTsExtensions: true,
      },
      include: ["*.ts"],
    };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
    await Promise.all(
      examples.map((example) => writeFile(join(folder, fileOf(example)), `${locally(example.program)}\nexport {};\n`)),
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("are there", () => {
    expect(examples.length).toBeGreaterThan(3);
  });

  it("type-check", async () => {
    const tsc = join(rootFolder, "node_modules/typescript/bin/tsc");
    const { stdout } = await promisify(execFile)(process.execPath, [tsc, "-p", folder]).catch(
      (error: { readonly stdout: string }) => error,
    );
    const named = stdout.replaceAll(
      /\S*example-(\d+)\.ts/g,
      (_, index: string) => examples[Number(index)]?.place ?? "",
    );
    expect(named).toBe("");
  });

  it.each(examples.filter(isRunnable))("run against the mock: $place", async (example) => {
    const mock = await createMockService({
      apis: apis.map(({ name, document }) => ({ name, document })),
      limits: false,
    });
    vi.stubGlobal("fetch", mock.fetch);
    for (const { descriptor } of apis) vi.stubEnv(descriptor.keyVariable, testKey);
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
