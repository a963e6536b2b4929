// What moves a cursor, rings, renames a window, reverses what follows it, ends a line, or is half of a character.
const unshown = /[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu;

/**
 * A text from outside as a terminal may show it: on one line, with every character that a terminal would act on written as an escape.
 *
 * @example
 * terminalText("done\u001b[2J") // "done\\u001b[2J"
 */
export const terminalText = (text: string): string =>
  text.replaceAll(unshown, (sign) => {
    if (sign === "\n") return "\\n";
    if (sign === "\r") return "\\r";
    if (sign === "\t") return "\\t";
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });

/** The same for a text of several lines that is ours, with words from outside in it. */
export const terminalLines = (text: string): string => text.split("\n").map(terminalText).join("\n");
