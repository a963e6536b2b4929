import type { ApiModel, OperationModel } from "./api-model.ts";
import { startsOf } from "./client-file.ts";
import { GenerateError } from "./generate-error.ts";
import { exportedTypes } from "./index-file.ts";
import type { JobTypes } from "./job-types.ts";

/**
 * Names of the document's that become names of the client's: its methods, and the types that the package exports.
 *
 * @throws GenerateError when two things would have one name, with the line of the overlay that mends it
 */
export const refuseClashes = (api: ApiModel, jobs: readonly JobTypes[], place: string): void => {
  refuseTwins(
    place,
    "the client's method",
    clientMembers.map((name) => ({ name, of: "what every client has" })),
    [
      ...startsOf(api, jobs).map(({ method, operation }) => ({
        name: method,
        of: `the create ${operation.id}`,
        hint: renameOperation(operation),
      })),
      ...jobs.map(({ job }) => ({
        name: job.declaration.name,
        of: `the job ${job.declaration.name}`,
        hint: renameJob(job.operation),
      })),
    ],
  );
  const ofStarts = startsOf(api, jobs).map((start) => ({ start, types: [start.bodyName, start.responseName] }));
  refuseTwins(
    place,
    "the type",
    [
      ...moduleNames.map((name) => ({ name, of: "what every package has" })),
      { name: clientOf(api, jobs), of: "the client" },
    ],
    [
      ...ofStarts.flatMap(({ start: { operation }, types }) =>
        types.flatMap((name) =>
          name === undefined ? [] : [{ name, of: `the create ${operation.id}`, hint: renameOperation(operation) }],
        ),
      ),
      ...jobs.flatMap((job) =>
        exportedTypes(api, [job]).jobs.map((name) => ({
          name,
          of: `the job ${job.job.declaration.name}`,
          hint: renameJob(job.job.operation),
        })),
      ),
    ],
  );
};

const clientOf = (api: ApiModel, jobs: readonly JobTypes[]): string => exportedTypes(api, jobs).client[0] ?? "";

interface Owner {
  readonly name: string;
  readonly of: string;
}

const refuseTwins = (
  place: string,
  what: string,
  taken: readonly Owner[],
  names: readonly (Owner & { readonly hint: string })[],
): void => {
  const owners = new Map(taken.map(({ name, of }) => [name, of]));
  for (const { name, of, hint } of names) {
    const other = owners.get(name);
    if (other !== undefined)
      throw new GenerateError(place, `${what} "${name}" would stand for ${other} and for ${of}`, hint);
    owners.set(name, of);
  }
};

const renameJob = ({ path, method }: OperationModel): string =>
  `Give the job another name in the overlay: at $.paths[${JSON.stringify(path)}].${method}, x-job: { name: … }.`;

const renameOperation = ({ path, method }: OperationModel): string =>
  `Give the operation another id in the overlay: at $.paths[${JSON.stringify(path)}].${method}, operationId: ….`;

// openapi-fetch's, ours, and what JavaScript asks of an object by itself; a job may be called constructor.
export const clientMembers: readonly string[] = [
  ..."GET PUT POST DELETE OPTIONS HEAD PATCH TRACE request use eject resume api account webhooks then toJSON".split(
    " ",
  ),
  ...Object.getOwnPropertyNames(Object.prototype).filter((name) => name !== "constructor"),
];

// What the generated modules import or export under a name of their own.
export const moduleNames: readonly string[] =
  "ApiDescription ApiError Client ClientOptions FailedItemState FailedState Failure FetchOptions ItemState Job JobOptions Lifecycle PartialState PendingState Refine SavedJob SchemaMismatch Started StartInit SucceededState Webhooks WithConstants WithItems components operations paths".split(
    " ",
  );
