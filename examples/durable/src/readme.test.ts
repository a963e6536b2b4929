import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import root from "../../../package.json" with { type: "json" };
import manifest from "../package.json" with { type: "json" };

const rootFolder = fileURLToPath(new URL("../../..", import.meta.url));
const packageFolder = join(rootFolder, "examples/durable");

/** Three ports in a row that nobody uses: the mock's two, and the service's. */
const freePorts = async (): Promise<number> => {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  const first = typeof address === "object" && address !== null ? address.port : 0;
  const others = [first + 1, first + 2].map((port) => createServer().listen(port, "127.0.0.1"));
  const areFree = await Promise.all(
    others.map((server) =>
      Promise.race([once(server, "listening").then(() => true), once(server, "error").then(() => false)]),
    ),
  );
  await Promise.all([probe, ...others].map((server) => new Promise((resolve) => server.close(resolve))));
  return areFree.every(Boolean) ? first : freePorts();
};

// As much of curl as the README needs, for a machine that has none.
const curl = `'const [url, , data] = process.argv.slice(1).filter((word) => !["--silent", "--show-error", "--fail"].includes(word));
const response = await fetch(url, data === undefined ? {} : { method: "POST", body: data });
process.stdout.write(await response.text()); process.exitCode = response.ok ? 0 : 22;'`;

let folder = "";
let ports = 0;
const groups: number[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "genwait-example-"));
  ports = await freePorts();
  // What the package manager would do with what is installed here already.
  const scripts = [
    `"mock "*) shift 3; cd "${rootFolder}"; exec ${root.scripts.mock} "$@" ;;`,
    `"--filter ${manifest.name} start") cd "${packageFolder}"; exec ${manifest.scripts.start} ;;`,
  ];
  await mkdir(join(folder, "bin"));
  const npx = `case "$1 $2" in "-y ${root.packageManager}") ;; *) exit 1 ;; esac\ncase "\${*:3}" in\n${scripts.join("\n")}\n*) echo "no \${*:3}"; exit 1 ;;\nesac`;
  const programs = [
    ["npx", npx],
    ["node", `exec "${process.execPath}" "$@"`],
    ...(existsSync("/usr/bin/curl")
      ? []
      : [["curl", `exec "${process.execPath}" --input-type=module -e ${curl} -- "$@"`]]),
  ];
  for (const [name = "", script = ""] of programs) {
    await writeFile(join(folder, "bin", name), `#!/bin/bash\n${script}\n`);
    await chmod(join(folder, "bin", name), 0o755);
  }
});
afterAll(async () => {
  for (const group of groups) {
    try {
      process.kill(-group, "SIGKILL");
    } catch {
      // It has ended.
    }
  }
  await rm(folder, { recursive: true, force: true });
});

/** Starts a block as a person pastes it, but on ports that are free, with a folder of its own. */
const paste = (block: string) => {
  const local = block
    .replaceAll("4010", `${ports}`)
    .replaceAll("127.0.0.1:3000", `127.0.0.1:${ports + 2}`)
    .replace("--quiet", "--quiet --speed 20");
  const child = spawn("bash", ["-e", "-o", "pipefail", "-c", local], {
    cwd: rootFolder,
    env: {
      PATH: [join(folder, "bin"), "/usr/bin", "/bin"].join(delimiter),
      HOME: folder,
      PORT: `${ports + 2}`,
      GENWAIT_STORE: join(folder, "store"),
      GAMMA_BASE_URL: `http://127.0.0.1:${ports + 1}`,
    },
    detached: true,
  });
  groups.push(child.pid ?? 0);
  const heard = { stdout: "", stderr: "" };
  child.stdout.on("data", (part: Buffer) => (heard.stdout += part.toString()));
  child.stderr.on("data", (part: Buffer) => (heard.stderr += part.toString()));
  return { child, heard };
};

/** A server goes on; the line that says so is waited for. */
const start = async (block: string, ready: RegExp): Promise<ReturnType<typeof paste>> => {
  const started = paste(block);
  const isOver = once(started.child, "close").then(() => true);
  while (!ready.test(started.heard.stdout)) {
    const more = once(started.child.stdout, "data").then(() => false);
    if (await Promise.race([more, isOver])) throw new Error(`It has ended: ${JSON.stringify(started.heard)}`);
  }
  return started;
};

/** A block that ends well; what it printed, line by line as JSON. */
const run = async (block: string): Promise<readonly Record<string, unknown>[]> => {
  const { child, heard } = paste(block);
  const [code] = await once(child, "close");
  expect({ code, ...heard }).toEqual({ code: 0, ...heard });
  return heard.stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
};

it(
  "plays as the README says: started, killed, started again, and the deck is there, paid for once",
  { timeout: 240_000 },
  async () => {
    const readme = await readFile(join(packageFolder, "README.md"), "utf8");
    const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = ""]) => block);
    expect(blocks).toHaveLength(5);
    const [mock = "", service = "", createAndKill = "", again = "", ask = ""] = blocks;
    await start(mock, /^gamma http/m);
    const first = await start(service, /^Decks at/m);
    const ended = once(first.child, "close");
    const [created] = await run(createAndKill);
    expect(created).toMatchObject({ order: "4711", job: expect.any(String) });
    await ended;
    const second = await start(again, /^Decks at/m);
    const [known, deck] = await run(ask);
    expect(known).toEqual(created);
    expect(deck).toMatchObject({
      ...created,
      phase: "succeeded",
      body: { gammaUrl: expect.stringMatching(/^https:/) },
    });
    const requests = await fetch(`http://127.0.0.1:${ports + 1}/_mock/requests?api=gamma`);
    expect((await requests.text()).match(/"method":"POST"/g)).toHaveLength(1);
    second.child.kill("SIGTERM");
    await once(second.child, "close");
  },
);
