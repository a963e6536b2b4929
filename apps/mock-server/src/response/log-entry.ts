/** What the log wants to know of a response. Filled in on the way. */
export interface LogEntry {
  operation?: string;
  job?: string;
  jobName?: string;
  kind?: string;
  poll?: number;
  scenario?: string;
  fault?: string;
  assumed?: string;
  violations?: readonly string[];
  /** What the caller may do about a refusal. */
  hint?: string;
}
