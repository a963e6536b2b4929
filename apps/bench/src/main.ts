import { printTable } from "./print-table.ts";
import type { Row, Section } from "./row.ts";

/** Each section by its name; loaded only when it runs. */
const sections: Readonly<Record<string, () => Promise<Section>>> = {
  poller: () => import("./poller.ts"),
  client: () => import("./client.ts"),
  mock: () => import("./mock.ts"),
  pipeline: () => import("./pipeline.ts"),
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => sections[name] === undefined);

if (unknown.length > 0) {
  console.error(
    `Failed to run the bench: there is no section ${unknown.join(", ")}. Name one of ${Object.keys(sections).join(", ")}, or none for all.`,
  );
  process.exitCode = 64;
} else {
  const rows: Row[] = [];
  for (const [name, load] of Object.entries(sections)) {
    if (names.length === 0 || names.includes(name)) rows.push(...(await (await load()).run()));
  }
  // Figures are read by people: a machine under load must not fail a run.
  console.log(printTable(rows));
}
