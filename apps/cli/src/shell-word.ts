import { terminalText } from "./terminal-text.ts";

/** A text as one word of a shell, safe to show and to paste. */
export const shellWord = (text: string): string => {
  const safe = terminalText(text);
  return /^[\w@%+=:,./-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", `'\\''`)}'`;
};
