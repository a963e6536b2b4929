import { parseDuration } from "@genwait/lifecycle";

import { seeded } from "../job/seeded.ts";
import type { FaultRule } from "./fault.ts";

/** The moment at which faults are looked for. */
export interface FaultMoment {
  /** The number of the poll of the job, from 1; or the call that starts it. */
  readonly poll: number | "create";
  /** Since the job's start. */
  readonly ageMs: number;
  /** What makes the dice of one call different from those of another. */
  readonly seeds: readonly (string | number)[];
}

/** The first fault that hits at a moment. */
export const pickFault = (rules: readonly FaultRule[], moment: FaultMoment): FaultRule | undefined =>
  rules.find((rule, index) => hits(rule, moment, index));

const hits = ({ on, rate, for: length }: FaultRule, { poll, ageMs, seeds }: FaultMoment, index: number): boolean => {
  if (!isOn(on, poll)) return false;
  if (length !== undefined && ageMs >= parseDuration(length)) return false;
  return rate === undefined || seeded(...seeds, "fault", index, poll)() < rate;
};

// A fault that names no call means polls: a job whose create fails is no job.
const isOn = (on: FaultRule["on"], poll: number | "create"): boolean => {
  if (on === undefined) return poll !== "create";
  return typeof on === "object" ? on.includes(poll) : on === poll;
};
