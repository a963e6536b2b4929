import { parseDuration } from "@genwait/lifecycle";

import { seeded } from "../life/seeded.ts";
import type { FaultRule } from "./fault.ts";

/** The moment at which faults are looked for. */
export interface FaultMoment {
  /** The how-manieth read of the job, from 1; or the call that starts it. */
  readonly read: number | "create";
  /** Since the job's start. */
  readonly ageMs: number;
  /** What makes the dice of one call different from those of another. */
  readonly seeds: readonly (string | number)[];
}

/** The first fault that strikes at a moment. */
export const pickFault = (rules: readonly FaultRule[], moment: FaultMoment): FaultRule | undefined =>
  rules.find((rule, index) => strikes(rule, moment, index));

const strikes = ({ on, rate, for: length }: FaultRule, { read, ageMs, seeds }: FaultMoment, index: number): boolean => {
  if (!isOn(on, read)) return false;
  if (length !== undefined && ageMs >= parseDuration(length)) return false;
  return rate === undefined || seeded(...seeds, "fault", index, read)() < rate;
};

// A fault that names no call means reads: a job whose create fails is no job.
const isOn = (on: FaultRule["on"], read: number | "create"): boolean => {
  if (on === undefined) return read !== "create";
  return typeof on === "object" ? on.includes(read) : on === read;
};
