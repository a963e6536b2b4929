import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { createClient as generateClient } from "@hey-api/openapi-ts";
import { build } from "esbuild";
import type { Row } from "../row.ts";

const limitKb = 6;
const names = ["gamma", "affogato"] as const;
const root = fileURLToPath(new URL("../../", import.meta.url));

/** One client with its validators, beside what hey-api makes of the same document, with its fetch client and zod. */
export const sizeRow = async (): Promise<Row> => {
  const ours = await Promise.all(names.map((name) => bundledKb(`../../packages/${name}-client/src/index.ts`)));
  const peers: number[] = [];
  // One after another: the generator writes beside itself.
  for (const name of names) peers.push(await bundledKb(await generatePeer(name)));
  return {
    figure: `one client with its validators, minified and gzipped (${names.join(", ")})`,
    target: `<= ${limitKb} kB`,
    ours: `${ours.map((kb) => kb.toFixed(2)).join(", ")} kB`,
    peer: `${peers.map((kb) => kb.toFixed(2)).join(", ")} kB`,
    peerName: "hey-api with zod",
    ok: Math.max(...ours) <= limitKb,
  };
};

/** Written where nothing is committed: what it is made of may change, and the generator is pinned. */
const generatePeer = async (name: string): Promise<string> => {
  const path = `node_modules/.hey-api/${name}`;
  await generateClient({
    input: `${root}../../packages/${name}-client/openapi.json`,
    output: { path: `${root}${path}`, clean: true },
    logs: { level: "silent" },
    plugins: ["@hey-api/client-fetch", { name: "@hey-api/sdk", validator: { response: "zod" } }, "zod"],
  });
  return `${path}/sdk.gen.ts`;
};

const bundledKb = async (entry: string): Promise<number> => {
  const { outputFiles } = await build({
    entryPoints: [entry],
    absWorkingDir: root,
    outdir: "unwritten",
    bundle: true,
    minify: true,
    conditions: ["@genwait/source"],
    write: false,
  });
  return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).byteLength / 1000;
};
