import { terminalText } from "./terminal-text.ts";

/** A note as a comment of one line: nothing in it can begin a line of YAML. Values are written by the YAML library. */
export const yamlComment = (text: string): string => `# ${terminalText(text)}`;
