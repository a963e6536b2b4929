import { type Duration, isRecord, parseDuration } from "@genwait/lifecycle";

import type { FaultRule } from "../fault/fault.ts";
import { parseJson } from "../json.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { checkBySchema } from "./check-by-schema.ts";
import { ControlError } from "./control-error.ts";

type Members = Readonly<Record<string, unknown>>;

/** The members of a JSON body; none where there is no body. No others than the known ones, where these are given. */
export const membersOf = (text: string, known?: readonly string[]): Members => {
  if (text.trim() === "") return {};
  const parsed = parseJson(text);
  if (!parsed.ok) throw refused(`it is no JSON: ${parsed.reason}. Send a JSON object.`);
  if (!isRecord(parsed.value)) throw refused("it is no JSON object. Send one.");
  const stranger = known === undefined ? undefined : Object.keys(parsed.value).find((name) => !known.includes(name));
  if (stranger !== undefined)
    throw refused(`it has no place for "${stranger}". Send ${known?.join(", ") ?? "nothing"}.`);
  return parsed.value;
};

/** A member that must be text where it is there. */
export const textOf = (members: Members, name: string, longest: number = 1000): string | undefined => {
  const value = members[name];
  if (value === undefined || (typeof value === "string" && value.length <= longest)) return value;
  throw refused(`"${name}" is no text of at most ${longest} characters. Send one, or leave it out.`);
};

/** A member that must be a whole number above 0 where it is there. */
export const wholeOf = (members: Members, name: string): number | undefined => {
  const value = members[name];
  if (value === undefined || (typeof value === "number" && Number.isInteger(value) && value > 0)) return value;
  throw refused(`"${name}" is no whole number above 0. Send one, or leave it out.`);
};

/** A member that must be one of a few words where it is there. */
export const oneOf = <Word extends string>(
  members: Members,
  name: string,
  words: readonly Word[],
  of: "body" | "query" = "body",
): Word | undefined => {
  const value = members[name];
  const found = words.find((word) => word === value);
  if (found !== undefined || value === undefined) return found;
  throw refused(`"${name}" is not one of ${words.join(", ")}. Send one of them, or leave it out.`, of);
};

/** A time. */
export const timeOf = (members: Members, name: string): Duration => {
  const value = members[name];
  if (isDuration(value)) return value;
  throw new ControlError(
    "bad-request",
    `Failed to read the time "${String(value)}": it is no number with a unit. Write 250ms, 5s, 10m or 2h.`,
  );
};

/** The name of a scenario, or one written out. */
export const scenarioOf = (value: unknown): string | Scenario => {
  if (typeof value === "string") return value;
  checkBySchema(value, "scenario");
  if (!isScenario(value)) return {};
  if (value.files === undefined) return value;
  throw refused('"files" opens a folder of this machine. Give it in a file of scenarios or in code.');
};

/** A body that chooses a scenario and does nothing else. */
export const choiceOf = (text: string): string | Scenario => {
  const { scenario } = membersOf(text, ["scenario"]);
  if (scenario === undefined) throw refused('"scenario" is missing. Send a name, or a scenario.');
  return scenarioOf(scenario);
};

/** A fault, by the published schema. */
export const faultOf = (value: unknown): FaultRule => {
  checkBySchema(value, "fault");
  if (isFault(value)) return value;
  throw refused('the fault is no object. Send one with a member "is".');
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

const refused = (reason: string, of: "body" | "query" = "body"): ControlError =>
  new ControlError("bad-request", `Failed to read the ${of}: ${reason}`);
