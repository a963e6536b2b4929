import type { Resolve } from "../codegen/references.ts";
import { listAt, textAt } from "../merge/json.ts";
import type { DeclaredJob } from "./declared-jobs.ts";
import { suggest } from "./nearest.ts";
import type { Fault } from "./problem.ts";

/** An API has at least one job, each under a name of its own, at most one of them by default, and each says how its state is told. */
export const checkNames = (jobs: readonly DeclaredJob[]): readonly Fault[] => {
  if (jobs.length === 0) {
    return [
      {
        tokens: ["paths"],
        message: "no operation reports on a job",
        fix: "Declare x-job on the status operation in the overlay.",
      },
    ];
  }
  const names = jobs.map(({ name }) => name);
  const defaults = jobs.filter(({ declaration }) => declaration.default === true);
  return jobs.flatMap((job, index) => [
    ...(names.indexOf(job.name) < index
      ? [
          {
            tokens: [...job.tokens, "name"],
            message: `two jobs are named "${job.name}"`,
            fix: "Give each a name of its own: it is the client's method.",
          },
        ]
      : []),
    ...(defaults.indexOf(job) > 0
      ? [
          {
            tokens: [...job.tokens, "default"],
            message: `"${job.name}" is a second default job beside "${defaults[0]?.name}"`,
            fix: "Keep one of them.",
          },
        ]
      : []),
    ...checkSense(job),
  ]);
};

/** Where the request carries the id, the operation has a parameter. */
export const checkIdParameter = ({ declaration, status, tokens }: DeclaredJob, resolve: Resolve): readonly Fault[] => {
  const [, place, name] = /^\$request\.(path|query)\.(.+)$/.exec(declaration.id.request) ?? [];
  if (place === undefined || name === undefined) return [];
  const parameters = [...listAt(status.pathItem, "parameters"), ...listAt(status.operation, "parameters")].map(resolve);
  const known = parameters
    .filter((parameter) => ["path", "query"].includes(textAt(parameter, "in") ?? ""))
    .map((parameter) => `$request.${textAt(parameter, "in")}.${textAt(parameter, "name")}`);
  if (known.includes(declaration.id.request)) return [];
  const fix = suggest(declaration.id.request, known) || "Add the parameter in the overlay.";
  return [{ tokens: [...tokens, "id", "request"], message: `${status.id} has no ${place} parameter ${name}`, fix }];
};

const checkSense = ({ name, declaration, tokens }: DeclaredJob): readonly Fault[] => {
  const { state, items } = declaration;
  const isTold = items !== undefined || state?.at !== undefined || (state?.rules?.length ?? 0) > 0;
  return isTold
    ? []
    : [
        {
          tokens,
          message: `"${name}" does not say how a response tells its state`,
          fix: "Declare state with at and values, state with rules, or items.",
        },
      ];
};
