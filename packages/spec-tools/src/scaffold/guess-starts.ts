import type { Resolve } from "../openapi/references.ts";
import { objectAt, textAt } from "../openapi/json.ts";
import { type ResponseMember, membersOfResponse, plainName } from "./response-members.ts";
import type { FoundOperation } from "./found-operations.ts";
import type { GuessedAction } from "./guessed-action.ts";
import type { GuessedJob } from "./guess-job.ts";
import { nameOfJob } from "./name-of-job.ts";

export interface StartClues {
  readonly operations: readonly FoundOperation[];
  readonly resolve: Resolve;
  readonly idOf: (operation: FoundOperation) => string;
}

/** The Links from creates to a job: POST operations that give an id and lie where the job's path lies, or response with the same schema. */
export const guessStarts = (
  job: GuessedJob,
  jobs: readonly GuessedJob[],
  clues: StartClues,
): readonly GuessedAction[] => {
  const creates = clues.operations.filter(
    (operation) => operation.method === "post" && operation.response !== undefined && !isAboutOneJob(operation, jobs),
  );
  const exact = creates.filter(({ path }) => path === collectionOf(job.operation.path));
  const alike = creates.filter(
    (create) => !exact.includes(create) && responsesAlike(create, job.operation, clues.resolve),
  );
  const near = [...exact, ...alike];
  // One resource for all tasks: whatever gives an id, and lies at no other job's address, leads to it.
  const chosen =
    near.length > 0
      ? near
      : creates.filter(
          ({ path }) => !jobs.some((other) => other !== job && path === collectionOf(other.operation.path)),
        );
  return chosen.flatMap((create) => linkTo(job, create, clues));
};

/** `/v1/tasks/{id}/status` → `/v1/tasks`. */
const collectionOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/{")));

/** A POST on a job that is there already: cancel, retry. */
const isAboutOneJob = ({ path }: FoundOperation, jobs: readonly GuessedJob[]): boolean =>
  jobs.some(
    ({ operation }) =>
      path.startsWith(operation.path.slice(0, operation.path.lastIndexOf("}") + 1)) && operation.path.includes("{"),
  );

const responsesAlike = (create: FoundOperation, status: FoundOperation, resolve: Resolve): boolean => {
  const [one, other] = [create.response?.schema, status.response?.schema];
  return (
    one !== undefined && other !== undefined && textAt(one, "$ref") !== undefined && resolve(one) === resolve(other)
  );
};

const linkTo = (job: GuessedJob, create: FoundOperation, { resolve, idOf }: StartClues): readonly GuessedAction[] => {
  if (hasLink(create, resolve)) return [];
  const members = membersOfResponse(create.response?.schema, resolve);
  const id = idIn(members, job);
  if (id === undefined) return [];
  const parameter = job.declaration.id.request.replace(/^\$request\.(?:path|query)\./, "");
  const items =
    job.declaration.items === undefined
      ? undefined
      : members.find(
          ({ schema, name }) => schema.entry !== undefined && job.declaration.items?.at.endsWith(`/${name}`) === true,
        );
  const codes = create.goodCodes.map((code) => `'${code}'`).join(",");
  return [
    {
      target: `${create.target}.responses[${codes}]`,
      description: `assumed: guessed from ${id.pointer} of the response, which looks like what ${idOf(job.operation)} asks for`,
      update: {
        links: {
          [job.declaration.name]: {
            operationId: idOf(job.operation),
            parameters: { [parameter]: `$response.body#${id.pointer}` },
            ...(items !== undefined && { "x-items": `$response.body#${items.pointer}` }),
          },
        },
      },
    },
  ];
};

const hasLink = ({ source, goodCodes }: FoundOperation, resolve: Resolve): boolean =>
  goodCodes.some((code) => Object.keys(objectAt(resolve(objectAt(source, "responses")[code]), "links")).length > 0);

/** The same member as in the status response, else one named like the parameter, else plainly an id. */
const idIn = (
  members: readonly ResponseMember[],
  { declaration, operation }: GuessedJob,
): ResponseMember | undefined => {
  const parameter = plainName(declaration.id.request.split(".").at(-1) ?? "");
  const resource = plainName(nameOfJob(operation.path));
  const scalars = members.filter(isScalar);
  return (
    scalars.find(({ pointer }) => pointer === declaration.id.response) ??
    [parameter, `${resource}id`, "id", "taskid", "jobid", "requestid", "generationid"].flatMap(
      (wanted) => scalars.find(({ name }) => plainName(name) === wanted) ?? [],
    )[0]
  );
};

const isScalar = ({ schema }: ResponseMember): boolean => schema.members.size === 0 && schema.entry === undefined;
