import { styleText } from "node:util";
import stringWidth from "string-width";
import type { Output } from "./command.ts";

// C0, DEL and C1 steer a terminal, bidirectional controls turn a line around, separators break it, and half a character is none.
const unsafe = /[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu;

/**
 * Text of a service, or of anybody else, on a single line of a terminal: what would steer the terminal or break the line is
 * shown as an escape, `\u001b`.
 */
export const terminalText = (text: string): string => text.replaceAll(unsafe, escaped);

/** A value as one line of JSON that a terminal can show; programs read the same value. */
export const terminalJson = (value: unknown): string => terminalText(JSON.stringify(value));

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** As much of a text without control characters as fits into so many cells: a wide letter takes two, a combining mark none. */
export const clip = (text: string, cells: number): string => {
  if (stringWidth(text) <= cells) return text;
  let clipped = "";
  let taken = 0;
  for (const { segment } of graphemes.segment(text)) {
    taken += stringWidth(segment);
    if (taken > cells) break;
    clipped += segment;
  }
  return clipped;
};

/** How many cells of a terminal a text without control characters takes. */
export const cellsOf = (text: string): number => stringWidth(text);

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export type Colour = "green" | "red" | "yellow" | "dim";

/** Paints text that is already safe. */
export type Paint = (colour: Colour, text: string) => string;

type Environment = Readonly<Record<string, string | undefined>>;

/** Colours for a terminal that has them, and that nobody asked to go without (https://no-color.org). */
export const paintFor = (output: Output, env: Environment): Paint =>
  output.isTTY === true && !isSet(env["NO_COLOR"]) && env["TERM"] !== "dumb"
    ? (colour, text) => styleText(colour, text, { validateStream: false })
    : (_, text) => text;

/** Whether lines can be drawn again in place there. */
export const canRedraw = (output: Output, env: Environment): boolean =>
  output.isTTY === true && env["TERM"] !== "dumb" && !(isSet(env["CI"]) && env["CI"] !== "false" && env["CI"] !== "0");

const isSet = (value: string | undefined): boolean => value !== undefined && value !== "";
