import type { Fault, Problem } from "./problem.ts";
import type { MergedSpec } from "../openapi/spec-folder.ts";
import { checkBaseUrl } from "./check-base-url.ts";
import { cancelWarnings, checkFollowUps } from "./check-follow-ups.ts";
import { checkErrors } from "./check-errors.ts";
import { checkErrorsSchema, checkJobSchema, checkOverlay } from "./check-overlay.ts";
import { checkGhosts } from "./ghosts.ts";
import { checkLinks } from "./check-links.ts";
import { checkOperations, keyWarnings } from "./check-operations.ts";
import { checkPointers } from "./check-pointers.ts";
import { checkValues } from "./check-values.ts";
import { type JobCalls, jobCallsOf } from "../openapi/job-calls.ts";
import { jsonPointer } from "../openapi/json-pointer.ts";
import { listAt, textAt } from "../openapi/json.ts";
import { locatorOf } from "./locate.ts";
import { outsideReferenceFault, outsideReferenceFixes, outsideReferences } from "../openapi/outside-references.ts";
import { suggest } from "./nearest.ts";
import { type DeclaredJob, declaredJobs, responsesOf } from "../openapi/jobs.ts";
import { type Resolve, resolverOf } from "../openapi/references.ts";

/** Everything that the declarations of an API get wrong, in the order of the document; an empty list for good ones. */
export const checkDeclarations = (spec: MergedSpec): readonly Problem[] => {
  const faults = faultsOf(spec);
  return [
    ...(spec.isOwn ? [] : checkOverlay(spec)),
    ...checkGhosts(spec),
    ...checkBaseUrl(spec),
    ...(faults.length === 0 ? [] : placed(faults, spec)),
  ];
};

const faultsOf = ({ document }: MergedSpec): readonly Fault[] => {
  const outside = outsideReferences(document);
  // A document that is not whole would only fail every other check once more.
  if (outside.length > 0) {
    return outside.map((reference) => ({
      tokens: reference.tokens,
      message: outsideReferenceFault(reference),
      fix: outsideReferenceFixes[reference.kind],
    }));
  }
  const resolve = resolverOf(document);
  const jobs = declaredJobs(document);
  const misshapen = jobs.flatMap(checkJobSchema);
  const errors = checkErrorsSchema(document);
  // A declaration that is not shaped like one would only fail every other check once more.
  if (misshapen.length > 0) return [...misshapen, ...errors];
  const { calls, faults } = jobCallsOf(document);
  return [
    ...checkNames(jobs),
    ...calls.flatMap((one) => faultsOfJob(one, { document }, resolve)),
    ...checkLinks(document, calls, resolve),
    ...faults,
    ...checkOperations(document),
    ...(errors.length > 0 ? errors : checkErrors(document, resolve)),
  ];
};

const faultsOfJob = (
  calls: JobCalls,
  { document }: Pick<MergedSpec, "document">,
  resolve: Resolve,
): readonly Fault[] => [
  ...checkIdParameter(calls.job, resolve),
  ...checkPointers(calls, document, resolve),
  ...checkValues(calls, resolve),
  ...checkHeaders(calls.job, resolve),
  ...checkFollowUps(calls, resolve),
];

/** What a person should look at: it fails nothing. */
export const declarationWarnings = (spec: MergedSpec): readonly Problem[] => {
  const { document } = spec;
  const jobs = declaredJobs(document).filter((job) => checkJobSchema(job).length === 0);
  const faults = [...cancelWarnings(jobs), ...keyWarnings(document, resolverOf(document))];
  return faults.length === 0 ? [] : placed(faults, spec).map((problem) => ({ ...problem, severity: "warning" }));
};

const placed = (faults: readonly Fault[], spec: MergedSpec): readonly Problem[] => {
  const locate = locatorOf(spec);
  return faults.map(({ tokens, message, fix }) => ({ ...locate(tokens), path: jsonPointer(tokens), message, fix }));
};

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

/** Headers that a rate limit is read from are declared on the responses of the status operation. */
export const checkHeaders = ({ declaration, status, tokens }: DeclaredJob, resolve: Resolve): readonly Fault[] => {
  const known = [...new Set(responsesOf(status.operation, resolve).flatMap(({ headers }) => headers))];
  return (declaration.rateLimit?.limits ?? []).flatMap((limit, index) =>
    (["remaining", "limit"] as const).flatMap((role) => {
      const name = limit[role];
      if (name === undefined || known.includes(name.toLowerCase())) return [];
      const fix = known.length === 0 ? "Declare it in the overlay." : suggest(name, known);
      return [
        {
          tokens: [...tokens, "rateLimit", "limits", `${index}`, role],
          message: `no response of ${status.id} declares the header ${name}`,
          fix,
        },
      ];
    }),
  );
};
