import { terminalText } from "../../text/terminal-text.ts";
import type { Bump } from "../bump.ts";
import type { ApiDiff, DiffReport } from "./diff-report.ts";

/** The report for a terminal: the verdict for each API, then its reasons, the worst first. */
export const renderText = ({ apis }: DiffReport): string =>
  apis.length === 0 ? "There are no APIs to compare.\n" : `${apis.map(textOfApi).join("\n\n")}\n`;

const textOfApi = ({ api, bump, reasons }: ApiDiff): string => {
  if (reasons.length === 0) return `${api}: ${bump}. Nothing changed for a client.`;
  const lines = reasons.map(
    (reason) =>
      `  ${pad(reason.bump)}  ${terminalText(reason.message)}\n           ${terminalText(`${reason.seenBy} ${reason.pointer}`.trimEnd())}`,
  );
  return `${api}: ${bump}, for ${reasons.length === 1 ? "one reason" : `${reasons.length} reasons`}\n${lines.join("\n")}`;
};

const pad = (bump: Bump): string => bump.padEnd("patch".length);
