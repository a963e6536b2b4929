import { htmlAnswer, jsonAnswer } from "./raw-answer.ts";
import type { JobSamples } from "./samples-of-job.ts";
import type { ScriptedAnswer } from "./script.ts";

/** Answers that say nothing about a job and pass: a wait goes on after each of them. */
export const passingFaults: readonly {
  readonly name: string;
  readonly kind: "unavailable" | "network" | "contract" | "rate-limited";
  readonly answer: (samples: JobSamples) => ScriptedAnswer;
}[] = [
  { name: "a 503", kind: "unavailable", answer: () => jsonAnswer({ message: "maintenance" }, 503) },
  { name: "a 502 with a page", kind: "unavailable", answer: () => htmlAnswer(502) },
  { name: "an empty 500", kind: "unavailable", answer: () => ({ status: 500 }) },
  { name: "a 408", kind: "unavailable", answer: () => ({ status: 408 }) },
  { name: "a 425", kind: "unavailable", answer: () => ({ status: 425 }) },
  { name: "a connection reset", kind: "network", answer: () => ({ end: "reset" }) },
  { name: "a body that breaks off", kind: "network", answer: ({ succeeded }) => ({ ...succeeded, end: "truncate" }) },
  { name: "a 200 with a page", kind: "contract", answer: () => htmlAnswer(200) },
  {
    name: "an empty 200",
    kind: "contract",
    answer: () => ({ status: 200, headers: { "content-type": "application/json" } }),
  },
  {
    name: "a 200 with half of its JSON",
    kind: "contract",
    answer: ({ succeeded }) => ({ ...succeeded, text: succeeded.text.slice(0, -5) }),
  },
  { name: "a 200 of another shape", kind: "contract", answer: () => jsonAnswer([1, 2]) },
  { name: "a 200 with a text", kind: "contract", answer: () => jsonAnswer("try again") },
  {
    name: "a redirect",
    kind: "contract",
    answer: () => ({ status: 302, headers: { location: "http://127.0.0.1:9/" } }),
  },
];
