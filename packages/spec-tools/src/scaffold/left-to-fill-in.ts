import type { SpecFile } from "../openapi/yaml-file.ts";

/** A note that waits for a person, where it stands. */
export interface LeftToFillIn {
  readonly file: string;
  readonly line: number;
  readonly note: string;
}

/** The notes of a file that begin with "Fill in". */
export const leftToFillIn = ({ path, text }: SpecFile): readonly LeftToFillIn[] =>
  text.split("\n").flatMap((content, index) => {
    const note = /^\s*# Fill in: (.+)$/.exec(content)?.[1];
    return note === undefined ? [] : [{ file: path, line: index + 1, note }];
  });
