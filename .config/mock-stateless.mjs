import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Runs Prism's own CLI on the merged document of one API: what a mock without a job's life answers. */
const packages = new URL("../packages/", import.meta.url);
const apis = readdirSync(packages).flatMap((name) => /^(.+)-client$/.exec(name)?.[1] ?? []);
const [api, ...options] = process.argv.slice(2);

if (api === undefined || !apis.includes(api)) {
  const given = api === undefined ? "no API was given" : `there is no API "${api}"`;
  console.error(`Failed to start Prism: ${given}. Give one of ${apis.join(", ")}: pnpm mock:stateless ${apis[0]}`);
  process.exitCode = 64;
} else {
  const document = fileURLToPath(new URL(`${api}-client/openapi.json`, packages));
  const { status } = spawnSync("prism", ["mock", document, ...options], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  process.exitCode = status ?? 1;
}
