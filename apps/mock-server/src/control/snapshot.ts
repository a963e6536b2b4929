import type { RequestEntry } from "../mock-options.ts";
import type { MockControl } from "./control.ts";
import type { JobReport } from "./job-report.ts";
import {
  type ApiReport,
  type ClockReport,
  type FaultReport,
  reportClock,
  reportFault,
  reportScenarios,
  type ScenariosReport,
} from "./reports.ts";

/** Everything there is, at once. */
export interface Snapshot {
  readonly apis: readonly ApiReport[];
  readonly clock: ClockReport;
  /** The newest first. */
  readonly jobs: readonly JobReport[];
  readonly totalJobs: number;
  /** The newest, the oldest of them first. */
  readonly requests: readonly RequestEntry[];
  readonly faults: readonly FaultReport[];
  readonly faultNames: readonly string[];
  readonly scenarios: ScenariosReport;
}

/** How much of what there is. */
export interface SnapshotLimits {
  readonly jobs: number;
  readonly requests: number;
}

/** Takes a snapshot with at most these numbers of jobs and requests. */
export const takeSnapshot = (control: MockControl, apis: readonly ApiReport[], limits: SnapshotLimits): Snapshot => ({
  apis,
  clock: reportClock(control),
  jobs: limits.jobs === 0 ? [] : control.jobs.list({ limit: limits.jobs }),
  totalJobs: control.jobs.count(),
  requests: limits.requests === 0 ? [] : control.requests.list({ limit: limits.requests }),
  faults: control.faults.list().map(reportFault),
  faultNames: control.faults.names,
  scenarios: reportScenarios(control),
});
