import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { startMockServer } from "@genwait/mock-server";

const text = await readFile(fileURLToPath(import.meta.resolve("@genwait/gamma-client/openapi.json")), "utf8");

const start = async (): Promise<number> => {
  const document: object = JSON.parse(text);
  const startedMs = performance.now();
  const server = await startMockServer({ apis: [{ name: "api", document }], anyId: true });
  const tookMs = performance.now() - startedMs;
  await server.close();
  return tookMs;
};

await start();
console.log(JSON.stringify({ secondMs: await start() }));
