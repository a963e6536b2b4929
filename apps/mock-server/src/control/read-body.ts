import { type Duration, type Kind, parseDuration } from "@genwait/lifecycle";

import type { FaultRule } from "../fault/fault.ts";
import { isRecord, parseJson } from "../json.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { type SchemaPart, schemaFault } from "../scenario/scenario-schema.ts";
import { ControlError } from "./control-error.ts";

/** The members of a JSON body; none where there is no body. */
export const readMembers = (text: string): Readonly<Record<string, unknown>> => {
  if (text.trim() === "") return {};
  const parsed = parseJson(text);
  if (!parsed.ok) throw new ControlError(400, `Failed to read the body: it is no JSON: ${parsed.reason}. Send a JSON object.`);
  if (!isRecord(parsed.value)) throw new ControlError(400, "Failed to read the body: it is no JSON object. Send one.");
  return parsed.value;
};

/** A member that must be text where it is there. */
export const textOf = (members: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const value = members[name];
  if (value === undefined || typeof value === "string") return value;
  throw new ControlError(400, `Failed to read the body: "${name}" is no text. Send one, or leave it out.`);
};

/** A time. */
export const timeOf = (members: Readonly<Record<string, unknown>>, name: string): Duration => {
  const value = members[name];
  if (!isDuration(value)) throw new ControlError(400, `Failed to read the body: "${name}" is no time. Send one such as 250ms, 5s, 10m or 2h.`);
  return value;
};

/** A kind in which a job can end. */
export const endOf = (value: unknown): Exclude<Kind, "pending"> => {
  const found = ends.find((end) => end === value);
  if (found === undefined) throw new ControlError(400, `Failed to end the job: "${String(value)}" is no end. Send one of ${ends.join(", ")}.`);
  return found;
};

/** The name of a scenario, or one written out. */
export const scenarioOf = (value: unknown): string | Scenario => {
  if (typeof value === "string") return value;
  checkBySchema(value, "scenario");
  return isScenario(value) ? value : {};
};

/** A fault, by the published schema. */
export const faultOf = (value: unknown): FaultRule => {
  checkBySchema(value, "fault");
  if (!isFault(value)) throw new ControlError(400, "Failed to read the fault: it is no object. Send one with a member \"is\".");
  return value;
};

const ends = ["succeeded", "partial", "failed", "withheld", "cancelled", "expired"] as const;

const checkBySchema = (value: unknown, part: SchemaPart): void => {
  const fault = schemaFault(value, part);
  if (fault !== undefined) throw new ControlError(400, `Failed to read the ${part}: ${fault.reason}. scenario.schema.json says what it may contain.`);
};

const isDuration = (value: unknown): value is Duration => {
  try {
    return typeof value === "string" && parseDuration(value) >= 0;
  } catch {
    return false;
  }
};

// The schema has been asked; these tell the compiler.
const isScenario = (value: unknown): value is Scenario => isRecord(value);
const isFault = (value: unknown): value is FaultRule => isRecord(value) && typeof value.is === "string";
