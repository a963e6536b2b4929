import { type Measurement, printTable, type Row } from "./table.ts";

/** Each section by its name; loaded only when it runs. */
const sections: Readonly<Record<string, () => Promise<{ readonly measurements: readonly Measurement[] }>>> = {
  poller: () => import("./poller.ts"),
  client: () => import("./client.ts"),
  mock: () => import("./mock.ts"),
  pipeline: () => import("./pipeline.ts"),
};

/** Figures are read by people: what cannot be measured, as on a machine under load, is a row that says so. */
const measure = async ({ name, run }: Measurement): Promise<readonly Row[]> => {
  try {
    return await run();
  } catch (error) {
    const [why = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return [{ figure: name, target: "", ours: `not measured: ${why}`, peer: "", peerName: "", ok: false }];
  }
};

const names = process.argv.slice(2);
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
      console.error(`${section} ${index + 1}/${measurements.length}: ${measurement.name}`);
      rows.push(...(await measure(measurement)));
    }
  }
  console.log(printTable(rows));
}
