import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Row } from "../row.ts";

const limitKb = 3.5;
const peers: Readonly<Record<string, string>> = {
  "core-lro": `export { createHttpPoller } from "@azure/core-lro";`,
  "p-wait-for": `export { default } from "p-wait-for";`,
};

/** What a bundle grows by. The peer is the one with features to compare: p-wait-for has neither pace nor retries. */
export const sizeRow = async (): Promise<Row> => {
  const ours = await bundledKb(`export { createPoller } from "@genwait/poller";`);
  const lro = await bundledKb(peers["core-lro"] ?? "");
  const small = await bundledKb(peers["p-wait-for"] ?? "");
  return {
    figure: "poller, minified and gzipped",
    target: `<= ${limitKb} kB`,
    ours: `${ours.toFixed(2)} kB`,
    peer: `${lro.toFixed(2)} kB (p-wait-for ${small.toFixed(2)})`,
    peerName: "core-lro",
    ok: ours <= limitKb,
  };
};

const bundledKb = async (contents: string): Promise<number> => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    conditions: ["@genwait/source"],
    write: false,
  });
  return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).byteLength / 1000;
};
