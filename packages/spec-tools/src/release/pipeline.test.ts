import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";

import { isJsonObject } from "../openapi/json.ts";
import { type TemporaryClone, temporaryClone } from "./testing.ts";

const spec = "specs/gamma/openapi.yaml";
const address = "https://developers.gamma.app/generations/get-generation-status";

/** A page as GitBook publishes it, of a document. */
const pageOf = (document: unknown): string =>
  `# Get generation status\n\n\`\`\`json\n${JSON.stringify(document)}\n\`\`\`\n`;

const withTheme = (document: unknown): unknown => {
  const copy: unknown = structuredClone(document);
  const path = ["components", "schemas", "GenerationStatusResponse", "properties"];
  const members: unknown = path.reduce<unknown>((value, key) => (isJsonObject(value) ? value[key] : undefined), copy);
  if (!isJsonObject(members)) throw new Error(`${spec} has no ${path.join("/")}`);
  Reflect.set(members, "theme", { type: "string", description: "Theme of the Gamma" });
  return copy;
};

const consumer = `import { createClient } from "@genwait/gamma-client";
import { createPoller } from "@genwait/poller";

const fetch = async (request: Request | URL | string, init?: RequestInit): Promise<Response> =>
  (request instanceof Request ? request.method : init?.method) === "POST"
    ? Response.json({ generationId: "g1" })
    : Response.json({ generationId: "g1", status: "completed", gammaUrl: "https://gamma.app/docs/g1", theme: "night-sky" });

const client = createClient({ apiKey: "sk-gamma-test", fetch });
const { job } = await client.startGeneration({ inputText: "Best hikes" });
const result = await createPoller().wait(job);
if (result.phase !== "succeeded") throw new Error(result.phase);
const url: string = result.body.gammaUrl;
const theme: string | undefined = result.body.theme;
console.log(url, theme);
`;

let clone: TemporaryClone;
beforeAll(async () => {
  clone = await temporaryClone();
}, 120_000);
afterAll(() => clone.remove());

const read = (file: string): Promise<string> => clone.read(file);

/** The folder of a dependency's dependency, as it was installed. */
const installed = async (name: string, by: string): Promise<string> => realpath(join(by, name));

const installTarballs = async (): Promise<void> => {
  const modules = join(clone.root, "packages/client-core/node_modules");
  const fetchClient = await installed("openapi-fetch", modules);
  const overrides = {
    "@genwait/client-core": "file:../dist/genwait-client-core-1.0.0.tgz",
    "@genwait/lifecycle": "file:../dist/genwait-lifecycle-1.0.0.tgz",
    "openapi-fetch": `file:${fetchClient}`,
    "openapi-typescript-helpers": `file:${await installed("openapi-typescript-helpers", join(fetchClient, ".."))}`,
  };
  const dependencies = {
    "@genwait/gamma-client": "file:../dist/genwait-gamma-client-1.1.0.tgz",
    "@genwait/poller": "file:../dist/genwait-poller-1.0.0.tgz",
  };
  const compilerOptions = {
    strict: true,
    target: "es2024",
    module: "nodenext",
    lib: ["es2024", "dom", "dom.iterable"],
    types: [],
    noEmit: true,
  };
  await mkdir(join(clone.root, "consumer"));
  await clone.write(
    "consumer/package.json",
    JSON.stringify({ name: "consumer", private: true, type: "module", dependencies }),
  );
  // JSON is YAML.
  await clone.write("consumer/pnpm-workspace.yaml", JSON.stringify({ packages: ["."], overrides }));
  await clone.write("consumer/tsconfig.json", JSON.stringify({ compilerOptions, files: ["main.ts"] }));
  await clone.write("consumer/main.ts", consumer);
  await clone.run("pnpm", ["install", "--prefer-offline", "--reporter=silent"], "consumer");
};

describe("a changed page", () => {
  it("becomes a released client that a consumer installs, type-checks and runs", async () => {
    const document: unknown = parse(await read(spec));
    await clone.write("page.md", pageOf(document));
    const before = await read(spec);
    await clone.script("specs:import", "page.md", "--address", address, "--api", "gamma");
    expect(await read(spec)).toBe(before);

    await clone.write("page.md", pageOf(withTheme(document)));
    const updated = await clone.script("specs:update", "gamma", "page.md", "--address", address);
    expect(await read(spec)).toContain("Theme of the Gamma");
    expect(updated).toContain("@genwait/gamma-client 1.0.0: dist/genwait-gamma-client-1.0.0.tgz");

    const verdict: unknown = JSON.parse(await clone.script("specs:diff", "--json"));
    expect(verdict).toMatchObject({
      apis: [
        { api: "affogato", bump: "none", changes: [] },
        {
          api: "gamma",
          bump: "minor",
          changes: [{ code: "property-added", bump: "minor", name: "theme", required: false }],
        },
      ],
    });
    const name = /wrote (\.changeset\/spec-gamma-[0-9a-f]{8}\.md)/.exec(updated)?.[1] ?? "";
    expect(await read(name)).toContain("Added `theme` to a Gamma generation.");

    await clone.script("version-packages");
    expect(JSON.parse(await read("packages/gamma-client/package.json"))).toMatchObject({ version: "1.1.0" });
    expect(await read("packages/gamma-client/CHANGELOG.md")).toContain(
      "## 1.1.0\n\n### Minor Changes\n\n- Added `theme` to a Gamma generation.",
    );
    await clone.script("generate:check");
    await clone.script("docs:check");

    const packed = await clone.script("release:dry");
    expect(packed).toContain("@genwait/gamma-client 1.1.0: dist/genwait-gamma-client-1.1.0.tgz");
    await installTarballs();
    await clone.run(join(clone.root, "node_modules/.bin/tsc"), ["-p", "consumer"]);
    expect(await clone.run("node", ["main.ts"], "consumer")).toBe("https://gamma.app/docs/g1 night-sky\n");
  }, 900_000);
});
