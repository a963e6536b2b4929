import { type Resolve, resolverOf } from "../codegen/references.ts";
import type { MergedSpec } from "../merge/merge-spec.ts";
import { outsideReferenceFault, outsideReferenceFixes, outsideReferences } from "../openapi/outside-references.ts";
import { checkBaseUrl } from "./check-base-url.ts";
import { checkErrors } from "./check-errors.ts";
import { checkHeaders } from "./check-headers.ts";
import { checkLinks } from "./check-links.ts";
import { checkIdParameter, checkNames } from "./check-names.ts";
import { checkErrorsSchema, checkJobSchema, checkOverlay } from "./check-overlay.ts";
import { checkPointers } from "./check-pointers.ts";
import { checkValues } from "./check-values.ts";
import { type DeclaredJob, declaredJobs } from "./declared-jobs.ts";
import { locatorOf } from "./locate.ts";
import type { Fault, Problem } from "./problem.ts";
import { jsonPointer } from "../openapi/json-pointer.ts";

/** Everything that the declarations of an API get wrong, in the order of the document; an empty list for good ones. */
export const checkDeclarations = async (spec: MergedSpec): Promise<readonly Problem[]> => {
  const faults = faultsOf(spec);
  return [...checkOverlay(spec), ...checkBaseUrl(spec), ...(faults.length === 0 ? [] : await placed(faults, spec))];
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
  return [
    ...checkNames(jobs),
    ...jobs.flatMap((job) => faultsOfJob(job, { document }, resolve)),
    ...checkLinks(document, resolve),
    ...(errors.length > 0 ? errors : checkErrors(document, resolve)),
  ];
};

const faultsOfJob = (
  job: DeclaredJob,
  { document }: Pick<MergedSpec, "document">,
  resolve: Resolve,
): readonly Fault[] => [
  ...checkIdParameter(job, resolve),
  ...checkPointers(job, document, resolve),
  ...checkValues(job, resolve),
  ...checkHeaders(job, resolve),
];

const placed = async (faults: readonly Fault[], spec: MergedSpec): Promise<readonly Problem[]> => {
  const locate = await locatorOf(spec);
  return faults.map(({ tokens, message, fix }) => ({ ...locate(tokens), path: jsonPointer(tokens), message, fix }));
};
