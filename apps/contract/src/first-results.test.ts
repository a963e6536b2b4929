import { execFile, execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { createMockService, type MockServer, startMockServer } from "@genwait/mock-server";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { apis } from "./apis.ts";
import { isChromiumExpected, launchChromium, withoutChromium } from "./chromium.ts";
import { need } from "./document.ts";
import { planOf, type Trial, trials } from "./first-results/plan.ts";
import { openapiFetchProgram } from "./first-results/with-openapi-fetch.ts";
import { rootFolder } from "./root-folder.ts";

// Programs of other people, with pauses of their own, on a machine that may be busy.
const patience = { timeout: 180_000 };

/** What the first bytes of a file say that it is, by its extension. */
const signatures: Readonly<Record<string, string>> = {
  pdf: "%PDF-",
  png: "\u0089PNG\r\n\u001A\n",
  pptx: "PK\u0003\u0004",
};

const expectWholeFile = (name: string, bytes: Uint8Array): void => {
  const extension = name.split(".").at(-1) ?? "";
  const signature = need(signatures[extension], `signature of ${name}`);
  expect(Buffer.from(bytes.subarray(0, signature.length)).toString("latin1")).toBe(signature);
  expect(bytes.length).toBeGreaterThan(100);
};

/** Whether this program is here and does that much; where `GENWAIT_TOOLS=required` says that it must be, it is not asked. */
const isHere = (command: string, ...args: readonly string[]): boolean => {
  if (process.env["GENWAIT_TOOLS"] === "required") return true;
  try {
    execFileSync(command, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

// The system's own is asked first: the package python3-requests is for that one.
const python = ["/usr/bin/python3", "python3"].find((command) => isHere(command, "-c", "import requests"));
const withoutPython =
  python === undefined
    ? " (left out: there is no Python with requests; on Debian: apt-get install python3-requests)"
    : "";

let folder = "";
let mock: MockServer;
beforeAll(async () => {
  // Inside the package, so that a program finds the packages that a reader would have installed.
  folder = await mkdtemp(join(rootFolder, "apps/contract/.examples-"));
  mock = await startMockServer({
    apis: apis.map(({ name, document }) => ({ name, document })),
    port: 0,
    scenario: "polls-1",
  });
});
afterAll(async () => {
  await mock?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a program in an empty folder of its own, and gives what it printed and that folder. */
const runProgram = async (
  command: string,
  args: readonly string[],
  { name, input = "" }: { readonly name: string; readonly input?: string },
): Promise<{ readonly printed: string; readonly here: string }> => {
  const here = join(folder, name.replaceAll(/\W+/g, "-"));
  await mkdir(here, { recursive: true });
  const printed = await new Promise<string>((resolve, reject) => {
    const child = execFile(command, args, { cwd: here }, (error, stdout, stderr) =>
      error === null ? resolve(stdout) : reject(new Error(`${stdout}${stderr}`, { cause: error })),
    );
    child.stdin?.end(input);
  });
  return { printed, here };
};

const expectFilesIn = async (here: string, names: readonly string[]): Promise<void> => {
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) expectWholeFile(name, await readFile(join(here, name)));
};

const linesOf = (text: string): readonly string[] => text.trim().split("\n");

const planFor = (trial: Trial): string => JSON.stringify(planOf(trial, mock.url(trial.api.name)));

it("there are jobs with files to try", () => {
  expect(trials.length).toBeGreaterThan(1);
});

describe.concurrent("a finished, downloaded result of the mock is reached", patience, () => {
  it.skipIf(python === undefined).each(trials)(`by Python's requests: $title${withoutPython}`, async (trial) => {
    const program = join(import.meta.dirname, "first-results/with-requests.py");
    const { printed, here } = await runProgram(python ?? "", [program], {
      name: `requests ${trial.title}`,
      input: planFor(trial),
    });
    await expectFilesIn(here, linesOf(printed));
  });

  it.each(trials)("by plain openapi-fetch, typed by the client's schema.ts: $title", async (trial) => {
    const { api, title } = trial;
    const baseUrl = mock.url(api.name);
    const here = join(folder, `openapi-fetch-${title.replaceAll(/\W+/g, "-")}`);
    await mkdir(here);
    const schema = join(api.clientFolder, "src/generated/schema.ts");
    const { headers } = planOf(trial, baseUrl);
    await writeFile(join(here, "program.ts"), openapiFetchProgram(trial, { schema, baseUrl, headers }));
    const settings = {
      extends: join(rootFolder, ".config/tsconfig.json"),
      compilerOptions: {
        isolatedDeclarations: false,
        declaration: false,
        noEmit: true,
        allowImportingTsExtensions: true,
        rewriteRelativeImportExtensions: false,
      },
      include: ["program.ts"],
    };
    await writeFile(join(here, "tsconfig.json"), JSON.stringify(settings));
    const compiler = join(rootFolder, "node_modules/typescript/bin/tsc");
    await runProgram(process.execPath, [compiler, "-p", here], { name: `compiler ${title}` });
    const { printed, here: there } = await runProgram(process.execPath, [join(here, "program.ts")], {
      name: `program ${title}`,
    });
    await expectFilesIn(there, linesOf(printed));
  });

  const samples = apis.flatMap(({ name, description: { baseUrl }, specFolder }) => {
    const place = join(specFolder, "samples");
    return existsSync(place)
      ? readdirSync(place).map((file) => ({ api: name, baseUrl, file, path: join(place, file) }))
      : [];
  });
  it.skipIf(python === undefined).each(samples.filter(({ file }) => file.endsWith(".py")))(
    `by the vendor's own loop, with only the base URL changed: $api $file${withoutPython}`,
    async (sample) => {
      const { printed, here } = await runSample(sample, python ?? "");
      expect(printed).toContain("done: ");
      await expectFilesIn(here, readdirSync(here));
    },
  );
  it.each(samples.filter(({ file }) => file.endsWith(".js")))(
    "by the vendor's own loop, with only the base URL changed: $api $file",
    async (sample) => {
      const { printed, here } = await runSample(sample, process.execPath);
      expect(printed).toContain("done: ");
      await expectFilesIn(here, readdirSync(here));
    },
  );
});

interface Sample {
  readonly api: string;
  readonly baseUrl: string;
  readonly file: string;
  readonly path: string;
}

const runSample = async ({ api, baseUrl, file, path }: Sample, command: string): ReturnType<typeof runProgram> => {
  const parts = readFileSync(path, "utf8").split(baseUrl);
  if (parts.length !== 2) throw new Error(`${path} has to name ${baseUrl} once: nothing else of it is changed.`);
  const copy = join(folder, `${api}-${file}`);
  await writeFile(copy, parts.join(mock.url(api)));
  return runProgram(command, [copy], { name: `sample ${api} ${file}` });
};

describe.skipIf(!isChromiumExpected)(`a page of another origin${withoutChromium}`, patience, () => {
  it.each(trials)("reaches a finished, downloaded result of the mock by fetch alone: $title", async (trial) => {
    const script = await readFile(join(import.meta.dirname, "first-results/with-fetch.js"), "utf8");
    const server = createServer((_, response) => {
      response
        .writeHead(200, { "content-type": "text/html" })
        .end(`<!doctype html><title>Page</title><script>${script}</script>`);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${port}/`);
      const files: readonly { readonly name: string; readonly base64: string }[] = await page.evaluate(
        `getFiles(${planFor(trial)})`,
      );
      expect(files.length).toBeGreaterThan(0);
      for (const { name, base64 } of files) expectWholeFile(name, Buffer.from(base64, "base64"));
    } finally {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

describe("with msw, by the line of the mock server's README", () => {
  const readme = readFileSync(join(rootFolder, "apps/mock-server/README.md"), "utf8");
  const [, line = ""] = need(/`(http\.all\("[^`]+)`/.exec(readme) ?? undefined, "line for msw");

  /** Puts the README's handler between fetch and the service, for as long as `use` takes. */
  const intercept = async (trial: Trial, use: (baseUrl: string) => Promise<void>): Promise<void> => {
    const { name, document, description } = trial.api;
    const service = await createMockService({ apis: [{ name, document }], scenario: "polls-1" });
    // The README shows it for one service; it is the same line for any.
    const own = line.replace(/"https:[^"]*\/\*"/, JSON.stringify(`${description.baseUrl}/*`));
    const handler: unknown = new Function("http", "HttpResponse", "mock", `return ${own}`)(http, HttpResponse, service);
    const server = setupServer(handler as Parameters<typeof setupServer>[0]);
    server.listen({ onUnhandledFrame: "error" });
    const errors = vi.spyOn(console, "error").mockImplementation(() => {});
    try {
      await use(description.baseUrl);
      expect(errors).not.toHaveBeenCalled();
    } finally {
      server.close();
      await service.close();
    }
  };

  it.each(trials)("a finished, downloaded result is reached: $title", (trial) =>
    intercept(trial, async (baseUrl) => {
      const script = await readFile(join(import.meta.dirname, "first-results/with-fetch.js"), "utf8");
      const getFiles: (plan: object) => Promise<readonly { readonly name: string; readonly base64: string }[]> =
        new Function(`${script}; return getFiles;`)();
      const files = await getFiles(planOf(trial, baseUrl));
      expect(files.length).toBeGreaterThan(0);
      for (const { name, base64 } of files) expectWholeFile(name, Buffer.from(base64, "base64"));
    }),
  );

  it.each(trials)("a dropped connection is a network error, and prints nothing: $title", (trial) =>
    intercept(trial, async (baseUrl) => {
      const { status, headers } = planOf(trial, baseUrl);
      const url = status.url.replace("{id}", "mock-reset");
      expect((await fetch(url, { headers })).ok).toBe(true);
      await expect(fetch(url, { headers })).rejects.toThrow(TypeError);
    }),
  );

  it.each(trials)("an abort is an abort, and prints nothing: $title", (trial) =>
    intercept(trial, async (baseUrl) => {
      const { status, headers } = planOf(trial, baseUrl);
      const controller = new AbortController();
      const polled = fetch(status.url.replace("{id}", "mock-latency-60s"), { headers, signal: controller.signal });
      setImmediate(() => controller.abort());
      await expect(polled).rejects.toMatchObject({ name: "AbortError" });
    }),
  );
});
