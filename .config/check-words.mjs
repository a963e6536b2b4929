import { execFileSync } from "node:child_process";

/**
 * Names that are gone, and what took their place. A reader who meets one of them has found a second word for one idea;
 * the words of the field are defined in README.md.
 */
const gone = {
  AnswerReading: "Classification",
  AnyBodies: "JobState",
  Blame: "Fault",
  CallErrorKind: "ErrorKind",
  Departure: "SchemaMismatch",
  EndState: "JobResult",
  PhaseBodies: "PendingState, SucceededState, PartialState, FailedState",
  ReadOptions: "PollOptions",
  "answers.yaml": "responses.yaml",
  atMostMs: "timeoutMs",
  blame: "fault",
  breach: "invalid response",
  callErrorKinds: "errorKinds",
  departure: "schema mismatch",
  departures: "schemaMismatches",
  everyMs: "intervalMs",
  isCallError: "isCallFailure",
  lastLookMs: "finalPollMs",
  maxInFlight: "maxConcurrent",
  notFoundGrace: "notFoundRetry",
  notFoundGraceMs: "notFoundRetryMs",
  onDeparture: "onSchemaMismatch",
  paceGroup: "rateLimitGroup",
  readAnswer: "classifyResponse",
  readTimeoutMs: "pollTimeoutMs",
  scrub: "redact",
  scrubbed: "redacted",
  scrubber: "redactor",
  slowDownMs: "lowLimit",
  strikes: "consecutive 429s",
  withheld: "filtered",
};

// Whole words, in what people and compilers read; this file lists them, and lock files are nobody's words.
const files = [
  "*.ts",
  "*.mjs",
  "*.md",
  "*.json",
  "*.html",
  ":!pnpm-lock.yaml",
  ":!**/CHANGELOG.md",
  ":!.config/check-words.mjs",
];
const pattern = Object.keys(gone)
  .map((word) => word.replaceAll(".", "\\."))
  .join("|");

const grep = () => {
  try {
    return execFileSync("git", ["grep", "-nwE", pattern, "--", ...files], { encoding: "utf8" });
  } catch (error) {
    if (error.status === 1) return "";
    throw error;
  }
};

const lines = grep().split("\n").filter(Boolean);
for (const line of lines) {
  const word = Object.keys(gone).find((name) =>
    new RegExp(`\\b${name.replaceAll(".", "\\.")}\\b`).test(line.replace(/^[^:]*:\d+:/, "")),
  );
  console.error(`${line.slice(0, 160)}\n    say ${gone[word] ?? "another word"}`);
}
process.exitCode = lines.length === 0 ? 0 : 1;
