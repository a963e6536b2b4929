import { readFile } from "node:fs/promises";
import { enableCompileCache } from "node:module";

// A mock server in a process of its own, as the command line starts it.
enableCompileCache();
const { startMockServer } = await import("@genwait/mock-server");

const [file = "", port = "0"] = process.argv.slice(2);
const document: object = JSON.parse(await readFile(file, "utf8"));
await startMockServer({ apis: [{ name: "api", document }], anyId: true, port: Number(port) });
