import { pointerTokens } from "@genwait/lifecycle";

import { type Json, type JsonObject, objectAt, textAt } from "../openapi/json.ts";
import { targetOf } from "../openapi/links.ts";
import { parametersOf } from "../openapi/parameters.ts";
import { placeOf, type Resolve } from "../openapi/references.ts";
import { placesAt } from "../openapi/schema-places.ts";
import { jsonPath, membersIn, plainName, type ResponseMember } from "./folded-schema.ts";
import { type FoundOperation, jsonMediaOf, textsOf } from "./found-operations.ts";
import { addressOf, type FollowedJob, type FollowUpClues } from "./guess-follow-ups.ts";
import { idMemberOf } from "./guess-job.ts";
import type { GuessedAction } from "./guessed-action.ts";
import { nameOfJob, singular } from "./name-of-job.ts";

export type StartClues = Omit<FollowUpClues, "jobs">;

/** What starts which job, as far as the document tells. */
export interface GuessedStarts {
  readonly actions: readonly GuessedAction[];
  /** Creates that may start a job, though nothing says which, or whether. */
  readonly undecided: readonly FoundOperation[];
  readonly jobsWithoutStart: readonly FollowedJob[];
  /** What was left out of the document, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * One Link for each create, to the job that paths, schemas and texts name; never to two. Links of the vendor's own count, but for those
 * that lead nowhere: they are taken out.
 */
export const guessStarts = (jobs: readonly FollowedJob[], clues: StartClues): GuessedStarts => {
  const links = ownLinks(jobs, clues);
  const leading = links.filter(({ job }) => job !== undefined);
  const started = new Set(leading.flatMap(({ from, job }) => (from.method === "get" ? [] : (job ?? []))));
  const creates = clues.operations.filter(
    (operation) =>
      operation.method === "post" &&
      operation.response !== undefined &&
      !leading.some(({ from }) => from === operation) &&
      !isAboutOneJob(operation, jobs),
  );
  const likely = creates.flatMap((create) => likeliest(create, jobs, clues) ?? []);
  const chosen: LikelyStart[] = [];
  const choose = (isChosen: (start: LikelyStart) => boolean): void => {
    const more = likely.filter((start) => !chosen.includes(start) && isChosen(start));
    for (const start of more) started.add(start.job);
    chosen.push(...more);
  };
  const noneBefore = new Set<FollowedJob>();
  choose(({ score }) => score >= strongly);
  for (const job of started) noneBefore.add(job);
  choose(({ score, job }) => score > 0 && !noneBefore.has(job));
  // One resource for all tasks: whatever gives an id leads to it.
  if (jobs.length === 1 && started.size === 0) choose(() => true);
  const jobsWithoutStart = jobs.filter((job) => !started.has(job));
  const undecided = likely.filter(
    (start) => !chosen.includes(start) && (jobsWithoutStart.length > 0 || start.score > 0),
  );
  return {
    actions: [...links.flatMap(({ fix }) => fix ?? []), ...chosen.map((start) => linkTo(start, clues))],
    undecided: undecided.map(({ create }) => create),
    jobsWithoutStart,
    notes: links.flatMap(({ note }) => note ?? []),
  };
};

interface LikelyStart {
  readonly create: FoundOperation;
  readonly job: FollowedJob;
  readonly id: ResponseMember;
  readonly score: number;
}

/** From here on the document says it: by the path, or by the schema. */
const strongly = 4;

/** The job that most speaks for; undefined for a create that gives no id, or where two jobs are as likely. */
const likeliest = (
  create: FoundOperation,
  jobs: readonly FollowedJob[],
  { resolve }: StartClues,
): LikelyStart | undefined => {
  const members = membersIn(create.response?.schema, resolve);
  const [first, second] = jobs
    .flatMap((job): readonly LikelyStart[] => {
      const same = members.find(({ pointer }) => pointer === job.declaration.id.response);
      const id = same ?? idMemberOf(members, { parameter: job.parameter, path: job.status.path });
      return id === undefined ? [] : [{ create, job, id, score: scoreOf(create, { job, id, resolve }) }];
    })
    .sort((left, right) => right.score - left.score);
  return first !== undefined && first.score === second?.score && first.score > 0 ? undefined : first;
};

const scoreOf = (
  create: FoundOperation,
  { job: { status }, id, resolve }: Pick<LikelyStart, "job" | "id"> & { readonly resolve: Resolve },
): number => {
  // `/v1/tasks/{id}/status` → `/v1/tasks`.
  const collection = status.path.slice(0, Math.max(0, status.path.lastIndexOf("/{")));
  const noun = nameOfJob(status.path);
  const words = noun.replaceAll(/([A-Z])/g, " $1").toLowerCase();
  const texts = [...textsOf(create), textAt(create.operation, "operationId")?.replaceAll(/([A-Z])/g, " $1") ?? ""];
  const one = create.response?.schema.schema;
  const isAlike = textAt(one, "$ref") !== undefined && resolve(one) === resolve(status.response?.schema.schema);
  return (
    (create.path === collection ? 8 : 0) +
    (lastNoun(create.path) === lastNoun(collection) && lastNoun(collection) !== "" ? 4 : 0) +
    (isAlike ? 4 : 0) +
    (plainName(id.name) === `${plainName(noun)}id` ? 1 : 0) +
    (texts.some((text) => new RegExp(`\\b${words}s?\\b`, "i").test(text)) ? 1 : 0)
  );
};

const lastNoun = (path: string): string => {
  const last = path.split("/").at(-1) ?? "";
  return last.startsWith("{") ? "" : singular(last.toLowerCase());
};

/** A POST on a job that is there already: cancel, retry. */
const isAboutOneJob = ({ path }: FoundOperation, jobs: readonly FollowedJob[]): boolean =>
  jobs.some(
    ({ status }) =>
      status.path.includes("{") && path.startsWith(status.path.slice(0, status.path.lastIndexOf("}") + 1)),
  );

const linkTo = (start: LikelyStart, clues: StartClues): GuessedAction => {
  const { create, job, id } = start;
  const { resolve, idOf } = clues;
  const { items, name } = job.declaration;
  const members = membersIn(create.response?.schema, resolve);
  const list = members.find(
    (member) => member.schema.entry !== undefined && items?.at.endsWith(`/${member.name}`) === true,
  );
  const { carried, lacking } = carriedBy(start, clues);
  const address = addressOf("status", members, clues);
  const given = { [job.parameter]: `$response.body#${id.pointer}` };
  const early = (["output", "cancel"] as const).flatMap((part) => {
    const operation = job[part];
    const found = operation === undefined ? undefined : addressOf(part, members, clues);
    if (operation === undefined || found === undefined) return [];
    return [
      { part, found, link: { operationId: idOf(operation), parameters: { ...given, ...carried }, ...found.link } },
    ];
  });
  return {
    target: `${create.target}.responses[${create.goodCodes.map((code) => `'${code}'`).join(",")}]`,
    description: `assumed: guessed from ${id.pointer} of the response, which looks like what ${idOf(job.status)} asks for`,
    update: {
      links: {
        [name]: {
          operationId: idOf(job.status),
          parameters: { ...given, ...carried },
          ...(list !== undefined && { "x-items": `$response.body#${list.pointer}` }),
          ...address?.link,
          // What a status call responds with tells the state here, too.
          ...(isStatusResponse(start, resolve) && { "x-state": true }),
        },
        ...Object.fromEntries(early.map(({ part, link }) => [part, link])),
      },
    },
    gaps: [
      ...lacking.map((parameter) => ({
        path: ["links", name, "parameters"],
        note: `Fill in: ${idOf(job.status)} needs ${parameter}, too: write ${parameter}: <a constant, or a runtime expression>`,
      })),
      ...(address === undefined ? [] : [{ path: ["links", name, "x-address"], note: address.note }]),
      ...early.map(({ part, found }) => ({ path: ["links", part, "x-address"], note: found.note })),
    ],
  };
};

/** What the status operation needs beside the id, as far as the create knows it by the same name. */
const carriedBy = (
  { create, job }: LikelyStart,
  { resolve, key }: StartClues,
): { readonly carried: JsonObject; readonly lacking: readonly string[] } => {
  const own = parametersOf(create, { resolve, key });
  const body = jsonMediaOf(resolve(objectAt(create.operation, "requestBody")))[0];
  const asked = membersIn(body && { schema: objectAt(body.body, "schema"), tokens: [] }, resolve);
  const told = membersIn(create.response?.schema, resolve);
  const needed = parametersOf(job.status, { resolve, key }).filter(
    ({ name, isRequired, value }) => isRequired && value === undefined && name !== job.parameter,
  );
  const sources = needed.map(({ name }) => {
    const same = own.find((parameter) => parameter.name === name);
    const isNamed = (member: ResponseMember): boolean => member.name === name;
    const [inBody, inResponse] = [asked.find(isNamed), told.find(isNamed)];
    if (same !== undefined) return [name, `$request.${same.in}.${same.name}`] as const;
    if (inBody !== undefined) return [name, `$request.body#${inBody.pointer}`] as const;
    return [name, inResponse === undefined ? undefined : `$response.body#${inResponse.pointer}`] as const;
  });
  return {
    carried: Object.fromEntries(sources.flatMap(([name, from]) => (from === undefined ? [] : [[name, from]]))),
    lacking: sources.flatMap(([name, from]) => (from === undefined ? [name] : [])),
  };
};

const isStatusResponse = ({ create, job }: LikelyStart, resolve: Resolve): boolean => {
  const one = create.response?.schema.schema;
  return (
    job.declaration.state?.at !== undefined &&
    textAt(one, "$ref") !== undefined &&
    resolve(one) === resolve(job.status.response?.schema.schema)
  );
};

/** A Link of the vendor's own. */
interface OwnLink {
  readonly from: FoundOperation;
  /** The job that it leads to, if it gives the id. */
  readonly job?: FollowedJob;
  readonly fix?: GuessedAction;
  readonly note?: string;
}

const ownLinks = (jobs: readonly FollowedJob[], clues: StartClues): readonly OwnLink[] => {
  const fixed = new Set<string>();
  return clues.operations.flatMap((from) =>
    Object.entries(objectAt(from.operation, "responses")).flatMap(([code, value]) => {
      const response = clues.resolve(value);
      const holder = placeOf(value, [...from.tokens, "responses", code]);
      return Object.entries(objectAt(response, "links")).map(([name, link]): OwnLink => {
        const { job, fix, note } = readLink(link, { response, tokens: [...holder, "links", name], jobs, clues });
        // A Link of a component is mended once for all who use it.
        if (fix === undefined || fixed.has(fix.target)) return { from, ...(job !== undefined && { job }) };
        fixed.add(fix.target);
        const where = `${from.method.toUpperCase()} ${from.path}`;
        return {
          from,
          fix,
          ...(job !== undefined && { job }),
          ...(note !== undefined && { note: `${note} of ${where}` }),
        };
      });
    }),
  );
};

interface LinkPlace {
  /** The response that carries it. */
  readonly response: JsonObject;
  readonly tokens: readonly string[];
  readonly jobs: readonly FollowedJob[];
  readonly clues: StartClues;
}

const readLink = (
  value: Json,
  { response, tokens, jobs, clues: { operations, resolve, idOf } }: LinkPlace,
): Omit<OwnLink, "from"> => {
  const leftOut = (why: string): Omit<OwnLink, "from"> => ({
    fix: { target: jsonPath(tokens), description: `assumed: left out, for ${why}`, remove: true },
    note: `left out the Link ${tokens.at(-1) ?? ""}, for ${why},`,
  });
  const link = resolve(value);
  const id = textAt(link, "operationId");
  const led = targetOf(link, operations) ?? operations.find((operation) => id !== undefined && idOf(operation) === id);
  if (led === undefined)
    return leftOut(`it leads to ${id ?? textAt(link, "operationRef") ?? "nothing"}, which is no operation`);
  const job = jobs.find(({ status }) => status === led);
  if (job !== undefined && !givesId(link, response, { parameter: job.parameter, resolve }))
    return leftOut(`it does not give the id that ${idOf(led)} asks for`);
  const isRenamed = id !== undefined && id !== idOf(led);
  return {
    ...(job !== undefined && { job }),
    ...(isRenamed && {
      fix: {
        target: jsonPath(placeOf(value, tokens)),
        description: `assumed: the Link follows the new name of ${id}`,
        update: { operationId: idOf(led) },
      },
    }),
  };
};

const givesId = (
  link: JsonObject,
  response: JsonObject,
  { parameter, resolve }: { readonly parameter: string; readonly resolve: Resolve },
): boolean => {
  const given = objectAt(link, "parameters");
  const [expression] = [parameter, `path.${parameter}`, `query.${parameter}`].flatMap(
    (name) => textAt(given, name) ?? [],
  );
  const pointer = /^\$response\.body#(\/.*)$/.exec(expression ?? "")?.[1];
  if (pointer === undefined) return false;
  const schemas = jsonMediaOf(response).map(({ body }) => resolve(objectAt(body, "schema")));
  return placesAt(schemas, pointerTokens(pointer), resolve).is === "found";
};
