/** One line of the table: a figure, what it should be, ours, and the best peer's in the same run. */
export interface Row {
  readonly figure: string;
  readonly target: string;
  readonly ours: string;
  readonly peer: string;
  readonly peerName: string;
  readonly ok: boolean;
}

/** How a measurement is run. */
export interface RunOptions {
  /** A smaller one, where the whole takes many minutes: to see that it works, not for figures to keep. */
  readonly isQuick: boolean;
}

/** One thing that is measured: what it is called while it runs, and the rows that come of it. */
export interface Measurement {
  readonly name: string;
  run(options: RunOptions): Promise<readonly Row[]>;
}

const heads = ["figure", "target", "ours", "best peer", "peer", ""] as const;

/** The rows as one aligned table. */
export const printTable = (rows: readonly Row[]): string => {
  const lines = [
    heads,
    ...rows.map(({ figure, target, ours, peer, peerName, ok }) => [
      figure,
      target,
      ours,
      peer,
      peerName,
      ok ? "ok" : "MISSED",
    ]),
  ];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const text = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [text[0], widths.map((width) => "-".repeat(width)).join("  "), ...text.slice(1)].join("\n");
};
