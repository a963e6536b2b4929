import { parseArgs } from "node:util";

import { type Measurement, printTable, type Row, type RunOptions } from "./table.ts";

/** Each section by its name; loaded only when it runs. */
const sections: Readonly<Record<string, () => Promise<{ readonly measurements: readonly Measurement[] }>>> = {
  poller: () => import("./poller.ts"),
  client: () => import("./client.ts"),
  mock: () => import("./mock.ts"),
  pipeline: () => import("./pipeline.ts"),
  durable: () => import("./durable.ts"),
};

/** Figures are read by people: what cannot be measured, as on a machine under load, is a row that says so. */
const measure = async ({ name, run }: Measurement, options: RunOptions): Promise<readonly Row[]> => {
  try {
    return await run(options);
  } catch (error) {
    const [why = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return [{ figure: name, target: "", ours: `not measured: ${why}`, peer: "", peerName: "", ok: false }];
  }
};

const { positionals: names, values } = parseArgs({
  allowPositionals: true,
  // `--quick` runs the durable section in about three minutes; `--only` takes the measurements with a word in their names.
  options: { quick: { type: "boolean", default: false }, only: { type: "string", default: "" } },
});
const unknown = names.filter((name) => !Object.hasOwn(sections, name));

if (unknown.length > 0) {
  console.error(
    `Failed to run the bench: there is no section ${unknown.join(", ")}. Name one of ${Object.keys(sections).join(", ")}, or none for all.`,
  );
  process.exitCode = 64;
} else {
  const rows: Row[] = [];
  for (const [section, load] of Object.entries(sections)) {
    if (names.length > 0 && !names.includes(section)) continue;
    const { measurements } = await load();
    for (const [index, measurement] of measurements.entries()) {
      if (!measurement.name.includes(values.only)) continue;
      console.error(`${section} ${index + 1}/${measurements.length}: ${measurement.name}`);
      rows.push(...(await measure(measurement, { isQuick: values.quick })));
    }
  }
  console.log(printTable(rows));
}
