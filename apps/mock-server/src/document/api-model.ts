import {
  isErrorKind,
  isRecord,
  readExpression,
  type RuntimeExpression,
  type XCallRule,
  type XError,
  type XJob,
} from "@genwait/lifecycle";

import {
  type AddressModel,
  type CarriedParameter,
  type FollowUp,
  type FollowUpSource,
  readAddresses,
  readCarried,
  readFollowUps,
} from "./follow-ups.ts";
import { type LinkModel, readLinks } from "./links.ts";
import type { Operation } from "./operation.ts";
import { follow } from "./references.ts";

/** What the mock knows of one API, all of it from its document. */
export interface ApiModel {
  readonly name: string;
  readonly title: string;
  readonly servers: readonly URL[];
  readonly operations: readonly Operation[];
  readonly jobs: readonly JobModel[];
  readonly creates: ReadonlyMap<Operation, CreateModel>;
  /** What is asked of jobs beside their status, by operation: one may serve several jobs. */
  readonly followUps: ReadonlyMap<Operation, readonly JobFollowUp[]>;
  readonly errors: readonly XError[];
}

/** An operation that is asked about a job. */
export interface JobFollowUp {
  readonly job: JobModel;
  readonly followUp: FollowUp;
}

/** One job of an API: its declaration and the operation that reports on it. */
export interface JobModel {
  readonly declaration: XJob;
  readonly operation: Operation;
  readonly id: RuntimeExpression;
  /** What tells jobs of one id apart. */
  readonly carried: readonly CarriedParameter[];
  readonly followUps: readonly FollowUp[];
  /** The addresses that its status response gives, and those of its creates' responses that a status response has, too. */
  readonly addresses: readonly AddressModel[];
  /** Whether a create gives an address that leads to the status. */
  readonly hasStatusAddress: boolean;
  /** Whether a create tells the state. */
  readonly isToldByCreate: boolean;
  /** Jobs that one create starts are views of one job: they share their ids. */
  readonly family: string;
  /** Families whose created jobs can be read here, too: no create links here, but the address says that it is the same. */
  readonly linkedJobs: readonly string[];
}

/** An operation that starts jobs. */
export interface CreateModel {
  readonly code: number;
  /** Where its response (or its request) tells the id. */
  readonly id: RuntimeExpression;
  /** The addresses that its response gives. */
  readonly addresses: readonly AddressModel[];
  /** Whether its response tells the job's state, too. */
  readonly tellsState: boolean;
  /** What the job is known by beside its id: by name, where the create's request or response has it. */
  readonly carried: ReadonlyMap<string, RuntimeExpression>;
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
    servers: allServersOf(document),
    operations,
    jobs,
    followUps: followUpsOf(jobs),
    creates: new Map(operations.flatMap((operation) => readCreate(operation, operations, links, jobs))),
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
    const starting = links.filter(
      ({ target, ...from }) => target === operation.name && isCreate(from, operations, links),
    );
    const [maker] = starting;
    const source: FollowUpSource = { declaration, operation, id, operations, links };
    const carried = readCarried(source);
    const given = starting.flatMap((link) => readAddresses(source, carried, link));
    return [
      {
        declaration,
        operation,
        id,
        carried,
        followUps: readFollowUps(source, carried),
        addresses: [...readAddresses(source, carried, operation), ...given],
        hasStatusAddress: given.some(({ isStatus }) => isStatus),
        isToldByCreate: starting.some(({ tellsState }) => tellsState),
        family: maker === undefined ? declaration.name : `${maker.method} ${maker.path}`,
      },
    ];
  });
  return found.map((job) => {
    const views = found.filter((other) => other.family !== job.family && resourceOf(other) === resourceOf(job));
    return { ...job, linkedJobs: [...new Set(views.map(({ family }) => family))] };
  });
};

// Whatever leads to a status operation starts a job, but another operation about the same job.
const isCreate = (
  { method, path }: Pick<LinkModel, "method" | "path">,
  operations: readonly Operation[],
  links: readonly LinkModel[],
): boolean => {
  const from = operations.find((operation) => operation.method === method && operation.path === path);
  if (from === undefined || from.xJob !== undefined) return false;
  return !operations.some(({ xJob, ...status }) => {
    const { output = [], cancel, expires } = xJob ?? {};
    const named = new Set([
      ...("link" in output ? [output] : output).map(({ link }) => link),
      cancel?.link,
      expires?.renew,
    ]);
    return links.some(
      (link) =>
        link.target === from.name && link.method === status.method && link.path === status.path && named.has(link.name),
    );
  });
};

const followUpsOf = (jobs: readonly JobModel[]): ReadonlyMap<Operation, readonly JobFollowUp[]> => {
  const all = jobs.flatMap((job) => job.followUps.map((followUp) => ({ job, followUp })));
  return Map.groupBy(all, ({ followUp }) => followUp.operation);
};

// `/jobs/{id}` and `/jobs/{id}/status` are about one thing.
const resourceOf = ({ operation, id, declaration }: Pick<JobModel, "operation" | "id" | "declaration">): string => {
  const parameter = `{${id.at}}`;
  const end = id.in === "path" ? operation.path.indexOf(parameter) : -1;
  return end < 0 ? declaration.name : operation.path.slice(0, end + parameter.length);
};

const readCreate = (
  operation: Operation,
  operations: readonly Operation[],
  links: readonly LinkModel[],
  jobs: readonly JobModel[],
): [Operation, CreateModel][] => {
  const own = links.filter(({ method, path }) => method === operation.method && path === operation.path);
  if (!isCreate(operation, operations, links)) return [];
  const started = own.flatMap((link) =>
    jobs.filter((job) => job.operation.name === link.target).map((job) => ({ link, job, id: placeOfId(link, job) })),
  );
  const [first] = started;
  if (first?.id === undefined) return [];
  const code = /^\d+$/.test(first.link.code) ? Number(first.link.code) : 200;
  const itemsAt = started.find(({ link }) => link.items?.in === "body")?.link.items?.at;
  const linked = [...new Set(started.map(({ job }) => job))];
  const create: CreateModel = {
    code,
    id: first.id,
    jobs: linked,
    addresses: linked.flatMap((job) => readAddresses({ ...job, operations, links }, job.carried, operation)),
    tellsState: first.link.tellsState,
    carried: new Map(
      first.link.parameters.flatMap((parameter) => {
        const known = first.job.carried.find(({ name }) => name.toLowerCase() === parameter.name.toLowerCase());
        return known !== undefined && "from" in parameter ? [[known.name, parameter.from]] : [];
      }),
    ),
    ...(itemsAt !== undefined && { itemsAt }),
  };
  return [[operation, create]];
};

const placeOfId = ({ parameters }: LinkModel, { id }: JobModel): RuntimeExpression | undefined => {
  const name = id.in === "body" ? id.at.replace(/^\//, "") : id.at;
  const told = parameters.flatMap((parameter) => ("from" in parameter ? [parameter] : []));
  return (told.find((parameter) => parameter.name.toLowerCase() === name.toLowerCase()) ?? told[0])?.from;
};

// Those of the document, of its paths and of its operations.
const allServersOf = (document: Record<string, unknown>): readonly URL[] => {
  const items = Object.values(isRecord(document.paths) ? document.paths : {}).map((item) => follow(document, item));
  const owners = [document, ...items, ...items.flatMap((item) => Object.values(item).filter(isRecord))];
  const urls = owners.flatMap(serversOf);
  return urls.filter(({ href }, index) => urls.findIndex((other) => other.href === href) === index);
};

const serversOf = ({ servers, "x-base-url": pinned }: Record<string, unknown>): URL[] =>
  [pinned, ...(Array.isArray(servers) ? servers : [])].flatMap((server: unknown) => {
    const url = isRecord(server) ? server.url : server;
    return typeof url === "string" && URL.canParse(url) ? [new URL(url)] : [];
  });

const isXError = (value: unknown): value is XError =>
  isRecord(value) && typeof value.status === "number" && isErrorKind(value.kind);
