import { terminalText } from "./terminal-text.ts";

/** A text as one word of a shell, safe to show and to paste. */
export const shellWord = (text: string): string => {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (text === terminalText(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  // What a terminal must not show is written as an escape, which bash and zsh read back in this form.
  return `$'${terminalText(text.replaceAll(/[\\']/g, String.raw`\$&`))}'`;
};
