import type { JobState } from "@genwait/lifecycle";
import type { JobMeaning } from "@genwait/spec-tools";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ContractJob, jobOfId, jobs } from "./apis.ts";
import { entriesOf } from "./document.ts";
import { type Mocks, openMocks } from "./mocks.ts";
import { possibleResults } from "./possible-results.ts";

const phases: readonly JobState["phase"][] = ["pending", "succeeded", "partial", "failed"];

/** Members that the declaration gives to other phases than the state's. */
const membersOfOtherPhases = ({ declaration: { has } }: ContractJob, { phase }: JobState): readonly string[] =>
  phases.filter((other) => other !== phase).flatMap((other) => has?.[other]?.present ?? []);

/** What a response or a state means, as one word. */
const wordOf = ({ phase, failure }: JobMeaning): string => failure ?? phase;
const wordOfState = (state: JobState): string => (state.phase === "failed" ? state.failure.kind : state.phase);

/** The members of a body as pointers, list places as `*`; what is null or empty is not there. */
const shapeOfBody = (body: unknown, pointer = ""): ReadonlySet<string> => {
  const members = Array.isArray(body) ? body.map((item: unknown) => ["*", item] as const) : entriesOf(body);
  const inner = members.flatMap(([name, value]) => {
    const place = `${pointer}/${name}`;
    return isEmpty(value) ? [] : [place, ...shapeOfBody(value, place)];
  });
  return new Set(inner);
};

const isEmpty = (value: unknown): boolean =>
  value == null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);

/** Members that all of the shapes have. */
const membersOfAll = ([first, ...rest]: readonly ReadonlySet<string>[]): readonly string[] =>
  [...(first ?? [])].filter((member) => rest.every((shape) => shape.has(member)));

describe("the mock's responses", () => {
  let mocks: Mocks;
  beforeAll(async () => {
    mocks = await openMocks();
  });
  afterAll(() => mocks.close());

  describe.each(jobs)("for $title", ({ api, job }) => {
    const known = job.responses.flatMap(({ means, response }) =>
      "phase" in means && means.unknownStatus === undefined
        ? [{ word: wordOf(means), shape: shapeOfBody(response.body) }]
        : [],
    );
    const cases = [
      { title: "a pending job", id: "mock-never-shape", word: "pending" },
      ...possibleResults(job.declaration).map(({ kind, phase, failureKind }) => ({
        title: `a job that ended as ${kind}`,
        id: `mock-result-${kind}-shape`,
        word: failureKind ?? phase,
      })),
    ];

    it.each(cases)("have the members of the known responses: $title", async ({ id, word }) => {
      const waiting = jobOfId(mocks.client(api), job, id);
      await waiting.poll();
      await mocks.clock.advance(60_000);
      const { state } = await waiting.poll();
      expect(wordOfState(state)).toBe(word);
      const shape = shapeOfBody(state.body);
      const [same, others] = [
        known.filter((response) => response.word === word),
        known.filter((response) => response.word !== word),
      ];
      // What every known response of this meaning has must be there; what belongs to another phase, and is shown in it alone, must not.
      expect(membersOfAll(same.map((response) => response.shape)).filter((member) => !shape.has(member))).toEqual([]);
      const foreign = membersOfOtherPhases(job, state).filter(
        (member) => others.some((other) => other.shape.has(member)) && !same.some((other) => other.shape.has(member)),
      );
      expect(foreign.filter((member) => shape.has(member))).toEqual([]);
    });
  });
});
