import { fileURLToPath } from "node:url";

import { type ResponseReading, compileLifecycle, readResponse } from "@genwait/lifecycle";
import { describe, expect, it } from "vitest";

import { declaredJobs } from "../declaration/declared-jobs.ts";
import { mergeSpec } from "../merge/merge-spec.ts";
import type { ResponseCase } from "./response-case.ts";
import { readResponses } from "./read-responses.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const folders = ["specs/affogato", "specs/gamma", "apps/contract/fixtures/kiln", "apps/contract/fixtures/loom"];

const parsed = ({ response }: ResponseCase): unknown => {
  try {
    return JSON.parse(response.text);
  } catch {
    return undefined;
  }
};

const meaningOf = (reading: ResponseReading): unknown => {
  if (reading.is === "call-failure") return { error: reading.kind };
  if (reading.is === "breach") return { error: "contract" };
  if (reading.is === "unread") return { error: "told by HTTP" };
  const { phase, items, ...state } = reading.state;
  return {
    phase,
    items: items.map((item) => item.phase),
    ...("failure" in state && {
      failure: state.failure.kind,
      message: state.failure.message,
      code: state.failure.code,
    }),
    ...("unknownStatus" in state && { unknownStatus: state.unknownStatus }),
    ...("stage" in state && { stage: state.stage }),
    ...("progress" in state && { progress: state.progress }),
  };
};

const isToldByHttp = ({ response, means }: ResponseCase): boolean => response.status >= 300 && "error" in means;

describe.each(
  await Promise.all(
    folders.map(async (folder) => ({
      folder,
      spec: await mergeSpec(root + folder),
      cases: await readResponses(root + folder),
    })),
  ),
)("the responses of $folder", ({ spec, cases }) => {
  const jobs = declaredJobs(spec.document);

  it.each(cases)("$job: $name", (entry) => {
    const declaration = jobs.find((job) => job.name === entry.job)?.declaration;
    if (declaration === undefined) throw new Error(`no job "${entry.job}" is declared`);
    const response = {
      status: entry.response.status,
      body: parsed(entry),
      header: (name: string) => entry.response.headers[name],
    };
    const means = meaningOf(readResponse(compileLifecycle(declaration), response, entry.request));
    const expected = "phase" in entry.means ? { items: [], ...entry.means } : entry.means;
    expect(means).toEqual(isToldByHttp(entry) ? { error: "told by HTTP" } : expected);
  });
});
