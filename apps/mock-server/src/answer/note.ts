/** What the log wants to know of an answer. Filled in on the way. */
export interface Note {
  operation?: string;
  job?: string;
  jobName?: string;
  kind?: string;
  read?: number;
  scenario?: string;
  fault?: string;
  assumed?: string;
  violations?: readonly string[];
}
