import { schemaFault } from "../scenario/scenario-schema.ts";
import { ControlError } from "./control-error.ts";

/**
 * Refuses a scenario or a fault that the published schema does not know, whether it came over HTTP or from code.
 *
 * @throws ControlError that says what is wrong with it.
 */
export const checkBySchema = (value: unknown, part: "scenario" | "fault"): void => {
  const fault = schemaFault(value, part);
  if (fault !== undefined)
    throw new ControlError(
      "bad-request",
      `Failed to read the ${part}: ${fault.reason}. scenario.schema.json says what it may contain.`,
    );
};
