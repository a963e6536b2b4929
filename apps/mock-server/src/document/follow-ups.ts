import type { RuntimeExpression, Scalar, XJob, XOutput } from "@genwait/lifecycle";

import type { LinkModel, LinkParameter } from "./links.ts";
import type { Operation } from "./operation.ts";
import { type RequestParts, valueAt } from "./runtime-expression.ts";

/** Where a value comes from that a request about a job carries. */
export type JobValue =
  | { readonly is: "id" }
  /** What the job carries beside its id, by the name of the status operation's parameter. */
  | { readonly is: "carried"; readonly name: string }
  | { readonly is: "constant"; readonly value: Scalar }
  /** What a response before told, and nothing else knows. */
  | { readonly is: "told" };

/** One place of a request about a job, and what stands there. */
export interface RequestPart {
  readonly place: RuntimeExpression;
  /** Where the Link finds it; absent for a constant. */
  readonly from?: RuntimeExpression;
  readonly value: JobValue;
}

/** A request about a job: of which operation, and what it carries. */
export interface JobCall {
  readonly operation: Operation;
  readonly request: readonly RequestPart[];
}

/** What is asked of a job beside its status. */
export interface FollowUp extends JobCall {
  readonly part: "output" | "cancel" | "renew";
  /** The Link that leads here. */
  readonly link: LinkModel;
  /** Of an output: the declaration of this step, and the step's number. */
  readonly step?: XOutput;
  readonly index: number;
  /** The addresses that its own response gives. */
  readonly addresses: readonly AddressModel[];
}

/** A member or a header of a response that is an address of a call about the job. */
export interface AddressModel extends JobCall {
  readonly from: RuntimeExpression;
  /** Whether it leads to the status, rather than to a further operation. */
  readonly isStatus: boolean;
}

/** What job's calls are read from. */
export interface FollowUpSource {
  readonly declaration: XJob;
  readonly operation: Operation;
  readonly id: RuntimeExpression;
  readonly operations: readonly Operation[];
  readonly links: readonly LinkModel[];
}

/** The operations that lead to a job's output, cancel it, and renew its results; nothing for those that the document lacks. */
export const readFollowUps = (source: FollowUpSource, carried: readonly CarriedParameter[]): readonly FollowUp[] => {
  const { declaration, operation, links, operations } = source;
  const { output = [], cancel, expires } = declaration;
  const steps: readonly XOutput[] = "link" in output ? [output] : output;
  const ofStatus = links.filter(isOf(operation));
  // The create's Links give the same operations, with addresses of their own.
  const ofCreates = links.filter((link) => !isOf(operation)(link) && leadsTo(link, source));
  const near = [...ofStatus, ...ofCreates];
  const made = (
    part: FollowUp["part"],
    link: LinkModel | undefined,
    more: Partial<FollowUp> & { readonly before?: FollowUp } = {},
  ): FollowUp | undefined => {
    const target = operations.find(({ name }) => name === link?.target);
    if (link === undefined || target === undefined) return undefined;
    const { before, index = 0, step } = more;
    const valueOf = before === undefined ? valueIn(link, source, carried) : valueAfter(before);
    const request = requestOf(link, target, valueOf);
    const addresses = readAddresses(source, carried, target);
    return { part, operation: target, link, index, request, addresses, ...(step && { step }) };
  };
  const found: FollowUp[] = [];
  for (const [index, step] of steps.entries()) {
    const before = found.at(-1);
    const among = before === undefined ? near : links.filter(isOf(before.operation));
    const one = made("output", named(step.link, among), { index, step, ...(before && { before }) });
    if (one === undefined) break;
    found.push(one);
  }
  const renewing = expires?.renew === "poll" || expires?.renew === "never" ? undefined : expires?.renew;
  const others = [
    made("cancel", cancel && named(cancel.link, near)),
    made("renew", renewing === undefined ? undefined : named(renewing, near)),
  ];
  return [...found, ...others.flatMap((one) => one ?? [])];
};

/** A parameter of the status operation that tells jobs of one id apart. */
export interface CarriedParameter {
  readonly name: string;
  readonly place: RuntimeExpression;
}

/** What a job is known by beside its id: what its creates' Links carry, and what its status operation cannot be called without. */
export const readCarried = ({ declaration, operation, id, links }: FollowUpSource): readonly CarriedParameter[] => {
  const constants = new Set(Object.keys(declaration.parameters ?? {}).map((name) => name.replace(/^.*\./, "")));
  const leading = links.filter(({ target }) => target === operation.name);
  const given = new Set(leading.flatMap(({ parameters }) => parameters.map(({ name }) => name.toLowerCase())));
  return operation.parameters.flatMap(({ name, in: place, required, value }) => {
    const isId = place === id.in && name === id.at;
    if (isId || value !== undefined || constants.has(name) || !(required || given.has(name.toLowerCase()))) return [];
    return [{ name, place: { of: "request", in: place, at: name } as const }];
  });
};

/** The addresses that responses of an operation give, for calls about a job. */
export const readAddresses = (
  source: FollowUpSource,
  carried: readonly CarriedParameter[],
  of: Pick<LinkModel, "method" | "path">,
): readonly AddressModel[] =>
  source.links.filter(isOf(of)).flatMap((link) => {
    const target = source.operations.find(({ name }) => name === link.target);
    if (link.address === undefined || target === undefined) return [];
    const request = requestOf(link, target, valueIn(link, source, carried));
    return [{ from: link.address, operation: target, request, isStatus: target === source.operation }];
  });

const named = (name: string, among: readonly LinkModel[]): LinkModel | undefined =>
  among.find((link) => link.name === name);

const isOf =
  ({ method, path }: Pick<LinkModel, "method" | "path">) =>
  (link: LinkModel): boolean =>
    link.method === method && link.path === path;

// Links beside one that starts the job.
const leadsTo = ({ method, path }: LinkModel, { links, operation }: FollowUpSource): boolean =>
  links.some((link) => link.method === method && link.path === path && link.target === operation.name);

const requestOf = (
  { parameters }: LinkModel,
  target: Operation,
  valueOf: (parameter: LinkParameter) => JobValue,
): readonly RequestPart[] => {
  return parameters.flatMap((parameter): RequestPart[] => {
    const place = placeIn(target, parameter);
    const from = "from" in parameter ? { from: parameter.from } : {};
    return place === undefined ? [] : [{ place, ...from, value: valueOf(parameter) }];
  });
};

const placeIn = ({ parameters }: Operation, { name, in: place }: LinkParameter): RuntimeExpression | undefined => {
  if (place === "body") return { of: "request", in: "body", at: name === "" ? "" : `/${name}` };
  const declared = parameters.find(
    (one) => (place === undefined || one.in === place) && one.name.toLowerCase() === name.toLowerCase(),
  );
  return declared && { of: "request", in: declared.in, at: declared.name };
};

/** What a parameter of a Link on the status operation's response, or on a create's, is to the job. */
const valueIn =
  (link: LinkModel, source: FollowUpSource, carried: readonly CarriedParameter[]) =>
  (parameter: LinkParameter): JobValue => {
    if ("value" in parameter) return { is: "constant", value: parameter.value };
    const { declaration, operation, id, links } = source;
    const { from } = parameter;
    if (isOf(operation)(link)) {
      const { response } = declaration.id;
      const isResponseId = from.of === "response" && from.in === "body" && from.at === response;
      if (isSame(from, id) || isResponseId) return { is: "id" };
      const known = carried.find(({ place }) => isSame(from, place));
      return known === undefined ? { is: "told" } : { is: "carried", name: known.name };
    }
    // On a create: by what the Link beside it that starts the job makes of the same place.
    const starting = links.find((other) => isOf(link)(other) && other.target === operation.name);
    const same = starting?.parameters.find((other) => "from" in other && isSame(other.from, from));
    if (same === undefined) return { is: "told" };
    const place = placeIn(operation, same);
    if (place !== undefined && isSame(place, id)) return { is: "id" };
    const known = carried.find((one) => place !== undefined && isSame(one.place, place));
    return known === undefined ? { is: "told" } : { is: "carried", name: known.name };
  };

/** What a parameter of a Link on an output's response is to the job: what the request before carried stays what it is. */
const valueAfter =
  ({ request }: FollowUp) =>
  (parameter: LinkParameter): JobValue => {
    if ("value" in parameter) return { is: "constant", value: parameter.value };
    return request.find(({ place }) => isSame(place, parameter.from))?.value ?? { is: "told" };
  };

const isSame = (one: RuntimeExpression, other: RuntimeExpression): boolean =>
  one.of === other.of && one.in === other.in && one.at === other.at;

/** Whether the Link to a follow-up stands on a response of an operation. */
export const isOnResponseOf = ({ link }: FollowUp, operation: Operation): boolean => isOf(operation)(link);

/** The members of the response before that nothing else knows, and a follow-up needs. */
export const membersTold = ({ link, request }: FollowUp): readonly string[] =>
  request.some(({ value }) => value.is === "told")
    ? link.parameters.flatMap((parameter) =>
        "from" in parameter && parameter.from.of === "response" && parameter.from.in === "body"
          ? [parameter.from.at]
          : [],
      )
    : [];

/** What a request carries beside the id, by names; without what it lacks. */
export const carriedIn = (
  carried: readonly CarriedParameter[],
  request: RequestParts,
  path: string,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    carried.flatMap(({ name, place }) => {
      const value = valueAt(place, request, path);
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** Whose address is written. */
export interface AddressedJob {
  readonly id: string;
  readonly carried?: Readonly<Record<string, string>>;
  /** The id has slashes, which stay. */
  readonly hasSegments: boolean;
}

/** Path and query that lead to an operation about a job; undefined where something of it is not known. */
export const targetFor = ({ operation, request }: JobCall, job: AddressedJob): string | undefined => {
  const encode = (text: string, isId: boolean): string =>
    isId && job.hasSegments ? text.split("/").map(encodeURIComponent).join("/") : encodeURIComponent(text);
  let path = operation.path;
  const query: string[] = [];
  for (const { place, value } of request) {
    const text = textOf(value, job);
    if (text === undefined) return undefined;
    if (place.in === "path") path = path.replace(`{${place.at}}`, () => encode(text, value.is === "id"));
    if (place.in === "query") query.push(`${encodeURIComponent(place.at)}=${encodeURIComponent(text)}`);
  }
  if (path.includes("{")) return undefined;
  return query.length === 0 ? path : `${path}?${query.join("&")}`;
};

const textOf = (value: JobValue, { id, carried = {} }: AddressedJob): string | undefined => {
  if (value.is === "id") return id;
  if (value.is === "constant") return String(value.value);
  return value.is === "carried" && Object.hasOwn(carried, value.name) ? carried[value.name] : undefined;
};
