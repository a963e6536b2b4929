import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../..", import.meta.url));

const packages = (await readdir(`${root}/packages`)).filter((name) => name.endsWith("-client"));

it.each(packages)("what %s exports changes only on purpose", async (name) => {
  const index = await readFile(`${root}/packages/${name}/src/index.ts`, "utf8");
  const names = [...index.matchAll(/export (type )?\{([^}]*)\}/g)].flatMap(([, type, list = ""]) =>
    list
      .split(",")
      .map((entry) => entry.trim())
      .filter((entry) => entry !== "")
      .map((entry) => (type !== undefined && !entry.startsWith("type ") ? `type ${entry}` : entry)),
  );
  expect(names.toSorted().join("\n")).toMatchSnapshot();
});
