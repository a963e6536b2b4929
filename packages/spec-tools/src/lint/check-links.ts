import { pointerTokens } from "@genwait/lifecycle";

import type { Fault } from "./problem.ts";
import type { Resolve } from "../openapi/references.ts";
import { checkAddressSchema } from "./check-overlay.ts";
import { nearest, suggest, pointerFault } from "./nearest.ts";
import { placesAt } from "../openapi/schema-places.ts";
import type { DeclaredJob } from "../openapi/jobs.ts";
import { expressionFault, idPlaceOf, type JobCalls } from "../openapi/job-calls.ts";
import { type FoundLink, linksOf, referenceOf, targetOf } from "../openapi/links.ts";
import { type DocumentOperation, operationsOf } from "../openapi/operations.ts";
import { type JsonObject, objectAt, textAt } from "../openapi/json.ts";

/** Every Link leads to an operation; one that starts a job says where the id and the items are in the create's response. */
export const checkLinks = (document: JsonObject, calls: readonly JobCalls[], resolve: Resolve): readonly Fault[] => {
  const operations = operationsOf(document);
  const jobs = calls.map(({ job }) => job);
  return operations.flatMap((from) => {
    const links = linksOf(from, resolve);
    return [
      ...links.flatMap((found) => checkLink(found, { from, operations, jobs, calls, resolve })),
      ...checkOneJob(from, links, { operations, jobs }),
    ];
  });
};

/** A create starts one job: with Links to two, nobody could say which one was started, and is paid for. */
const checkOneJob = (
  { id, method }: DocumentOperation,
  links: readonly FoundLink[],
  { operations, jobs }: Pick<Scope, "operations" | "jobs">,
): readonly Fault[] => {
  if (method === "get") return [];
  const starts = links.flatMap((found) => {
    const job = jobAt(targetOf(found.link, operations), jobs);
    return job === undefined ? [] : [{ job: job.name, tokens: found.tokens }];
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

const jobAt = (target: DocumentOperation | undefined, jobs: readonly DeclaredJob[]): DeclaredJob | undefined =>
  jobs.find(({ status }) => status.path === target?.path && status.method === target.method);

interface Scope {
  /** The operation whose response carries the Link. */
  readonly from: DocumentOperation;
  readonly operations: readonly DocumentOperation[];
  readonly jobs: readonly DeclaredJob[];
  readonly calls: readonly JobCalls[];
  readonly resolve: Resolve;
}

const checkLink = (found: FoundLink, scope: Scope): readonly Fault[] => {
  const { operations, jobs, from } = scope;
  const { link, tokens } = found;
  const id = textAt(link, "operationId");
  const reference = textAt(link, "operationRef");
  if (id === undefined && reference === undefined) return [];
  const target = targetOf(link, operations);
  if (target === undefined) {
    const [word, known] =
      id === undefined
        ? [reference ?? "", operations.map(referenceOf)]
        : [id, operations.map((operation) => operation.id)];
    return [
      {
        tokens: [...tokens, id === undefined ? "operationRef" : "operationId"],
        message: `the link leads to ${word}, which is no operation`,
        fix: suggest(word, known),
      },
    ];
  }
  const job = jobAt(target, jobs);
  const isStart = job !== undefined && from.method !== "get" && jobAt(from, jobs) !== job;
  return [
    ...(isStart ? checkId(found, job, scope) : []),
    ...checkItems(found, target, { ...scope, isStart }),
    ...checkAddress(found, target, scope),
    ...checkState(found, { ...scope, job: isStart ? job : undefined }),
  ];
};

const checkId = (found: FoundLink, job: DeclaredJob, { resolve }: Scope): readonly Fault[] => {
  const { in: place, name } = idPlaceOf(job.declaration.id.request) ?? {};
  if (place === undefined || name === undefined) return [];
  const { link, schemas, tokens } = found;
  if (place === "body") {
    const body = link["requestBody"];
    const expression = typeof body === "string" ? body : textAt(body, name);
    const at = [...tokens, "requestBody"];
    if (expression !== undefined) return checkExpression(expression, at, schemas, resolve);
    const fix = `Write requestBody: { ${name}: $response.body#/<pointer> }.`;
    return [{ tokens: at, message: `the link passes no ${name} to ${job.status.id}`, fix }];
  }
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

const checkItems = (
  { link, schemas, tokens }: FoundLink,
  target: DocumentOperation,
  { jobs, resolve, isStart }: Scope & { readonly isStart: boolean },
): readonly Fault[] => {
  const expression = textAt(link, "x-items");
  if (expression === undefined) return [];
  if (isStart) return checkExpression(expression, [...tokens, "x-items"], schemas, resolve);
  const fix =
    suggest(
      target.id,
      jobs.map(({ status }) => status.id),
    ) || "Declare x-job there.";
  const message = `the link counts items, and ${target.id} reports on no job`;
  return [{ tokens: [...tokens, "operationId"], message, fix }];
};

/** An address is on a Link that a job follows, its hosts are hosts, and the response has it as a text. */
const checkAddress = (
  found: FoundLink,
  target: DocumentOperation,
  { from, calls, resolve }: Scope,
): readonly Fault[] => {
  const address = found.link["x-address"];
  if (address === undefined) return [];
  const tokens = [...found.tokens, "x-address"];
  const misshapen = checkAddressSchema(address, tokens);
  if (misshapen.length > 0) return misshapen;
  const isFollowed = calls.some(({ status, output, cancel, renew }) =>
    [status, ...output, cancel, renew].some((call) => call?.operation.id === target.id),
  );
  if (!isFollowed) {
    return [
      {
        tokens,
        message: `the link gives an address of ${target.id}, and no job calls that`,
        fix: "Name the Link in x-job, as output, cancel or expires.renew, or leave the address out.",
      },
    ];
  }
  const expression = textAt(address, "from") ?? "";
  const { schemas, headers } = found;
  const at = [...tokens, "from"];
  const fault = expressionFault(expression, { operation: { ...from, parameters: [] }, schemas, headers }, resolve);
  if (fault !== undefined) return [{ tokens: at, ...fault }];
  const pointer = /^\$response\.body#(.+)$/.exec(expression)?.[1];
  const places = pointer === undefined ? undefined : placesAt(schemas, pointerTokens(pointer), resolve);
  if (places?.is !== "found" || places.schemas.some(mayBeText)) return [];
  return [
    { tokens: at, message: `${pointer} in the response is no text, and an address is`, fix: "Point at the address." },
  ];
};

const mayBeText = (schema: JsonObject): boolean => {
  const types = [schema["type"] ?? "string"].flat();
  return types.includes("string");
};

/** A create's response that tells the state has what the state is read from. */
const checkState = (
  { link, schemas, tokens, code }: FoundLink,
  { from, job, resolve }: Scope & { readonly job: DeclaredJob | undefined },
): readonly Fault[] => {
  const said = link["x-state"];
  if (said === undefined) return [];
  const at = [...tokens, "x-state"];
  if (said !== true)
    return [{ tokens: at, message: "x-state is true or is not there", fix: "Write true, or leave it out." }];
  if (job === undefined) {
    const message = "x-state stands on a link that starts no job";
    return [{ tokens: at, message, fix: "Leave it out: it is for a create's Link to a status operation." }];
  }
  const pointer = job.declaration.items?.at ?? job.declaration.state?.at;
  if (pointer === undefined) return [];
  const fault = pointerFault(placesAt(schemas, pointerTokens(pointer), resolve), {
    pointer,
    where: `the response ${code} of ${from.id}`,
  });
  return fault === undefined ? [] : [{ tokens: at, ...fault }];
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
