import type { Output } from "./command.ts";
import { cellsOf, clip, type Colour, type Paint, terminalText } from "./terminal-text.ts";

/** A piece of a line, perhaps in a colour. */
export type Part = readonly [text: string, colour?: Colour];

/** The last lines of a terminal, drawn again in place. */
export interface LiveArea {
  draw(lines: readonly (readonly Part[])[]): void;
  erase(): void;
}

// Where a terminal does not tell its size, or says 0.
const usualColumns = 80;
const usualRows = 24;

export const createLiveArea = (output: Output, paint: Paint): LiveArea => {
  /** The cells of each line as it was drawn. */
  let drawn: readonly number[] = [];
  const columns = (): number => output.columns || usualColumns;
  const rows = (): number => output.rows || usualRows;
  // A terminal that became narrower has broken the lines that it shows; above its first row there is nothing to go back to.
  const goBack = (): string => {
    const taken = drawn.reduce((sum, cells) => sum + Math.max(1, Math.ceil(cells / columns())), 0);
    if (taken === 0) return "";
    // Not from the very first cell on: a terminal such as tmux takes that for a full page, and keeps every frame.
    return `\u001B[1C\u001B[${Math.min(taken, Math.max(1, rows() - 1))}A\u001B[0J\r\u001B[K`;
  };
  return {
    draw: (lines) => {
      // The cursor needs a row of its own: one line more would scroll the terminal at every frame.
      const room = Math.max(1, rows() - 1);
      const shown = lines.length <= room ? lines : lines.slice(0, room - 1);
      const left = lines.length - shown.length;
      const texts = (left === 0 ? shown : [...shown, [[`  and ${left} more`] as const]]).map((parts) =>
        fitted(parts, columns() - 1),
      );
      // In one piece: a terminal that shows half a frame flickers.
      const text = goBack() + texts.map((parts) => `${parts.map((part) => painted(part, paint)).join("")}\n`).join("");
      drawn = texts.map((parts) => parts.reduce((sum, [text]) => sum + cellsOf(text), 0));
      if (text !== "") output.write(text);
    },
    erase: () => {
      const text = goBack();
      drawn = [];
      if (text !== "") output.write(text);
    },
  };
};

const painted = ([text, colour]: Part, paint: Paint): string => (colour === undefined ? text : paint(colour, text));

/** The parts of a line as far as they fit into so many cells, safe to show. */
const fitted = (parts: readonly Part[], cells: number): readonly Part[] => {
  let free = cells;
  return parts.map(([text, colour]): Part => {
    const fitting = clip(terminalText(text), free);
    free -= cellsOf(fitting);
    return [fitting, colour] as Part;
  });
};
