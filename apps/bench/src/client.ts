import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createClient as generateClient } from "@hey-api/openapi-ts";
import type { CallFigures } from "./client/call-probe.ts";
import { bundledKb, bundledTextKb, rootFolder } from "./figures.ts";
import { runProbe } from "./run-probe.ts";
import type { Measurement, Row } from "./table.ts";

/** What one call costs, beside the same call of the library that the client stands on. */
const calls = async (): Promise<readonly Row[]> => {
  const limit = 2;
  const { jobPoll, typedGet, peerGet } = await runProbe<CallFigures>(new URL("client/call-probe.ts", import.meta.url));
  const row = (figure: string, us: number): Row => ({
    figure,
    target: `<= ${limit} x`,
    ours: `${us.toFixed(1)} us (${(us / peerGet).toFixed(2)} x)`,
    peer: `${peerGet.toFixed(1)} us`,
    peerName: "openapi-fetch 0.17, typed GET",
    ok: us <= limit * peerGet,
  });
  return [
    row("job.poll() in memory, a fresh signal for each call", jobPoll),
    row("client.GET() in memory, a fresh signal for each call", typedGet),
  ];
};

const names = ["gamma", "affogato"] as const;
const benchFolder = join(rootFolder, "apps/bench");

/** Written where nothing is committed: what it is made of may change, and the generator is pinned. */
const generatePeer = async (name: string): Promise<string> => {
  const path = `node_modules/.hey-api/${name}`;
  await generateClient({
    input: join(rootFolder, `packages/${name}-client/openapi.json`),
    output: { path: join(benchFolder, path), clean: true },
    logs: { level: "silent" },
    plugins: ["@hey-api/client-fetch", { name: "@hey-api/sdk", validator: { response: "zod" } }, "zod"],
  });
  return `${path}/sdk.gen.ts`;
};

/** One client, beside what hey-api makes of the same document, with its fetch client and zod. */
const size = async (): Promise<readonly Row[]> => {
  const limitKb = 10;
  const ours = await Promise.all(
    names.map((name) => bundledTextKb(`export { createClient } from "@genwait/${name}-client";`)),
  );
  const peers: number[] = [];
  // One after another: the generator writes beside itself.
  for (const name of names) peers.push(await bundledKb({ entryPoints: [await generatePeer(name)] }));
  return [
    {
      figure: `one client, minified and gzipped (${names.join(", ")})`,
      target: `<= ${limitKb} kB`,
      ours: sizesText(ours),
      peer: sizesText(peers),
      peerName: "hey-api with zod",
      ok: Math.max(...ours) <= limitKb,
    },
  ];
};

const sizesText = (sizes: readonly number[]): string => `${sizes.map((kb) => kb.toFixed(2)).join(", ")} kB`;

const linesOf = (folder: string): number =>
  readdirSync(join(rootFolder, folder), { recursive: true, withFileTypes: true })
    .filter(({ name }) => name.endsWith(".ts") && !/\.test(?:-d)?\.ts$/.test(name))
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8").split("\n").length - 1)
    .reduce((sum, count) => sum + count, 0);

/** What a maintainer has to read. */
const lines = async (): Promise<readonly Row[]> => {
  // Two thirds of what it was before it stood on openapi-fetch.
  const limit = Math.floor(((1364 + 1278 + 3560) * 2) / 3);
  const counts = ["packages/client-core/src", "packages/lifecycle/src", "packages/spec-tools/src/codegen"].map(linesOf);
  const sum = counts.reduce((total, count) => total + count, 0);
  return [
    {
      figure: "lines of client-core + lifecycle + codegen, without tests",
      target: `<= ${limit}`,
      ours: `${sum} (${counts.join(" + ")})`,
      peer: "",
      peerName: "",
      ok: sum <= limit,
    },
  ];
};

/** What a call costs, and what a client adds to a page. */
export const measurements: readonly Measurement[] = [
  { name: "one call in memory, about a minute", run: calls },
  { name: "size of the bundles", run: size },
  { name: "lines", run: lines },
];
