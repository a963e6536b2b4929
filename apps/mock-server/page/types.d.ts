// What control.openapi.yaml describes, as far as the page reads it.

export type StatusKind = "pending" | "succeeded" | "partial" | "failed" | "filtered" | "cancelled" | "expired";

export interface Job {
  api: string;
  job: string;
  id: string;
  kind: StatusKind;
  result?: StatusKind;
  scenario: string;
  wasCreated: boolean;
  startedAtMs: number;
  endsAtMs?: number;
  segments: { fromMs: number; toMs?: number; stage?: string; pendingAs?: string }[];
  items: { kind: StatusKind; endsAtMs?: number | null }[];
  faults: FaultRule[];
  polls: number;
  carried?: Record<string, string>;
  cancelled?: { as: "asked" | "gone" | "deleted"; atMs: number };
}

export interface FaultRule {
  is: string;
  on?: number | "create" | (number | "create")[];
}

export interface InjectedFault extends FaultRule {
  number: number;
  api?: string;
  operation?: string;
  job?: string;
  times?: number;
}

export interface RequestEntry {
  number: number;
  atMs: number;
  callerMs: number;
  api: string;
  method: string;
  target: string;
  status: number;
  operation?: string;
  /** Its id. */
  job?: string;
  jobName?: string;
  kind?: string;
  poll?: number;
  scenario?: string;
  fault?: string;
  assumed?: string;
  violations?: string[];
  requestHeaders: Record<string, string>;
  responseHeaders: Record<string, string>;
  requestBody: string;
  responseBody: string;
}

export interface ClockState {
  nowMs: number;
  callerMs: number;
  speed: number;
  jumpedMs: number;
}

export interface ApiInfo {
  name: string;
  title: string;
  address: string | null;
  statusPath?: string;
  keyHeader?: string;
  keyPrefix?: string;
  creates: { operation: string; method: string; path: string; body?: unknown }[];
  operations: string[];
  jobs: { name: string; isDefault: boolean; pollIntervalMs: number; kinds: StatusKind[] }[];
}

export interface Scenarios {
  default: string;
  next: string | null;
  scenarios: { name: string; describe: string; parameter?: "count" | "duration"; isBuiltIn: boolean }[];
}

export interface Snapshot {
  apis: ApiInfo[];
  clock: ClockState;
  jobs: Job[];
  totalJobs: number;
  requests: RequestEntry[];
  faults: InjectedFault[];
  faultNames: string[];
  scenarios: Scenarios;
}

/** One event of the stream. */
export type Change =
  | { event: "snapshot"; data: Snapshot }
  | { event: "jobs"; data: Job[] }
  | { event: "removed"; data: { api: string; job: string; id: string }[] }
  | { event: "requests"; data: RequestEntry[] }
  | { event: "cleared"; data: object }
  | { event: "clock"; data: ClockState }
  | { event: "scenarios"; data: Scenarios }
  | { event: "faults"; data: InjectedFault[] };

/** What a change touched; views redraw only theirs. */
export type Part = "jobs" | "requests" | "clock" | "scenarios" | "faults" | "apis";

/** How a program polls, in one word and in many. */
export interface Polling {
  is: "unpolled" | "unknown" | "new" | "steady" | "often" | "rarely" | "silent" | "after-result" | "seen";
  /** Whether somebody should have a look. */
  isOdd: boolean;
  words: string;
  intervalMs?: number;
}

/** The stretch of time that is shown. */
export interface TimeWindow {
  fromMs: number;
  toMs: number;
}
