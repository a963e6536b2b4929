import type { ApiAddress, CallParameter, CarriedValue } from "@genwait/client-core";
import { isRecord, pointerTokens, readExpression, type Scalar, type XJobId, type XOutput } from "@genwait/lifecycle";

import { type DeclaredJob, declaredJobs } from "./jobs.ts";
import { type Json, type JsonObject, listAt, memberOf, objectAt, textAt } from "./json.ts";
import { keyOfScheme, keySchemeOf } from "./key.ts";
import { type FoundLink, isOnGood, linksOf, targetOf } from "./links.ts";
import { type DocumentOperation, operationsOf } from "./operations.ts";
import { type DeclaredParameter, parametersOf, scalarTypeOf } from "./parameters.ts";
import { type Resolve, resolverOf } from "./references.ts";
import { placesAt } from "./schema-places.ts";

/** The operations that are called about a job, what each request carries, and what starts the job. */
export interface JobCalls {
  readonly job: DeclaredJob;
  readonly status: CallModel;
  /** In their order; none for a job whose status response is its result. */
  readonly output: readonly CallModel[];
  readonly cancel?: CallModel;
  readonly renew?: CallModel;
  /** What a job carries beside its id. */
  readonly parameters: readonly JobParameter[];
  readonly starts: readonly StartModel[];
}

/** An operation that is called about a job. */
export interface CallModel {
  readonly operation: DocumentOperation;
  readonly parameters: readonly CallParameter[];
  readonly address?: ApiAddress;
}

/** A value that a job carries, by the name under which callers give it. */
export interface JobParameter {
  readonly name: string;
  readonly type: "string" | "number" | "boolean";
  /** A poll cannot be sent without it. */
  readonly isRequired: boolean;
}

/** The Link from a create to the job that it starts. */
export interface StartModel {
  readonly create: DocumentOperation;
  /** A JSON Pointer to the id in the create's response. */
  readonly id: string;
  readonly items?: string;
  readonly parameters: Readonly<Record<string, CarriedValue>>;
  readonly addresses: { readonly status?: ApiAddress; readonly output?: ApiAddress; readonly cancel?: ApiAddress };
  readonly tellsState: boolean;
}

/** What makes a call impossible: where it is to be mended, why, and what to write. */
export interface CallFault {
  readonly tokens: readonly string[];
  readonly message: string;
  readonly fix: string;
}

/** The calls of every job of a document; what is wrong with them comes beside, so that one reader serves the linter and the generator. */
export const jobCallsOf = (
  document: JsonObject,
): { readonly calls: readonly JobCalls[]; readonly faults: readonly CallFault[] } => {
  const resolve = resolverOf(document);
  const scheme = keySchemeOf(document, resolve);
  const key = scheme === undefined ? undefined : keyOfScheme(scheme.scheme);
  const operations = operationsOf(document).map((operation) => ({
    ...operation,
    parameters: parametersOf(operation, { resolve, key }),
    links: linksOf(operation, resolve).filter(isOnGood),
  }));
  const faults: CallFault[] = [];
  const calls = declaredJobs(document).map((job) => new JobReader(job, { operations, resolve, faults }).read());
  return { calls, faults };
};

interface FoundOperation extends DocumentOperation {
  readonly parameters: readonly DeclaredParameter[];
  readonly links: readonly FoundLink[];
}

interface ReaderContext {
  readonly operations: readonly FoundOperation[];
  readonly resolve: Resolve;
  readonly faults: CallFault[];
}

/** An operation whose response carries a Link, and what its own request carried. */
interface Stand {
  readonly operation: FoundOperation;
  readonly sent: readonly CallParameter[];
}

/** Reads one job; what it finds wrong it adds to the faults. */
class JobReader {
  readonly #job: DeclaredJob;
  /** A declaration that nobody has linted may lack it. */
  readonly #id: XJobId;
  readonly #operations: readonly FoundOperation[];
  readonly #resolve: Resolve;
  readonly #faults: CallFault[];
  readonly #status: FoundOperation | undefined;
  readonly #starts: readonly { readonly create: FoundOperation; readonly link: FoundLink }[];
  /** What the job carries, by name; filled as calls ask for it. */
  readonly #carried = new Map<string, JobParameter>();
  /** What each create's Links give the job, by the create. */
  readonly #given = new Map<FoundOperation, Record<string, CarriedValue>>();

  constructor(job: DeclaredJob, { operations, resolve, faults }: ReaderContext) {
    this.#job = job;
    this.#id = isRecord(job.declaration.id) ? job.declaration.id : { request: "" };
    this.#operations = operations;
    this.#resolve = resolve;
    this.#faults = faults;
    this.#status = operations.find(({ path, method }) => path === job.status.path && method === job.status.method);
    this.#starts = operations.flatMap((create) => {
      // A Link on a GET only leads on; what starts a job is a create.
      const link =
        create.method === "get" || create === this.#status
          ? undefined
          : create.links.find((candidate) => this.#leadsTo(candidate) === this.#status);
      return link === undefined ? [] : [{ create, link }];
    });
  }

  read(): JobCalls {
    const { status: declared, declaration } = this.#job;
    const sent = this.#statusParameters();
    const status: CallModel = { operation: declared, parameters: sent };
    const stand = this.#status === undefined ? undefined : { operation: this.#status, sent };
    const output = this.#output(stand);
    const cancel = this.#part(declaration.cancel?.link, { stand, part: "cancel", tokens: ["cancel", "link"] });
    const renewBy = declaration.expires?.renew;
    const renew =
      renewBy === undefined || renewBy === "poll" || renewBy === "never"
        ? undefined
        : this.#part(renewBy, { stand, part: "renew", tokens: ["expires", "renew"] });
    this.#checkParts();
    const targets = { output: output[0]?.operation, cancel: cancel?.operation };
    const starts = this.#starts.flatMap((start) => this.#start(start, targets) ?? []);
    return {
      job: this.#job,
      status,
      output,
      ...(cancel !== undefined && { cancel }),
      ...(renew !== undefined && { renew }),
      parameters: [...this.#carried.values()],
      starts,
    };
  }

  /** The id, constants, and what the creates' Links carry. */
  #statusParameters(): readonly CallParameter[] {
    const { declaration, tokens } = this.#job;
    const id = idPlaceOf(this.#id.request);
    const status = this.#status;
    if (status === undefined || id === undefined) return [];
    const segments = this.#id.segments === true && id.in === "path" ? { segments: true as const } : {};
    if (this.#id.segments === true && id.in !== "path") {
      this.#fault([...tokens, "id", "segments"], "only an id in the path has segments", "Leave it out.");
    }
    const constants = Object.entries(declaration.parameters ?? {}).flatMap(
      ([name, value]): readonly CallParameter[] => {
        const parameter = parameterNamed(status.parameters, name);
        if (parameter !== undefined && !(parameter.in === id.in && parameter.name === id.name))
          return [{ name: parameter.name, in: parameter.in, value }];
        const others = status.parameters.filter((other) => other.in !== id.in || other.name !== id.name);
        const known = others.map((other) => nameIn(status.parameters, other));
        this.#fault(
          [...tokens, "parameters", name],
          `${status.id} takes no ${name}`,
          known.length === 0 ? "It takes nothing but the id: leave this out." : `Use one of: ${known.join(", ")}.`,
        );
        return [];
      },
    );
    const rest = status.parameters.filter(
      (parameter) =>
        !(parameter.in === id.in && parameter.name === id.name) &&
        !constants.some((one) => one.in === parameter.in && one.name === parameter.name),
    );
    return [
      { name: id.name, in: id.in, from: "$job.id", ...segments },
      ...constants,
      ...rest.flatMap((parameter) => this.#carriedByCreates(parameter, status)),
    ];
  }

  /** A parameter that differs from job to job: each create's Link carries it, or a caller gives it. */
  #carriedByCreates(parameter: DeclaredParameter, status: FoundOperation): readonly CallParameter[] {
    const name = nameIn(status.parameters, parameter);
    const carrying = this.#starts.filter(({ link }) => valueIn(link, parameter) !== undefined);
    // One legal value is sent by itself, where no Link says another.
    if (carrying.length === 0 && (parameter.value !== undefined || !parameter.isRequired)) return [];
    for (const { create, link } of this.#starts) {
      if (parameter.isRequired && parameter.value === undefined && valueIn(link, parameter) === undefined) {
        this.#fault(
          [...link.tokens, "parameters"],
          `${status.id} needs \`${name}\`, which the Link from ${create.id} does not carry`,
          `Write ${name}: ${this.#sourceIn(create, parameter) ?? "<a constant, or a runtime expression such as $response.body#/<pointer>>"}${isConstantLikely(parameter) ? "; one that is the same for every job goes into x-job: { parameters }" : ""}.`,
        );
      }
    }
    for (const { create, link } of carrying) {
      const value = this.#carriedValue(create, link, valueIn(link, parameter), [...link.tokens, "parameters", name]);
      if (value !== undefined) this.#give(create, name, value);
    }
    const isRequired = parameter.isRequired && parameter.value === undefined;
    this.#carry(name, parameter, isRequired);
    return [{ name: parameter.name, in: parameter.in, from: `$job.parameters.${name}` }];
  }

  #carry(name: string, { schema }: DeclaredParameter, isRequired: boolean): void {
    const known = this.#carried.get(name);
    const type = scalarTypeOf(this.#resolve(schema));
    this.#carried.set(name, { name, type, isRequired: isRequired || known?.isRequired === true });
  }

  #give(create: FoundOperation, name: string, value: CarriedValue): void {
    this.#given.set(create, { ...this.#given.get(create), [name]: value });
  }

  /** What a create knows under the same name: of its request first, then of its response. */
  #sourceIn(create: FoundOperation, { name }: DeclaredParameter): string | undefined {
    const own = create.parameters.find((parameter) => parameter.name.toLowerCase() === name.toLowerCase());
    if (own !== undefined) return `$request.${own.in}.${own.name}`;
    if (this.#hasMember(bodySchemasOf(create, this.#resolve), [name])) return `$request.body#/${name}`;
    return this.#hasMember(responseSchemasOf(create, this.#resolve), [name]) ? `$response.body#/${name}` : undefined;
  }

  #hasMember(schemas: readonly JsonObject[], tokens: readonly string[]): boolean {
    return schemas.length > 0 && placesAt(schemas, tokens, this.#resolve).is === "found";
  }

  /** A value of a create's Link: a constant, or a runtime expression over the create. */
  #carriedValue(
    create: FoundOperation,
    link: FoundLink,
    given: Json | undefined,
    tokens: readonly string[],
  ): CarriedValue | undefined {
    if (!isScalar(given)) {
      this.#fault(tokens, "a Link gives single values", "Write a constant, or a runtime expression.");
      return undefined;
    }
    if (typeof given !== "string" || !given.startsWith("$")) return { value: given };
    return this.#checkExpression(given, { operation: create, schemas: link.schemas, headers: link.headers }, tokens)
      ? { from: given }
      : undefined;
  }

  /** The Link of a name on the way to an output, and what its operation's request carries. */
  #output(first: Stand | undefined): readonly CallModel[] {
    const { output } = this.#job.declaration;
    if (output === undefined) return [];
    const isChain = Array.isArray(output);
    const steps: readonly XOutput[] = [output].flat();
    const calls: CallModel[] = [];
    let stand = first;
    for (const [index, { link }] of steps.entries()) {
      const tokens = isChain ? ["output", `${index}`, "link"] : ["output", "link"];
      const call = this.#part(link, { stand, part: index === 0 ? "output" : "step", tokens });
      if (call === undefined) return calls;
      calls.push(call);
      const operation = this.#operations.find(({ id }) => id === call.operation.id);
      stand = operation === undefined ? undefined : { operation, sent: call.parameters };
    }
    return calls;
  }

  #part(
    name: string | undefined,
    {
      stand,
      part,
      tokens,
    }: { readonly stand: Stand | undefined; readonly part: Part; readonly tokens: readonly string[] },
  ): CallModel | undefined {
    if (name === undefined || stand === undefined) return undefined;
    const link = stand.operation.links.find((candidate) => candidate.name === name);
    if (link !== undefined) {
      const target = this.#leadsTo(link);
      if (target === undefined) return undefined;
      const address = addressOf(link);
      return {
        operation: target,
        parameters: this.#linkParameters(link, target, stand, part),
        ...(address !== undefined && { address }),
      };
    }
    // The creates can have it, too: then the job carries what it says.
    const early = part === "output" || part === "cancel" ? this.#linksOfCreates(name) : [];
    const [one] = early;
    const target = one === undefined ? undefined : this.#leadsTo(one.link);
    if (target !== undefined) return { operation: target, parameters: this.#earlyParameters(early, target) };
    const known = [
      ...stand.operation.links,
      ...(part === "output" || part === "cancel" ? this.#starts.flatMap(({ create }) => create.links) : []),
    ].map((candidate) => candidate.name);
    this.#fault(
      [...this.#job.tokens, ...tokens],
      `no good response of ${stand.operation.id} has a Link named ${name}`,
      known.length === 0
        ? `Add it in the overlay: links: { ${name}: { operationId: <operation>, parameters: { … } } }.`
        : `Use one of: ${[...new Set(known)].join(", ")}; or add it in the overlay.`,
    );
    return undefined;
  }

  #linksOfCreates(name: string): readonly { readonly create: FoundOperation; readonly link: FoundLink }[] {
    return this.#starts.flatMap(({ create }) => {
      const link = create.links.find((candidate) => candidate.name === name);
      return link === undefined ? [] : [{ create, link }];
    });
  }

  /** What a Link on a response about the job passes on; what it lacks is a fault. */
  #linkParameters(link: FoundLink, target: FoundOperation, stand: Stand, part: Part): readonly CallParameter[] {
    const passed = this.#passedBy(link, target).flatMap(({ parameter, given, tokens }): readonly CallParameter[] => {
      const value = this.#valueFrom(given, { stand, link, tokens });
      return value === undefined ? [] : [{ name: parameter.name, in: parameter.in, ...value }];
    });
    const missing = target.parameters.filter(
      (parameter) => parameter.isRequired && parameter.value === undefined && valueIn(link, parameter) === undefined,
    );
    const late = missing.flatMap((parameter): readonly CallParameter[] => {
      const name = nameIn(target.parameters, parameter);
      const early = part === "output" || part === "cancel" ? this.#earlyValue(target, parameter) : undefined;
      if (early !== undefined) return early;
      const source = stand.operation.parameters.find((own) => own.name === parameter.name);
      const like =
        source === undefined
          ? this.#hasMember(link.schemas, [parameter.name])
            ? `$response.body#/${parameter.name}`
            : "<a constant, or a runtime expression such as $response.body#/<pointer>>"
          : `$request.${source.in}.${source.name}`;
      this.#fault(
        [...link.tokens, "parameters"],
        `${target.id} needs \`${name}\`, which the Link ${link.name} of ${stand.operation.id} does not carry`,
        `Write ${name}: ${like}.`,
      );
      return [];
    });
    const body = this.#bodyParameters(link, target, { stand });
    return [...passed, ...late, ...body];
  }

  /** A parameter that every create's Link to the same operation gives, before anything has been polled. */
  #earlyValue(target: FoundOperation, parameter: DeclaredParameter): readonly CallParameter[] | undefined {
    const links = this.#starts.map(({ create }) => ({
      create,
      link: create.links.find((link) => this.#leadsTo(link) === target && valueIn(link, parameter) !== undefined),
    }));
    if (links.length === 0) return undefined;
    const found = links.flatMap(({ create, link }) => (link === undefined ? [] : [{ create, link }]));
    return found.length < links.length ? undefined : this.#earlyOf(found, target, parameter);
  }

  #earlyOf(
    links: readonly { readonly create: FoundOperation; readonly link: FoundLink }[],
    target: FoundOperation,
    parameter: DeclaredParameter,
  ): readonly CallParameter[] {
    const name = nameIn(target.parameters, parameter);
    if (links.every(({ create, link }) => this.#isIdOf(create, valueIn(link, parameter))))
      return [{ name: parameter.name, in: parameter.in, from: "$job.id", ...this.#segments(parameter) }];
    for (const { create, link } of links) {
      const value = this.#carriedValue(create, link, valueIn(link, parameter), [...link.tokens, "parameters", name]);
      if (value !== undefined) this.#give(create, name, value);
    }
    this.#carry(name, parameter, false);
    return [{ name: parameter.name, in: parameter.in, from: `$job.parameters.${name}` }];
  }

  #earlyParameters(
    links: readonly { readonly create: FoundOperation; readonly link: FoundLink }[],
    target: FoundOperation,
  ): readonly CallParameter[] {
    for (const { link } of links) this.#passedBy(link, target);
    return target.parameters.flatMap((parameter) => {
      const giving = links.filter(({ link }) => valueIn(link, parameter) !== undefined);
      if (giving.length > 0) return this.#earlyOf(giving, target, parameter);
      if (!parameter.isRequired || parameter.value !== undefined) return [];
      const [{ create, link } = { create: target, link: undefined }] = links;
      const name = nameIn(target.parameters, parameter);
      this.#fault(
        [...(link?.tokens ?? target.tokens), "parameters"],
        `${target.id} needs \`${name}\`, which the Link ${link?.name} of ${create.id} does not carry`,
        `Write ${name}: ${this.#sourceIn(create, parameter) ?? "$response.body#/<pointer>"}.`,
      );
      return [];
    });
  }

  #segments({ in: place }: DeclaredParameter): { readonly segments?: true } {
    return this.#id.segments === true && place === "path" ? { segments: true } : {};
  }

  /** Whether an expression on a create is the place that its Link to the job takes the id from. */
  #isIdOf(create: FoundOperation, expression: Json | undefined): boolean {
    const start = this.#starts.find((candidate) => candidate.create === create);
    return start !== undefined && this.#idExpression(start.link) === expression;
  }

  #idExpression(link: FoundLink): Json | undefined {
    const id = idPlaceOf(this.#id.request);
    if (id === undefined) return undefined;
    if (id.in !== "body") return valueIn(link, id);
    const body = memberOf(link.link, "requestBody");
    return typeof body === "string" ? body : memberOf(body, id.name);
  }

  /** The parameters that a Link names, each a parameter of its operation. */
  #passedBy(
    link: FoundLink,
    target: FoundOperation,
  ): readonly { readonly parameter: DeclaredParameter; readonly given: Json; readonly tokens: readonly string[] }[] {
    return Object.entries(objectAt(link.link, "parameters")).flatMap(([name, given]) => {
      const tokens = [...link.tokens, "parameters", name];
      const parameter = parameterNamed(target.parameters, name);
      if (parameter !== undefined) return [{ parameter, given, tokens }];
      const known = target.parameters.map((one) => nameIn(target.parameters, one));
      this.#fault(
        tokens,
        `the Link passes ${name}, which ${target.id} does not take`,
        known.length === 0 ? "It takes no parameter: leave this out." : `Use one of: ${known.join(", ")}.`,
      );
      return [];
    });
  }

  /** The members of a request body that a Link gives. */
  #bodyParameters(
    link: FoundLink,
    target: FoundOperation,
    { stand }: { readonly stand: Stand },
  ): readonly CallParameter[] {
    const body = memberOf(link.link, "requestBody");
    const tokens = [...link.tokens, "requestBody"];
    if (body === undefined) {
      const declared = this.#resolve(memberOf(target.operation, "requestBody"));
      if (memberOf(declared, "required") !== true) return [];
      const needed = bodySchemasOf(target, this.#resolve).flatMap((schema) => listAt(schema, "required"));
      this.#fault(
        tokens,
        `${target.id} needs a body, which the Link ${link.name} does not carry`,
        `Write requestBody: { ${needed[0] === undefined ? "<member>" : JSON.stringify(needed[0]).slice(1, -1)}: <a constant or a runtime expression> }.`,
      );
      return [];
    }
    if (!isRecord(body)) {
      this.#fault(tokens, "a Link gives the members of a body", "Write requestBody: { <member>: <value> }.");
      return [];
    }
    return Object.entries(objectAt(link.link, "requestBody")).flatMap(([name, given]): readonly CallParameter[] => {
      const value = this.#valueFrom(given, { stand, link, tokens: [...tokens, name] });
      return value === undefined ? [] : [{ name, in: "body", ...value }];
    });
  }

  /** Where a value comes from that a Link gives: what the job knows anyway is taken from it, so that nothing has to be polled for it. */
  #valueFrom(
    given: Json,
    { stand, link, tokens }: { readonly stand: Stand; readonly link: FoundLink; readonly tokens: readonly string[] },
  ): (CarriedValue & { readonly segments?: true }) | undefined {
    if (!isScalar(given)) {
      this.#fault(tokens, "a Link gives single values", "Write a constant, or a runtime expression.");
      return undefined;
    }
    if (typeof given !== "string" || !given.startsWith("$")) return { value: given };
    const place = readExpression(given);
    const segments = this.#id.segments === true ? { segments: true as const } : {};
    const isStatus = stand.operation === this.#status;
    if (place?.of === "response" && place.in === "body" && isStatus && place.at === this.#id.response)
      return { from: "$job.id", ...segments };
    if (place?.of === "request") {
      const name = place.in === "body" ? pointerTokens(place.at)[0] : place.at;
      const sent = stand.sent.find(
        (one) => one.in === place.in && (one.in === "header" ? one.name.toLowerCase() : one.name) === name,
      );
      if (sent !== undefined && "value" in sent) return { value: sent.value };
      // What an earlier response gave is known from the request alone.
      if (sent?.from.startsWith("$job.") === true) return { from: sent.from, ...(sent.segments && segments) };
      const legal = stand.operation.parameters.find((one) => one.in === place.in && one.name === name)?.value;
      if (legal !== undefined) return { value: legal };
    }
    const { schemas, headers } = link;
    return this.#checkExpression(given, { operation: stand.operation, schemas, headers }, tokens)
      ? { from: given }
      : undefined;
  }

  /** Whether an expression finds something; what is wrong with it is a fault. */
  #checkExpression(expression: string, scope: ExpressionScope, tokens: readonly string[]): boolean {
    const fault = expressionFault(expression, scope, this.#resolve);
    if (fault !== undefined) this.#fault(tokens, fault.message, fault.fix);
    return fault === undefined;
  }

  #start(
    { create, link }: { readonly create: FoundOperation; readonly link: FoundLink },
    targets: { readonly output: DocumentOperation | undefined; readonly cancel: DocumentOperation | undefined },
  ): StartModel | undefined {
    const id = bodyPointer(this.#idExpression(link));
    if (id === undefined) return undefined;
    for (const name of Object.keys(objectAt(link.link, "parameters"))) {
      if (this.#status !== undefined && parameterNamed(this.#status.parameters, name) === undefined)
        this.#fault(
          [...link.tokens, "parameters", name],
          `the Link passes ${name}, which ${this.#status.id} does not take`,
          `Use one of: ${this.#status.parameters.map(({ name: known }) => known).join(", ")}.`,
        );
    }
    const items = bodyPointer(memberOf(link.link, "x-items"));
    const addressTo = (operation: DocumentOperation | undefined): ApiAddress | undefined => {
      const found = create.links.find(
        (candidate) => operation !== undefined && this.#leadsTo(candidate)?.id === operation.id,
      );
      return found === undefined ? undefined : addressOf(found);
    };
    const [status, output, cancel] = [addressOf(link), addressTo(targets.output), addressTo(targets.cancel)];
    return {
      create,
      id,
      ...(items !== undefined && { items }),
      parameters: this.#given.get(create) ?? {},
      addresses: {
        ...(status !== undefined && { status }),
        ...(output !== undefined && { output }),
        ...(cancel !== undefined && { cancel }),
      },
      tellsState: memberOf(link.link, "x-state") === true,
    };
  }

  /** Each Link plays one part. */
  #checkParts(): void {
    const { output, cancel, expires } = this.#job.declaration;
    const steps: readonly XOutput[] = output === undefined ? [] : [output].flat();
    const parts = [
      ...steps.map(({ link }, index) => ({
        link,
        on: index,
        part: "output",
        tokens: Array.isArray(output) ? ["output", `${index}`, "link"] : ["output", "link"],
      })),
      ...(cancel === undefined ? [] : [{ link: cancel.link, on: 0, part: "cancel", tokens: ["cancel", "link"] }]),
      ...(expires?.renew === undefined
        ? []
        : [{ link: expires.renew, on: 0, part: "renew", tokens: ["expires", "renew"] }]),
    ];
    for (const [index, { link, on, part, tokens }] of parts.entries()) {
      const other = parts.slice(0, index).find((one) => one.link === link && one.on === on);
      if (other === undefined) continue;
      this.#fault(
        [...this.#job.tokens, ...tokens],
        `the Link ${link} plays two parts, ${other.part} and ${part}`,
        "Give each part a Link of its own.",
      );
    }
  }

  #leadsTo(link: FoundLink): FoundOperation | undefined {
    return targetOf(link.link, this.#operations);
  }

  #fault(tokens: readonly string[], message: string, fix: string): void {
    this.#faults.push({ tokens, message, fix });
  }
}

type Part = "output" | "step" | "cancel" | "renew";

/** The place of an id in a request: a parameter, or a member of the body. */
export const idPlaceOf = (
  expression: string,
): { readonly in: "path" | "query" | "body"; readonly name: string } | undefined => {
  const [, inPath, inQuery, inBody] = /^\$request\.(?:path\.(.+)|query\.(.+)|body#\/([^/]+))$/.exec(expression) ?? [];
  if (inBody !== undefined) return { in: "body", name: inBody };
  if (inPath !== undefined) return { in: "path", name: inPath };
  return inQuery === undefined ? undefined : { in: "query", name: inQuery };
};

const isScalar = (value: Json | undefined): value is Exclude<Scalar, null> =>
  ["string", "number", "boolean"].includes(typeof value);

/** A header or a query parameter that looks like a setting of the API's. */
const isConstantLikely = ({ in: place }: DeclaredParameter): boolean => place === "header" || place === "query";

/** A parameter by its name, or by place and name where there are two of one name. */
const parameterNamed = (parameters: readonly DeclaredParameter[], name: string): DeclaredParameter | undefined =>
  parameters.find((parameter) => `${parameter.in}.${parameter.name}` === name) ??
  parameters.find((parameter) => parameter.name === name);

/** The name of a parameter in a Link: its own, or `query.name` where another place has one of that name. */
const nameIn = (parameters: readonly DeclaredParameter[], { name, in: place }: DeclaredParameter): string =>
  parameters.filter((other) => other.name === name).length > 1 ? `${place}.${name}` : name;

/** What a Link gives a parameter. */
const valueIn = (
  { link }: FoundLink,
  { name, in: place }: { readonly name: string; readonly in: string },
): Json | undefined => {
  const parameters = objectAt(link, "parameters");
  return memberOf(parameters, `${place}.${name}`) ?? memberOf(parameters, name);
};

/** The address that a Link's response gives, as its overlay declares it. */
export const addressOf = ({ link }: FoundLink): ApiAddress | undefined => {
  const address = memberOf(link, "x-address");
  const from = textAt(address, "from");
  if (from === undefined) return undefined;
  return { from, hosts: listAt(address, "hosts").filter((host) => typeof host === "string") };
};

const bodyPointer = (expression: Json | undefined): string | undefined => {
  if (typeof expression !== "string") return undefined;
  return expression.startsWith("/") ? expression : /^\$response\.body#(\/.+)$/.exec(expression)?.[1];
};

/** A response, and the operation that gives it. */
export interface ExpressionScope {
  readonly operation: DocumentOperation & { readonly parameters: readonly DeclaredParameter[] };
  readonly schemas: readonly JsonObject[];
  readonly headers: readonly string[];
}

/** What is wrong with an expression over a response and its request; undefined for one that finds something. */
export const expressionFault = (
  expression: string,
  { operation, schemas, headers }: ExpressionScope,
  resolve: Resolve,
): Omit<CallFault, "tokens"> | undefined => {
  const place = readExpression(expression);
  if (place?.in === "status") return undefined;
  if (place === undefined) {
    return {
      message: `"${expression}" is no runtime expression`,
      fix: "Write one such as $response.body#/id, $response.header.Location or $request.path.id.",
    };
  }
  if (place.in === "body") {
    const roots = place.of === "request" ? bodySchemasOf(operation, resolve) : schemas;
    const places = placesAt(roots, pointerTokens(place.at), resolve);
    if (places.is === "found") return undefined;
    const where = `the ${place.of === "request" ? "body" : "response"} of ${operation.id}`;
    const members = places.members.map((member) => `${places.at}/${member}`);
    return {
      message: `nothing in ${where} is at ${place.at}`,
      fix:
        members.length === 0
          ? "Nothing is declared there: add it in the overlay."
          : `There are: ${members.join(", ")}.`,
    };
  }
  if (place.of === "response") {
    if (headers.includes(place.at.toLowerCase())) return undefined;
    return {
      message: `the response of ${operation.id} declares no header ${place.at}`,
      fix: headers.length === 0 ? "Declare it in the overlay." : `Use one of: ${headers.join(", ")}.`,
    };
  }
  const known = operation.parameters.some(
    (parameter) =>
      parameter.in === place.in &&
      (parameter.name === place.at ||
        (place.in === "header" && parameter.name.toLowerCase() === place.at.toLowerCase())),
  );
  if (known) return undefined;
  const others = operation.parameters.map((parameter) => `$request.${parameter.in}.${parameter.name}`);
  return {
    message: `${operation.id} has no ${place.in} parameter ${place.at}`,
    fix: others.length === 0 ? "It takes no parameter." : `Use one of: ${others.join(", ")}.`,
  };
};

const bodySchemasOf = ({ operation }: DocumentOperation, resolve: Resolve): readonly JsonObject[] =>
  Object.values(objectAt(resolve(memberOf(operation, "requestBody")), "content")).map((media) =>
    resolve(memberOf(media, "schema")),
  );

const responseSchemasOf = ({ operation }: DocumentOperation, resolve: Resolve): readonly JsonObject[] =>
  Object.entries(objectAt(operation, "responses")).flatMap(([code, response]) =>
    code.startsWith("2")
      ? Object.values(objectAt(resolve(response), "content")).map((media) => resolve(memberOf(media, "schema")))
      : [],
  );
