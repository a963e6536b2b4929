/** One line of the table: a figure, what it should be, ours, and the best peer's in the same run. */
export interface Row {
  readonly figure: string;
  readonly target: string;
  readonly ours: string;
  readonly peer: string;
  readonly peerName: string;
  readonly ok: boolean;
}

/** A part of the bench: a file of its own beside `main.ts`, named in its table. */
export interface Section {
  run(): Promise<readonly Row[]>;
}
