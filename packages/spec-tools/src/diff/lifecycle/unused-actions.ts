import type { UnusedAction } from "../../openapi/overlay.ts";
import type { Finding } from "../finding.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** Overlay actions that lost what they pointed at: what they said of the API is no longer in the merged document. */
export const unusedActionFindings = (
  old: readonly UnusedAction[],
  revised: readonly UnusedAction[],
): readonly Finding[] =>
  revised
    .filter(({ target }) => !old.some((action) => action.target === target))
    .map(({ index, target }) => ({
      bump: "minor",
      change: `unused-action-${index}`,
      pointer: `overlay.yaml#/actions/${index}`,
      message: `The overlay's action ${index + 1}, ${mdCode(target)}, no longer matches anything: correct its target or remove it.`,
      old: target,
    }));
