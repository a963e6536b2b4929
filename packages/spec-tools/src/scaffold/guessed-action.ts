import type { Json } from "../openapi/json.ts";

/** An action of the overlay to be, with its mark and its source in the description. */
export interface GuessedAction {
  readonly target: string;
  readonly description: string;
  readonly update?: Json;
  readonly remove?: true;
  /** What a person has to decide, each at a place of `update`. */
  readonly gaps?: readonly Gap[];
}

export interface Gap {
  /** The way into `update`; the note stands above what is there, or at the top when nothing is. */
  readonly path: readonly string[];
  readonly note: string;
}

/** A whole action that only a person can write: a sentence, and a sketch of it. */
export interface MissingAction {
  readonly note: string;
  readonly sketch: readonly string[];
}

/** A sketch of an action whose fact a person has to find. */
export const sketched = (target: string, ...update: readonly string[]): readonly string[] => [
  `- target: ${target}`,
  '  description: "documented: <where it stands>"',
  ...update.map((line) => `  ${line}`),
];
