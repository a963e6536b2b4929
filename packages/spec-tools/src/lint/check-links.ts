import { pointerTokens } from "@genwait/lifecycle";

import type { Fault } from "./problem.ts";
import type { Resolve } from "../openapi/references.ts";
import { nearest, suggest, pointerFault } from "./nearest.ts";
import { placesAt } from "../openapi/schema-places.ts";
import { type DeclaredJob, declaredJobs, jsonSchemasOf } from "../openapi/jobs.ts";
import { type DocumentOperation, operationsOf } from "../openapi/operations.ts";
import { type JsonObject, objectAt, textAt } from "../openapi/json.ts";

/** Every Link leads to an operation; one that starts a job says where the id and the items are in the create's response. */
export const checkLinks = (document: JsonObject, resolve: Resolve): readonly Fault[] => {
  const operations = operationsOf(document);
  const jobs = declaredJobs(document);
  return operations.flatMap((from) => {
    const links = linksOf(from, resolve);
    return [
      ...links.flatMap(({ link, schemas, tokens }) => checkLink(link, { operations, jobs, schemas, resolve, tokens })),
      ...checkOneJob(from, links, jobs),
    ];
  });
};

interface FoundLink {
  readonly name: string;
  readonly link: JsonObject;
  /** Of the response that carries the Link. */
  readonly schemas: readonly JsonObject[];
  readonly tokens: readonly string[];
}

const linksOf = ({ operation, tokens }: DocumentOperation, resolve: Resolve): readonly FoundLink[] =>
  Object.entries(objectAt(operation, "responses")).flatMap(([code, value]) => {
    const response = resolve(value);
    const schemas = jsonSchemasOf(response, resolve);
    return Object.entries(objectAt(response, "links")).map(([name, link]) => ({
      name,
      link: resolve(link),
      schemas,
      tokens: [...tokens, "responses", code, "links", name],
    }));
  });

/** A create starts one job: with Links to two, nobody could say which one was started, and is paid for. */
const checkOneJob = (
  { id, method }: DocumentOperation,
  links: readonly FoundLink[],
  jobs: readonly DeclaredJob[],
): readonly Fault[] => {
  if (method === "get") return [];
  const starts = links.flatMap(({ link, tokens }) => {
    const job = jobs.find(({ status }) => status.id === textAt(link, "operationId"));
    return job === undefined ? [] : [{ job: job.name, tokens }];
  });
  const second = starts.find(({ job }) => job !== starts[0]?.job);
  if (second === undefined) return [];
  return [
    {
      tokens: second.tokens,
      message: `${id} leads to two jobs, ${starts[0]?.job} and ${second.job}, and starts only one`,
      fix: "Keep the Link to the job that it starts, and remove the other.",
    },
  ];
};

interface Scope {
  readonly operations: readonly DocumentOperation[];
  readonly jobs: readonly DeclaredJob[];
  /** Of the response that carries the Link. */
  readonly schemas: readonly JsonObject[];
  readonly resolve: Resolve;
  readonly tokens: readonly string[];
}

const checkLink = (link: JsonObject, scope: Scope): readonly Fault[] => {
  const { operations, jobs, tokens } = scope;
  const target = textAt(link, "operationId");
  if (target === undefined) return [];
  const ids = operations.map(({ id }) => id);
  if (!ids.includes(target)) {
    return [
      {
        tokens: [...tokens, "operationId"],
        message: `the link leads to ${target}, which is no operation`,
        fix: suggest(target, ids),
      },
    ];
  }
  const job = jobs.find(({ status }) => status.id === target);
  if (job !== undefined) return [...checkId(link, job, scope), ...checkItems(link, scope)];
  if (link["x-items"] === undefined) return [];
  const fix =
    suggest(
      target,
      jobs.map(({ status }) => status.id),
    ) || "Declare x-job there.";
  return [
    { tokens: [...tokens, "operationId"], message: `the link counts items, and ${target} reports on no job`, fix },
  ];
};

const checkId = (link: JsonObject, job: DeclaredJob, { schemas, resolve, tokens }: Scope): readonly Fault[] => {
  const [, place, name] = /^\$request\.(path|query)\.(.+)$/.exec(job.declaration.id?.request ?? "") ?? [];
  if (place === undefined || name === undefined) return [];
  const parameters = objectAt(link, "parameters");
  const expression = textAt(parameters, name) ?? textAt(parameters, `${place}.${name}`);
  const at = [...tokens, "parameters"];
  if (expression === undefined) {
    const meant = nearest(name, Object.keys(parameters));
    const guess = meant === undefined ? "" : `Is ${meant} meant for it? `;
    return [
      {
        tokens: at,
        message: `the link passes no ${name} to ${job.status.id}`,
        fix: `${guess}Write ${name}: $response.body#/<pointer>.`,
      },
    ];
  }
  return checkExpression(expression, [...at, name], schemas, resolve);
};

const checkItems = (link: JsonObject, { schemas, resolve, tokens }: Scope): readonly Fault[] => {
  const expression = textAt(link, "x-items");
  return expression === undefined ? [] : checkExpression(expression, [...tokens, "x-items"], schemas, resolve);
};

const checkExpression = (
  expression: string,
  tokens: readonly string[],
  schemas: readonly JsonObject[],
  resolve: Resolve,
): readonly Fault[] => {
  const pointer = /^\$response\.body#(\/.*)$/.exec(expression)?.[1];
  if (pointer === undefined) {
    return [
      { tokens, message: `"${expression}" does not point into the response`, fix: "Write $response.body#/<pointer>." },
    ];
  }
  const places = placesAt(schemas, pointerTokens(pointer), resolve);
  const fault = pointerFault(places, { pointer, where: "the response" });
  return fault === undefined ? [] : [{ tokens, ...fault }];
};
