import type { JobState } from "@genwait/lifecycle";
import type { JobMeaning } from "@genwait/spec-tools";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobs } from "./apis.ts";
import type { ContractJob } from "./contract-api.ts";
import { endsOfJob } from "./ends-of-job.ts";
import { type Mocks, openMocks } from "./mocks.ts";
import { membersOfAll, shapeOfBody } from "./shape-of-body.ts";

const phases: readonly JobState["phase"][] = ["pending", "succeeded", "partial", "failed"];

/** Members that the declaration promises to other phases than the state's. */
const promisedToOthers = ({ declaration: { has } }: ContractJob, { phase }: JobState): readonly string[] =>
  phases.filter((other) => other !== phase).flatMap((other) => has?.[other]?.present ?? []);

/** What an answer or a state means, as one word. */
const wordOf = ({ phase, failure }: JobMeaning): string => failure ?? phase;
const wordOfState = (state: JobState): string => (state.phase === "failed" ? state.failure.kind : state.phase);

describe("the mock's answers", () => {
  let mocks: Mocks;
  beforeAll(async () => {
    mocks = await openMocks();
  });
  afterAll(() => mocks.close());

  describe.each(jobs)("for $title", ({ api, job }) => {
    const known = job.answers.flatMap(({ means, answer }) =>
      "phase" in means && means.unknownStatus === undefined
        ? [{ word: wordOf(means), shape: shapeOfBody(answer.body) }]
        : [],
    );
    const cases = [
      { title: "a pending job", id: "mock-never-shape", word: "pending" },
      ...endsOfJob(job.declaration).map(({ kind, phase, failureKind }) => ({
        title: `a job that ended as ${kind}`,
        id: `mock-end-${kind}-shape`,
        word: failureKind ?? phase,
      })),
    ];

    it.each(cases)("have the members of the known answers: $title", async ({ id, word }) => {
      const waiting = mocks.client(api).job(job.name, id);
      const read = async (): Promise<JobState> => (await waiting.read({ signal: new AbortController().signal })).state;
      await read();
      await mocks.clock.advance(60_000);
      const state = await read();
      expect(wordOfState(state)).toBe(word);
      const shape = shapeOfBody(state.body);
      const [same, others] = [
        known.filter((answer) => answer.word === word),
        known.filter((answer) => answer.word !== word),
      ];
      // What every known answer of this meaning has must be there; what is promised to another phase, and shown in it alone, must not.
      expect(membersOfAll(same.map((answer) => answer.shape)).filter((member) => !shape.has(member))).toEqual([]);
      const foreign = promisedToOthers(job, state).filter(
        (member) => others.some((other) => other.shape.has(member)) && !same.some((other) => other.shape.has(member)),
      );
      expect(foreign.filter((member) => shape.has(member))).toEqual([]);
    });
  });
});
