import { fileURLToPath } from "node:url";

import { type AnswerReading, compileLifecycle, readAnswer } from "@genwait/lifecycle";
import { describe, expect, it } from "vitest";

import { declaredJobs } from "../declaration/declared-jobs.ts";
import { mergeSpec } from "../merge/merge-spec.ts";
import type { AnswerCase } from "./response-case.ts";
import { readAnswers } from "./read-responses.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const folders = ["specs/affogato", "specs/gamma", "apps/contract/fixtures/kiln", "apps/contract/fixtures/loom"];

const parsed = ({ answer }: AnswerCase): unknown => {
  try {
    return JSON.parse(answer.text);
  } catch {
    return undefined;
  }
};

const meaningOf = (reading: AnswerReading): unknown => {
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

const isToldByHttp = ({ answer, means }: AnswerCase): boolean => answer.status >= 300 && "error" in means;

describe.each(
  await Promise.all(
    folders.map(async (folder) => ({
      folder,
      spec: await mergeSpec(root + folder),
      cases: await readAnswers(root + folder),
    })),
  ),
)("the answers of $folder", ({ spec, cases }) => {
  const jobs = declaredJobs(spec.document);

  it.each(cases)("$job: $name", (entry) => {
    const declaration = jobs.find((job) => job.name === entry.job)?.declaration;
    if (declaration === undefined) throw new Error(`no job "${entry.job}" is declared`);
    const answer = {
      status: entry.answer.status,
      body: parsed(entry),
      header: (name: string) => entry.answer.headers[name],
    };
    const means = meaningOf(readAnswer(compileLifecycle(declaration), answer, entry.request));
    const expected = "phase" in entry.means ? { items: [], ...entry.means } : entry.means;
    expect(means).toEqual(isToldByHttp(entry) ? { error: "told by HTTP" } : expected);
  });
});
