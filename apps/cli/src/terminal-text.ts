// C0, DEL and C1 steer a terminal, bidirectional controls turn a line around, and separators break it.
const unsafe = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu;

/**
 * Text of a service, or of anybody else, on a single line of a terminal: what would steer the terminal or break the line is
 * shown as an escape, `\u001b`.
 */
export const terminalText = (text: string): string => text.replaceAll(unsafe, escaped);

/** A value as one line of JSON that a terminal can show; programs read the same value. */
export const terminalJson = (value: unknown): string => terminalText(JSON.stringify(value));

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
