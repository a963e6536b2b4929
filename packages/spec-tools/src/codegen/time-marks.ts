import type { XJob } from "@genwait/lifecycle";

import { isJsonObject, type Json, type JsonObject, memberOf, textAt } from "../merge/json.ts";

/** Where the overlay keeps who says how often to ask, beside the times themselves. */
const marksMember = "x-marks";

/** An action's update, with the mark of each time that it declares for a job. */
export const withTimeMarks = (target: string, update: Json, mark: string): Json => {
  if (!isJsonObject(update)) return update;
  if (target.endsWith("x-job")) return markedJob(update, mark);
  const job = update["x-job"];
  return isJsonObject(job) ? { ...update, "x-job": markedJob(job, mark) } : update;
};

/** Who says a time of a job: the overlay's mark, or this project where nobody does. */
export const markOfTime = (job: XJob, group: "poll" | "pace", name: string): string =>
  textAt(memberOf(memberOf(toJson(job), group), marksMember), name) ?? "nobody says; genwait's default";

const markedJob = (job: JsonObject, mark: string): JsonObject => ({
  ...job,
  ...timesOf(job, "poll", mark),
  ...timesOf(job, "pace", mark),
});

const timesOf = (job: JsonObject, group: string, mark: string): JsonObject => {
  const times = job[group];
  if (!isJsonObject(times)) return {};
  return { [group]: { ...times, [marksMember]: Object.fromEntries(Object.keys(times).map((name) => [name, mark])) } };
};

const toJson = (job: XJob): Json => JSON.parse(JSON.stringify(job));
