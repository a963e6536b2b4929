import type { JobModel } from "../document/api-model.ts";
import type { NamedScenario } from "../job/job-record.ts";
import type { Scenario } from "./scenario.ts";

/**
 * Why a job cannot play a scenario, as the end of a sentence; undefined where it can. How a job ends is never a reason: it
 * ends in the nearest way that it can.
 */
export const unfit = ({ scenario }: NamedScenario, job: JobModel, from: "create" | "poll"): string | undefined => {
  const lack = lacks.find(({ asks, isThere }) => asks(scenario) && !isThere(job))?.lack;
  if (lack !== undefined) return `the job ${job.declaration.name} ${lack}`;
  return from === "poll" && (scenario.create !== undefined || scenario.region !== undefined)
    ? "it is about what a create's response says, and nobody has created this job"
    : undefined;
};

interface Lack {
  readonly asks: (scenario: Scenario) => boolean;
  readonly isThere: (job: JobModel) => boolean;
  readonly lack: string;
}

const lacks: readonly Lack[] = [
  {
    asks: ({ create }) => create !== undefined,
    isThere: ({ isToldByCreate }) => isToldByCreate,
    lack: "is not told by its create (no Link has x-state)",
  },
  {
    asks: ({ region }) => region !== undefined,
    isThere: ({ hasStatusAddress }) => hasStatusAddress,
    lack: "has no status address (no Link of its create has x-address)",
  },
  {
    asks: ({ output }) => output === "late",
    isThere: ({ followUps }) => followUps.some(({ part }) => part === "output"),
    lack: "has no output of its own (its x-job has no output)",
  },
  {
    asks: ({ output }) => output === "failed",
    isThere: ({ followUps }) => followUps.some(({ step }) => (step?.failed ?? []).length > 0),
    lack: "has no output that could say that it failed (its x-job has no output.failed)",
  },
  {
    asks: ({ cancel }) => cancel !== undefined,
    isThere: ({ followUps }) => followUps.some(({ part }) => part === "cancel"),
    lack: "cannot be cancelled (its x-job has no cancel)",
  },
  {
    asks: ({ webhook = "once" }) => webhook !== "once",
    isThere: ({ declaration }) => declaration.webhook !== undefined,
    lack: "has no webhook (its x-job has none)",
  },
];
