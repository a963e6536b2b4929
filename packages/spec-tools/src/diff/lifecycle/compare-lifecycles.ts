import type { Finding } from "../finding.ts";
import type { SpecDocument } from "../spec-node.ts";
import { compareErrors } from "./compare-errors.ts";
import { compareJob } from "./compare-job.ts";
import { compareStarts } from "./compare-starts.ts";
import { type DeclaredJob, defaultJobOf, jobsOf } from "./declared-job.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** What a change means for jobs: whether they still end, whether they keep their guarantees, whether they are found at all. */
export const compareLifecycles = (old: SpecDocument, revised: SpecDocument): readonly Finding[] => {
  const [before, after] = [jobsOf(old), jobsOf(revised)];
  const pairs = pairJobs(before, after);
  const partners = new Set(pairs.flat());
  return [
    ...pairs.flatMap(([was, is]) => compareJob(was, is)),
    ...before.filter((job) => !partners.has(job)).map(removedJob),
    ...after.filter((job) => !partners.has(job)).map(addedJob),
    ...compareDefaults(before, after, pairs),
    ...compareStarts(old, revised, [before, after]),
    ...compareErrors(old, revised),
  ];
};

type JobPair = readonly [DeclaredJob, DeclaredJob];

/** By name; a job that lost its name is the one that its operation reports on now. */
const pairJobs = (before: readonly DeclaredJob[], after: readonly DeclaredJob[]): readonly JobPair[] =>
  before.flatMap((job): readonly JobPair[] => {
    const same =
      after.find(({ name }) => name === job.name) ??
      after.find(
        ({ name, operation }) =>
          operation.id !== undefined &&
          operation.id === job.operation.id &&
          before.every((other) => other.name !== name),
      );
    return same === undefined ? [] : [[job, same]];
  });

const removedJob = ({ name, pointer }: DeclaredJob): Finding => ({
  bump: "major",
  change: "job-removed",
  pointer,
  message: `The job ${mdCode(name)} is no longer declared, and the client's method for it is gone.`,
  old: name,
});

const addedJob = ({ name, pointer }: DeclaredJob): Finding => ({
  bump: "minor",
  change: "job-added",
  pointer,
  message: `The job ${mdCode(name)} is new.`,
  new: name,
});

/** Who names no job gets another one, with another kind of response. */
const compareDefaults = (
  before: readonly DeclaredJob[],
  after: readonly DeclaredJob[],
  pairs: readonly JobPair[],
): readonly Finding[] => {
  const [was, is] = [defaultJobOf(before), defaultJobOf(after)];
  if (was === undefined || is === undefined || pairs.some(([old, revised]) => old === was && revised === is)) return [];
  return [
    {
      bump: "major",
      change: "default-job",
      pointer: is.pointer,
      message: `Who names no job now means ${mdCode(is.name)}; it was ${mdCode(was.name)}.`,
      old: was.name,
      new: is.name,
    },
  ];
};
