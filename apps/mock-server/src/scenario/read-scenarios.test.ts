import { expect, test } from "vitest";

import { readScenarioFile, readScenarios } from "./read-scenarios.ts";

const reason = async (text: string): Promise<string> => {
  try {
    return JSON.stringify(await readScenarios(text, { file: "mine.yaml" }));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

test("a file of scenarios is read as it is written", async () => {
  const text = `
default: rough
scenarios:
  rough:
    describe: Half of the pictures are lost
    duration: { p50: 20s, p95: 60s }
    items: [succeeded, filtered]
    faults:
      - { is: reset, on: [2, 4] }
      - { is: rate-limited, on: create, retryAfter: none }
`;
  expect(await readScenarios(text)).toEqual({
    default: "rough",
    scenarios: {
      rough: {
        describe: "Half of the pictures are lost",
        duration: { p50: "20s", p95: "60s" },
        items: ["succeeded", "filtered"],
        faults: [
          { is: "reset", on: [2, 4] },
          { is: "rate-limited", on: "create", retryAfter: "none" },
        ],
      },
    },
  });
});

test("an unreadable file is refused with its name, the line and the reason", async () => {
  expect(await reason("scenarios:\n  a:\n    duration: 5\n")).toMatchInlineSnapshot(
    `"Failed to read the scenarios of mine.yaml, line 3: "duration" is not a time such as 90s, "typical", a range { from, to } or a spread { p50, p95 }. Mend the file; scenario.schema.json says what it may contain."`,
  );
  expect(await reason("scenarios:\n  a:\n    result: failed\n    duratio: 5s\n")).toMatchInlineSnapshot(
    `"Failed to read the scenarios of mine.yaml, line 4: "duratio" is no member of "a"; there are describe, duration, polls, phases, result, items, itemsFinish, failure, pendingAs, body, files, webhook, create, region, output, cancel, faults. Mend the file; scenario.schema.json says what it may contain."`,
  );
  expect(await reason("scenarios:\n  a:\n    faults:\n      - is: reset\n      - is: resett\n")).toMatchInlineSnapshot(
    `"Failed to read the scenarios of mine.yaml, line 5: "is" is not one of rate-limited, server-error, bad-gateway, unavailable, latency, hang, reset, reset-mid-body, truncated, html, empty-body, unknown-status, unknown-field, error-in-200, unauthorized, forbidden, no-credits, not-found. Mend the file; scenario.schema.json says what it may contain."`,
  );
  expect(await reason("scenarios:\n  a: { duration: 5s, phases: [{ for: 2s }] }\n")).toMatchInlineSnapshot(
    `"Failed to read the scenarios of mine.yaml, line 2: "duration", "phases" and "polls" contradict each other: give one of them. Mend the file; scenario.schema.json says what it may contain."`,
  );
  expect(await reason("scenarios:\n  a:\n    phases:\n      - stage: queued\n")).toMatchInlineSnapshot(
    `"Failed to read the scenarios of mine.yaml, line 4: "for" is missing. Mend the file; scenario.schema.json says what it may contain."`,
  );
  expect(await reason("scenarios:\n  A: {}\n")).toMatchInlineSnapshot(
    `"Failed to read the scenarios of mine.yaml, line 2: "A" is no name of small letters, digits, dots and hyphens. Mend the file; scenario.schema.json says what it may contain."`,
  );
  expect(await reason("default: b\nscenarios:\n  a: {}\n")).toMatchInlineSnapshot(
    `"Failed to read the scenarios of mine.yaml, line 1: "default" names "b", and there is no such scenario. Mend the file; scenario.schema.json says what it may contain."`,
  );
  expect(await reason("scenarios: [\n")).toMatchInlineSnapshot(
    `"Failed to read the scenarios of mine.yaml, line 2: Flow sequence in block collection must be sufficiently indented and end with a ]. Mend the file; scenario.schema.json says what it may contain."`,
  );
  expect(await reason("")).toMatchInlineSnapshot(
    `"Failed to read the scenarios of mine.yaml, line 1: it is not a file of scenarios: a member "scenarios" with one entry for each. Mend the file; scenario.schema.json says what it may contain."`,
  );
});

test("a file that is not there is refused by its path", async () => {
  await expect(readScenarioFile("nowhere/mine.yaml")).rejects.toThrow(
    "Failed to read the scenarios of nowhere/mine.yaml: there is no such file. Give the path of a YAML file.",
  );
});
