import { isErrorKind, isRecord, type XCallRule, type XError, type XJob } from "@genwait/lifecycle";

import { type LinkModel, readLinks } from "./links.ts";
import type { Operation } from "./operation.ts";
import { type Place, readExpression } from "./runtime-expression.ts";

/** What the mock knows of one API, all of it from its document. */
export interface ApiModel {
  readonly name: string;
  readonly title: string;
  readonly servers: readonly URL[];
  readonly operations: readonly Operation[];
  readonly jobs: readonly JobModel[];
  readonly creates: ReadonlyMap<Operation, CreateModel>;
  readonly errors: readonly XError[];
}

/** One job of an API: its declaration and the operation that reports on it. */
export interface JobModel {
  readonly declaration: XJob;
  readonly operation: Operation;
  readonly id: Place;
  /** Jobs that one create starts are views of one job: they share their ids. */
  readonly family: string;
  /** Families whose created jobs can be read here, too: no create links here, but the address says that it is the same. */
  readonly linkedJobs: readonly string[];
}

/** An operation that starts jobs. */
export interface CreateModel {
  readonly code: number;
  /** Where its response (or its request) tells the id. */
  readonly id: Place;
  /** A pointer to the outputs to come, where its response lists them. */
  readonly itemsAt?: string;
  readonly jobs: readonly JobModel[];
}

/** Reads the document for everything but what the engine reads. */
export const readApi = (
  name: string,
  document: Record<string, unknown>,
  operations: readonly Operation[],
): ApiModel => {
  const links = readLinks(document);
  const jobs = readJobs(operations, links);
  const info = isRecord(document.info) ? document.info : {};
  return {
    name,
    title: typeof info.title === "string" ? info.title : name,
    servers: serversOf(document),
    operations,
    jobs,
    creates: new Map(operations.flatMap((operation) => readCreate(operation, links, jobs))),
    errors: Array.isArray(document["x-errors"]) ? document["x-errors"].filter(isXError) : [],
  };
};

/** The job that is meant when nobody says which. */
export const defaultJob = ({ jobs }: ApiModel): JobModel | undefined =>
  jobs.find(({ declaration }) => declaration.default === true) ??
  jobs.find(({ operation }) => !operation.deprecated) ??
  jobs[0];

/** The rules that tell a refused call from a good one, for responses of an operation. */
export const callRulesOf = ({ creates }: ApiModel, operation: Operation): readonly XCallRule[] =>
  operation.xJob?.call ?? creates.get(operation)?.jobs.flatMap(({ declaration }) => declaration.call ?? []) ?? [];

const readJobs = (operations: readonly Operation[], links: readonly LinkModel[]): readonly JobModel[] => {
  const found = operations.flatMap((operation) => {
    const declaration = operation.xJob;
    const id = readExpression(declaration?.id.request);
    if (declaration === undefined || id === undefined) return [];
    const maker = links.find(({ target }) => target === operation.name);
    return [
      { declaration, operation, id, family: maker === undefined ? declaration.name : `${maker.method} ${maker.path}` },
    ];
  });
  return found.map((job) => {
    const views = found.filter((other) => other.family !== job.family && resourceOf(other) === resourceOf(job));
    return { ...job, linkedJobs: [...new Set(views.map(({ family }) => family))] };
  });
};

// `/jobs/{id}` and `/jobs/{id}/status` are about one thing.
const resourceOf = ({ operation, id, declaration }: Omit<JobModel, "linkedJobs">): string => {
  const parameter = `{${id.at}}`;
  const end = id.in === "path" ? operation.path.indexOf(parameter) : -1;
  return end < 0 ? declaration.name : operation.path.slice(0, end + parameter.length);
};

const readCreate = (
  operation: Operation,
  links: readonly LinkModel[],
  jobs: readonly JobModel[],
): [Operation, CreateModel][] => {
  const own = links.filter(({ method, path }) => method === operation.method && path === operation.path);
  const started = own.flatMap((link) =>
    jobs.filter((job) => job.operation.name === link.target).map((job) => ({ link, job, id: placeOfId(link, job) })),
  );
  const [first] = started;
  if (first?.id === undefined) return [];
  const code = /^\d+$/.test(first.link.code) ? Number(first.link.code) : 200;
  const itemsAt = started.find(({ link }) => link.items?.in === "body")?.link.items?.at;
  const linked = [...new Set(started.map(({ job }) => job))];
  return [[operation, { code, id: first.id, jobs: linked, ...(itemsAt !== undefined && { itemsAt }) }]];
};

const placeOfId = ({ parameters }: LinkModel, { id }: JobModel): Place | undefined =>
  parameters.get(id.in === "body" ? id.at.replace(/^\//, "") : id.at) ?? [...parameters.values()][0];

const serversOf = ({ servers }: Record<string, unknown>): URL[] =>
  (Array.isArray(servers) ? servers : []).flatMap((server: unknown) => {
    const url = isRecord(server) ? server.url : undefined;
    return typeof url === "string" && URL.canParse(url) ? [new URL(url)] : [];
  });

const isXError = (value: unknown): value is XError =>
  isRecord(value) && typeof value.status === "number" && isErrorKind(value.kind);
