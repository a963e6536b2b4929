import { pointerTokens } from "@genwait/lifecycle";

import type { GuessedAction } from "./guessed-action.ts";
import type { GuessedJob } from "./guess-job.ts";
import { nameOfJob, singular } from "./name-of-job.ts";
import { placeOf, type Resolve } from "../openapi/references.ts";
import { placesAt } from "../openapi/schema-places.ts";
import {
  type FoundOperation,
  membersOfResponse,
  plainName,
  quoted,
  type ResponseMember,
  textsOf,
} from "./found-operations.ts";
import { type Json, type JsonObject, objectAt, textAt } from "../openapi/json.ts";

export interface StartClues {
  readonly operations: readonly FoundOperation[];
  readonly resolve: Resolve;
  readonly idOf: (operation: FoundOperation) => string;
}

/** What starts which job, as far as the document tells. */
export interface GuessedStarts {
  readonly actions: readonly GuessedAction[];
  /** Creates that may start a job, though nothing says which, or whether. */
  readonly undecided: readonly FoundOperation[];
  readonly jobsWithoutStart: readonly GuessedJob[];
  /** What was left out of the document, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * One Link for each create, to the job that paths, schemas and texts name; never to two. Links of the vendor's own count, but for those
 * that lead nowhere: they are taken out.
 */
export const guessStarts = (jobs: readonly GuessedJob[], clues: StartClues): GuessedStarts => {
  const links = linksIn(jobs, clues);
  const started = new Set(links.flatMap(({ from, job }) => (job !== undefined && from.method !== "get" ? [job] : [])));
  const linked = new Set(links.flatMap(({ from, job }) => (job === undefined ? [] : [from])));
  const creates = clues.operations
    .filter(
      (operation) =>
        operation.method === "post" &&
        operation.response !== undefined &&
        !linked.has(operation) &&
        !isAboutOneJob(operation, jobs),
    )
    .map((create) => ({ create, likely: likeliest(create, jobs, clues) }));
  const strong = creates.filter(({ likely }) => likely !== undefined && likely.score >= strongly);
  for (const { likely } of strong) if (likely !== undefined) started.add(likely.job);
  const weak = creates.filter(
    ({ likely }) => likely !== undefined && likely.score < strongly && likely.score > 0 && !started.has(likely.job),
  );
  for (const { likely } of weak) if (likely !== undefined) started.add(likely.job);
  // One resource for all tasks: whatever gives an id leads to it.
  const isOnlyJob = jobs.length === 1 && started.size === 0;
  const rest = creates.filter(
    (found) => !strong.includes(found) && !weak.includes(found) && found.likely !== undefined,
  );
  const chosen = [...strong, ...weak, ...(isOnlyJob ? rest : [])];
  for (const { likely } of chosen) if (likely !== undefined) started.add(likely.job);
  const jobsWithoutStart = jobs.filter((job) => !started.has(job));
  return {
    actions: [
      ...links.flatMap(({ fix }) => fix ?? []),
      ...chosen.flatMap(({ create, likely }) => (likely === undefined ? [] : [linkTo(likely, create, clues)])),
    ],
    undecided: rest
      .filter((found) => !chosen.includes(found) && (jobsWithoutStart.length > 0 || (found.likely?.score ?? 0) > 0))
      .map(({ create }) => create),
    jobsWithoutStart,
    notes: links.flatMap(({ note }) => note ?? []),
  };
};

interface LikelyJob {
  readonly job: GuessedJob;
  readonly id: ResponseMember;
  readonly score: number;
}

/** From here on the document says it: by the path, or by the schema. */
const strongly = 4;

/** The job that most speaks for; undefined for a create that gives no id, or where two jobs are as likely. */
const likeliest = (create: FoundOperation, jobs: readonly GuessedJob[], clues: StartClues): LikelyJob | undefined => {
  const members = membersOfResponse(create.response?.schema, clues.resolve);
  const likely = jobs
    .flatMap((job): readonly LikelyJob[] => {
      const id = idIn(members, job);
      return id === undefined ? [] : [{ job, id, score: scoreOf(create, { job, id, resolve: clues.resolve }) }];
    })
    .sort((left, right) => right.score - left.score);
  const [first, second] = likely;
  return first !== undefined && first.score === second?.score && first.score > 0 ? undefined : first;
};

const scoreOf = (
  create: FoundOperation,
  { job, id, resolve }: { readonly job: GuessedJob; readonly id: ResponseMember; readonly resolve: Resolve },
): number => {
  const collection = collectionOf(job.operation.path);
  const noun = nameOfJob(job.operation.path);
  const words = noun.replaceAll(/([A-Z])/g, " $1").toLowerCase();
  const texts = [...textsOf(create), textAt(create.source, "operationId")?.replaceAll(/([A-Z])/g, " $1") ?? ""];
  const names = texts.some((text) => new RegExp(`\\b${words}s?\\b`, "i").test(text));
  return (
    (create.path === collection ? 8 : 0) +
    (lastNoun(create.path) === lastNoun(collection) && lastNoun(collection) !== "" ? 4 : 0) +
    (responsesAlike(create, job.operation, resolve) ? 4 : 0) +
    (plainName(id.name) === `${plainName(noun)}id` ? 1 : 0) +
    (names ? 1 : 0)
  );
};

/** `/v1/tasks/{id}/status` → `/v1/tasks`. */
const collectionOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/{")));

const lastNoun = (path: string): string => {
  const last = path.split("/").at(-1) ?? "";
  return last.startsWith("{") ? "" : singular(last.toLowerCase());
};

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

const linkTo = ({ job, id }: LikelyJob, create: FoundOperation, { resolve, idOf }: StartClues): GuessedAction => {
  const members = membersOfResponse(create.response?.schema, resolve);
  const items =
    job.declaration.items === undefined
      ? undefined
      : members.find(
          ({ schema, name }) => schema.entry !== undefined && job.declaration.items?.at.endsWith(`/${name}`) === true,
        );
  const codes = create.goodCodes.map((code) => `'${code}'`).join(",");
  return {
    target: `${create.target}.responses[${codes}]`,
    description: `assumed: guessed from ${id.pointer} of the response, which looks like what ${idOf(job.operation)} asks for`,
    update: {
      links: {
        [job.declaration.name]: {
          operationId: idOf(job.operation),
          parameters: { [idParameterOf(job)]: `$response.body#${id.pointer}` },
          ...(items !== undefined && { "x-items": `$response.body#${items.pointer}` }),
        },
      },
    },
  };
};

const idParameterOf = ({ declaration }: GuessedJob): string =>
  declaration.id.request.replace(/^\$request\.(?:path|query)\./, "");

/** The same member as in the status response, else one named like the parameter, else plainly an id. */
const idIn = (
  members: readonly ResponseMember[],
  { declaration, operation }: GuessedJob,
): ResponseMember | undefined => {
  const parameter = plainName(declaration.id.request.split(".").at(-1) ?? "");
  const resource = plainName(nameOfJob(operation.path));
  const scalars = members.filter(({ schema }) => schema.members.size === 0 && schema.entry === undefined);
  return (
    scalars.find(({ pointer }) => pointer === declaration.id.response) ??
    [parameter, `${resource}id`, "id", "taskid", "jobid", "requestid", "generationid"].flatMap(
      (wanted) => scalars.find(({ name }) => plainName(name) === wanted) ?? [],
    )[0]
  );
};

/** A Link of the vendor's own. */
interface OwnLink {
  readonly from: FoundOperation;
  /** The job that it leads to, if it gives the id. */
  readonly job?: GuessedJob;
  readonly fix?: GuessedAction;
  readonly note?: string;
}

const linksIn = (jobs: readonly GuessedJob[], clues: StartClues): readonly OwnLink[] => {
  const { operations, resolve } = clues;
  const seen = new Set<string>();
  return operations.flatMap((from) =>
    Object.entries(objectAt(from.source, "responses")).flatMap(([code, response]) => {
      const holder = pathOf(placeOf(response, []), `${from.target}.responses[${quoted(code)}]`);
      const body = resolve(response);
      return Object.entries(objectAt(body, "links")).map(([name, value]) => {
        const entry = `${holder}.links[${quoted(name)}]`;
        const target = pathOf(placeOf(value, []), entry);
        const { fix, note, job } = readLink(value, { name, body, entry, target }, { jobs, ...clues });
        const isNew = fix !== undefined && !seen.has(fix.target);
        if (fix !== undefined) seen.add(fix.target);
        return {
          from,
          ...(job !== undefined && { job }),
          ...(isNew && {
            fix,
            ...(note !== undefined && { note: `${note} of ${from.method.toUpperCase()} ${from.path}` }),
          }),
        };
      });
    }),
  );
};

const pathOf = (tokens: readonly string[], own: string): string =>
  tokens.length === 0 ? own : `$${tokens.map((token) => `[${quoted(token)}]`).join("")}`;

interface LinkPlace {
  readonly name: string;
  /** The response that carries it. */
  readonly body: JsonObject;
  /** Where it stands, and where what it stands for does. */
  readonly entry: string;
  readonly target: string;
}

const readLink = (
  value: Json,
  { name, body, entry, target }: LinkPlace,
  { jobs, operations, resolve, idOf }: StartClues & { readonly jobs: readonly GuessedJob[] },
): Omit<OwnLink, "from"> => {
  const leftOut = (why: string): Omit<OwnLink, "from"> => ({
    fix: { target: entry, description: `assumed: left out, for ${why}`, remove: true },
    note: `left out the Link ${name}, for ${why},`,
  });
  const link = resolve(value);
  const id = textAt(link, "operationId");
  const reference = textAt(link, "operationRef");
  const led = operations.find(
    (operation) =>
      (id !== undefined && (textAt(operation.source, "operationId") === id || idOf(operation) === id)) ||
      (reference !== undefined && reference === `#/paths/${escaped(operation.path)}/${operation.method}`),
  );
  if (led === undefined) return leftOut(`it leads to ${id ?? reference ?? "nothing"}, which is no operation`);
  const job = jobs.find(({ operation }) => operation === led);
  if (job !== undefined && !givesId(link, body, { parameter: idParameterOf(job), resolve })) {
    return leftOut(`it does not give the id that ${idOf(led)} asks for`);
  }
  const renamed = idOf(led);
  const update = { operationId: renamed };
  const follows = `assumed: the Link follows the new name of ${id ?? ""}`;
  return {
    ...(job !== undefined && { job }),
    ...(id !== undefined && id !== renamed && { fix: { target, description: follows, update } }),
  };
};

const givesId = (
  link: JsonObject,
  body: JsonObject,
  { parameter, resolve }: { readonly parameter: string; readonly resolve: Resolve },
): boolean => {
  const parameters = objectAt(link, "parameters");
  const expression =
    textAt(parameters, parameter) ??
    textAt(parameters, `path.${parameter}`) ??
    textAt(parameters, `query.${parameter}`);
  const pointer = /^\$response\.body#(\/.*)$/.exec(expression ?? "")?.[1];
  if (pointer === undefined) return false;
  const schemas = Object.values(objectAt(body, "content")).map((media) => resolve(objectAt(media, "schema")));
  return placesAt(schemas, pointerTokens(pointer), resolve).is === "found";
};

const escaped = (path: string): string => path.replaceAll("~", "~0").replaceAll("/", "~1");
