import type { Finding } from "../finding.ts";
import type { ComparedOperation } from "../wire/compare-wire.ts";
import { callShapeOf } from "./call-types.ts";

/**
 * Operations whose input was parameters by name and is a body now, since a body came or the last required parameter went. The compiler
 * may be content with either, where a body takes any member; the service is not.
 */
export const movedInputs = (operations: readonly ComparedOperation[]): readonly Finding[] =>
  operations.flatMap(({ old, revised, arguments: bump }): readonly Finding[] => {
    const before = callShapeOf(old);
    const named = !before.takesBody && before.parameters.length > 0;
    // What the wire judge has found broken cannot get worse.
    if (bump === "major" || !named || !callShapeOf(revised).takesBody) return [];
    return [
      {
        bump: "major",
        change: "types-arguments",
        pointer: revised.node.pointer,
        message: `\`${revised.name}\` now takes its body itself, and its parameters in the options of the call.`,
      },
    ];
  });
