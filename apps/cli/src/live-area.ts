import type { Output } from "./command.ts";

/** The last lines of a terminal, drawn again in place. */
export interface LiveArea {
  draw(lines: readonly string[]): void;
  erase(): void;
}

// Where a terminal does not tell its width, or says 0.
const usualColumns = 80;

export const createLiveArea = (output: Output): LiveArea => {
  let drawn = 0;
  const erase = (): void => {
    if (drawn > 0) output.write(`\u001B[${drawn}A\u001B[0J`);
    drawn = 0;
  };
  return {
    draw: (lines) => {
      erase();
      // A line that wraps would be two, and erasing would leave one behind.
      const columns = output.columns || usualColumns;
      for (const line of lines) output.write(`${line.slice(0, columns - 1)}\n`);
      drawn = lines.length;
    },
    erase,
  };
};
