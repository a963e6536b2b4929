import { htmlResponse, jsonResponse } from "./raw-response.ts";
import type { JobSamples } from "./samples-of-job.ts";
import type { ScriptedResponse } from "./script.ts";

/** Responses that say nothing about a job and pass: a wait goes on after each of them. */
export const passingFaults: readonly {
  readonly name: string;
  readonly kind: "unavailable" | "network" | "invalid-response" | "rate-limited";
  readonly response: (samples: JobSamples) => ScriptedResponse;
}[] = [
  { name: "a 503", kind: "unavailable", response: () => jsonResponse({ message: "maintenance" }, 503) },
  { name: "a 502 with a page", kind: "unavailable", response: () => htmlResponse(502) },
  { name: "an empty 500", kind: "unavailable", response: () => ({ status: 500 }) },
  { name: "a 408", kind: "unavailable", response: () => ({ status: 408 }) },
  { name: "a 425", kind: "unavailable", response: () => ({ status: 425 }) },
  { name: "a connection reset", kind: "network", response: () => ({ end: "reset" }) },
  { name: "a body that breaks off", kind: "network", response: ({ succeeded }) => ({ ...succeeded, end: "truncate" }) },
  { name: "a 200 with a page", kind: "invalid-response", response: () => htmlResponse(200) },
  {
    name: "an empty 200",
    kind: "invalid-response",
    response: () => ({ status: 200, headers: { "content-type": "application/json" } }),
  },
  {
    name: "a 200 with half of its JSON",
    kind: "invalid-response",
    response: ({ pending }) => ({ ...pending, status: 200, text: pending.text.slice(0, -5) }),
  },
  { name: "a 200 of another shape", kind: "invalid-response", response: () => jsonResponse([1, 2]) },
  { name: "a 200 with a text", kind: "invalid-response", response: () => jsonResponse("try again") },
  {
    name: "a redirect",
    kind: "invalid-response",
    response: () => ({ status: 302, headers: { location: "http://127.0.0.1:9/" } }),
  },
];
