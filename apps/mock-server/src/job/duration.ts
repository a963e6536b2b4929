import { type Duration, parseDuration, type XJob } from "@genwait/lifecycle";

import type { DurationRange, DurationSpread, Scenario } from "../scenario/scenario.ts";
import { normal, type Random } from "./seeded.ts";

/** How long a job takes, in milliseconds: fixed, or drawn from the scenario's or the declaration's distribution. */
export const durationMs = ({ duration = "typical", phases }: Scenario, declaration: XJob, random: Random): number => {
  if (phases !== undefined) return phases.reduce((sum, phase) => sum + milliseconds(phase.for), 0);
  if (duration === "typical") return spread(declaration.typicalDuration ?? unknownDuration, random);
  if (typeof duration === "string") return milliseconds(duration);
  return isRange(duration) ? range(duration, random) : spread(duration, random);
};

// A job about which nobody says anything takes about ten seconds: long enough to be polled, short enough to wait for.
const unknownDuration: DurationSpread = { p50: "10s", p95: "20s" };

const isRange = (duration: DurationRange | DurationSpread): duration is DurationRange => "from" in duration;

const range = ({ from, to }: DurationRange, random: Random): number =>
  milliseconds(from) + random() * (milliseconds(to) - milliseconds(from));

const milliseconds = (duration: Duration): number => {
  const known = parsed.get(duration);
  if (known !== undefined) return known;
  const value = parseDuration(duration);
  if (parsed.size < mostParsed) parsed.set(duration, value);
  return value;
};

// A job's plan is made anew at every poll, from a handful of times.
const parsed = new Map<Duration, number>();
const mostParsed = 1000;

// Waiting times are log-normal: many near the middle, a long tail. 1.645 is the normal distribution's 95th percentile.
const spread = ({ p50, p95 }: DurationSpread, random: Random): number => {
  const middle = milliseconds(p50);
  const sigma = Math.log(milliseconds(p95) / middle) / 1.645;
  // Cut off at two and a half sigmas, so that no seed makes a job that nobody has patience for.
  return middle * Math.exp(sigma * Math.max(-2.5, Math.min(2.5, normal(random))));
};
