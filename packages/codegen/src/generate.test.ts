import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { access, mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { describe, expect, it } from "vitest";

import { run } from "./generate.ts";

const document = `openapi: 3.1.0
info: { title: Kiln, version: "1" }
servers: [{ url: "https://api.kiln.example" }]
paths:
  /renders:
    post:
      operationId: createRender
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Input" } } } }
      responses: { "200": { description: Started, content: { application/json: { schema: { $ref: "#/components/schemas/Render" } } } } }
  /renders/{id}:
    get:
      operationId: getRender
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { "200": { description: The render, content: { application/json: { schema: { $ref: "#/components/schemas/Render" } } } } }
components:
  schemas:
    Input: { type: object, required: [prompt], properties: { prompt: { type: string, example: a lighthouse } } }
    Render:
      type: object
      required: [id, status]
      properties:
        id: { type: string, example: r1 }
        status: { type: string, enum: [queued, done, failed] }
        url: { type: string, example: "https://cdn.kiln.example/r1.png", description: "import x from './a.ts'" }
        error: { type: string }
`;

const declared = {
  base: `x-base-url: "https://api.kiln.example"`,
  links: `links: { render: { operationId: getRender, parameters: { id: "$response.body#/id" } } }`,
  job: `x-job: { name: render, id: { request: $request.path.id, response: /id }, state: { at: /status, values: { pending: [queued], succeeded: [done], failed: [failed] } }, has: { succeeded: { present: [/url] } }, failure: { message: /error } }`,
};

const overlay = `overlay: 1.0.0
info: { title: The lifecycle of a render, version: 1.0.0 }
actions:
  - { target: $, description: "documented: the server", update: { ${declared.base} } }
  - { target: "$.paths['/renders'].post.responses['200']", description: "documented: the id", update: { ${declared.links} } }
  - { target: "$.paths['/renders/{id}'].get", description: "documented: the words of status", update: { ${declared.job} } }
`;

/** A document of one's own says all of it itself. */
const ownDocument = document
  .replace("paths:\n", `${declared.base}\npaths:\n`)
  .replace("description: Started,", `description: Started, ${declared.links},`)
  .replace("operationId: getRender\n", `operationId: getRender\n      ${declared.job}\n`);

const runIn = async (files: Readonly<Record<string, string>>, args: string) => {
  const cwd = await mkdtemp(join(tmpdir(), "codegen-"));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, file)), { recursive: true });
    await writeFile(join(cwd, file), text);
  }
  const said = { out: "", err: "" };
  const again = (words: string): Promise<number> =>
    run(words.split(" ").filter(Boolean), {
      stdout: (text) => void (said.out += text),
      stderr: (text) => void (said.err += text),
      cwd,
      fetch: globalThis.fetch,
      now: () => new Date(),
    });
  const code = await again(args);
  const read = (file: string): Promise<string> => readFile(join(cwd, file), "utf8");
  return { code, said, cwd, again, read };
};

const given = { "kiln.yaml": document, "overlay.yaml": overlay };
const usual = "--spec kiln.yaml --overlay overlay.yaml --out src/generated";

describe("genwait-codegen", () => {
  it("writes modules that name one another as Node resolves them", async () => {
    const { code, said, cwd, read } = await runIn(given, usual);
    expect(said.err).toContain("Wrote 7 files to src/generated.");
    expect(said.err).toMatch(/npm install @genwait\/client-core@\^\d+\.\d+\.\d+ @genwait\/lifecycle@\^/);
    expect(code).toBe(0);
    expect((await readdir(join(cwd, "src/generated"))).toSorted()).toEqual(
      "client.ts index.ts jobs.ts lifecycles.ts openapi.json operations.ts schema.ts".split(" "),
    );
    expect(await read("src/generated/index.ts")).toMatch(
      /^\/\*\n \* Made by `genwait-codegen` from kiln\.yaml and overlay\.yaml\./,
    );
    expect(await read("src/generated/client.ts")).toContain(`from "./jobs.js"`);
    expect(await read("src/generated/client.ts")).toContain("KILN_API_KEY");
    // What only looks like an import stays.
    expect(await read("src/generated/schema.ts")).toContain(`import x from './a.ts'`);
  });

  it("is content with what is up to date, and checks it without writing", async () => {
    const { again, said, cwd, read } = await runIn(given, usual);
    expect(await again(`${usual} --check`)).toBe(0);
    said.err = "";
    expect(await again(usual)).toBe(0);
    expect(said.err).toContain("src/generated is up to date.");
    await writeFile(join(cwd, "overlay.yaml"), overlay.replace("name: render,", "name: firing,"));
    expect(await again(`${usual} --check`)).toBe(1);
    expect(said.err).toContain(`${join("src/generated", "jobs.ts")}: is not what would be made`);
    expect(await read("src/generated/jobs.ts")).toContain("RenderJob");
    expect(await again(usual)).toBe(0);
    expect(await read("src/generated/jobs.ts")).toContain("FiringJob");
  });

  it("takes the overlay of its README", async () => {
    const [, shown = ""] =
      /```yaml\n(.*?)```/s.exec(await readFile(new URL("../README.md", import.meta.url), "utf8")) ?? [];
    const words = document.replace("enum: [queued, done, failed]", "enum: [queued, running, done, failed]");
    const { code, said } = await runIn({ "kiln.yaml": words, "overlay.yaml": shown }, usual);
    expect(said.err).toContain("Wrote 7 files");
    expect(code).toBe(0);
  });

  it.each([
    ["ts", `from "./jobs.ts"`],
    ["none", `from "./jobs"`],
  ])("names neighbours with --import-extension %s", async (extension, wanted) => {
    const { code, read } = await runIn(given, `${usual} --import-extension ${extension}`);
    expect(code).toBe(0);
    expect(await read("src/generated/client.ts")).toContain(wanted);
  });

  it("takes a document of one's own that declares its jobs itself, in several files", async () => {
    const [head = "", schemas = ""] = ownDocument.split("components:\n  schemas:\n");
    const { code, said, read } = await runIn(
      {
        "api/openapi.yaml": head.replaceAll("#/components/schemas/", "schemas.yaml#/"),
        "api/schemas.yaml": schemas.replaceAll(/^ {4}/gm, ""),
      },
      "--spec api/openapi.yaml --out client",
    );
    expect(said.err).toContain("Wrote 7 files to client.");
    expect(code).toBe(0);
    expect(await read("client/client.ts")).toContain("API_API_KEY");
  });

  it("takes nothing that is ours to declare from a stranger's document", async () => {
    const hostile = ownDocument.replace("https://api.kiln.example", "https://evil.example");
    const { code, said, read } = await runIn({ ...given, "kiln.yaml": hostile }, usual);
    expect(code).toBe(0);
    expect(said.err).toContain("dropped x-base-url");
    expect(await read("src/generated/client.ts")).not.toContain("evil.example");
  });

  it("says what the overlay gets wrong, with its line, and writes nothing", async () => {
    const { code, said, cwd } = await runIn(
      { ...given, "overlay.yaml": overlay.replace("at: /status", "at: /statuz") },
      usual,
    );
    expect(code).toBe(1);
    expect(said.err).toMatch(/^overlay\.yaml:6: .*\/statuz/m);
    expect(said.err).toContain("nothing was written");
    await expect(access(join(cwd, "src"))).rejects.toThrow("ENOENT");
  });

  it("writes over nothing that somebody wrote by hand", async () => {
    const { code, said, read } = await runIn({ ...given, "src/generated/index.ts": "export const mine = 1;\n" }, usual);
    expect(code).toBe(1);
    expect(said.err).toContain("was not made by this command");
    expect(await read("src/generated/index.ts")).toBe("export const mine = 1;\n");
  });

  it.each([
    ["", "no --spec is given", 64],
    ["--spec kiln.yaml --overlay overlay.yaml", "no --out is given", 64],
    ["--spec kiln.yaml --out a --import-extension mjs", "--import-extension is one of js, ts, none, not mjs", 64],
    ["--spec kiln.yaml --out a --name Kiln!", "lower-case words", 64],
    ["--spec kiln.yaml --out a --oops", "--help shows what there is", 64],
    ["--spec kiln.yaml --guess", "--guess writes the file that --overlay names", 64],
    ["--spec gone.yaml --overlay overlay.yaml --out a", "gone.yaml: there is no such file", 1],
    ["--spec kiln.yaml --overlay gone.yaml --out a", "gone.yaml: there is no such file", 1],
    ["--spec https://kiln.example/openapi.yaml --out a", "a document from elsewhere declares no jobs", 1],
    ["--spec kiln.yaml --out a", "no operation reports on a job", 1],
  ])("refuses %j", async (args, why, code) => {
    const made = await runIn(given, args);
    expect(made.said.err).toContain(why);
    expect(made.code).toBe(code);
  });

  it("leads from a page to a client in two commands", async () => {
    const page = `# Renders\n\n\`\`\`yaml\n${document}\`\`\`\n`;
    const files = "--spec page.md --overlay overlay.yaml";
    const { code, said, again, read } = await runIn({ "page.md": page }, `${files} --guess`);
    expect(code).toBe(0);
    expect(said.out).toContain("Guessed the job render");
    expect(await again(`${files} --guess`)).toBe(1);
    expect(said.err).toContain("it is there, and nothing is written over");
    expect(await again(`${files} --out src/generated`)).toBe(0);
    expect(await read("src/generated/client.ts")).toContain("startRender(");
  });

  it("asks no address but the one that --spec names, and reads nothing outside the document's folder", async () => {
    const asked: string[] = [];
    const server = createServer(({ url = "" }, response) => response.end(asked.push(url)));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    for (const target of [`http://127.0.0.1:${port}/a.yaml`, "../secret.yaml", "/etc/hostname"]) {
      const { code } = await runIn(
        {
          "in/kiln.yaml": document.replace(`{ $ref: "#/components/schemas/Input" }`, `{ $ref: "${target}" }`),
          "secret.yaml": "type: object",
          "overlay.yaml": overlay,
        },
        "--spec in/kiln.yaml --overlay overlay.yaml --out a",
      );
      expect(code).toBe(1);
    }
    server.close();
    expect(asked).toEqual([]);
  });

  it("is one file that runs by itself once it is built", async () => {
    const { cwd, read } = await runIn(given, "--help");
    const root = fileURLToPath(new URL("..", import.meta.url));
    const dist = join(root, "node_modules/.cache/bundle");
    await promisify(execFile)(process.execPath, [join(root, "scripts/bundle.mjs"), dist]);
    const { stderr } = await promisify(execFile)(
      process.execPath,
      ["--conditions=@genwait/source", join(dist, "main.js"), ...usual.split(" ")],
      {
        cwd,
      },
    );
    expect(stderr).toContain("Wrote 7 files");
    expect(await read("src/generated/index.ts")).toContain("createClient");
    expect(await readFile(join(dist, "THIRD-PARTY-LICENSES.md"), "utf8")).toContain("## yaml ");
  });
});
