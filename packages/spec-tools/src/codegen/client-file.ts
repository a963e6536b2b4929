import type { JobCall } from "@genwait/client-core";
import type { XJob } from "@genwait/lifecycle";

import {
  comment,
  type Data,
  exportedType,
  identifier,
  indexAccess,
  type Literal,
  literal,
  Code,
  moduleLine,
  propertyName,
  stringLiteral,
} from "../text/typescript-text.ts";
import type { ApiModel, BodyModel, JobModel, OperationModel, ParameterModel } from "./api-model.ts";
import { isFormMedia, isJsonMedia } from "../openapi/operations.ts";
import { type JobTypes, unionOf } from "./job-types.ts";
import type { JobParameter } from "../openapi/job-calls.ts";
import { lifecycleName } from "./lifecycles-file.ts";
import { clientName, pascalCase, startMethod, webhookSecretVariableOf } from "./names.ts";
import { addressData } from "./operations-file.ts";

/** A create, and what its method on the client takes and gives. */
export interface StartTypes {
  readonly operation: OperationModel;
  readonly method: string;
  /** The type of its body; absent for a create without one. */
  readonly bodyName?: string;
  readonly responseName: string;
  readonly started: JobTypes;
}

/** The creates of an API, in the order of the document. */
export const startsOf = ({ operations }: ApiModel, jobs: readonly JobTypes[]): readonly StartTypes[] =>
  operations.flatMap((operation) => {
    const started = jobs.find(({ job }) => job.declaration.name === operation.starts?.job);
    if (started === undefined) return [];
    const method = startMethod(operation.id);
    const prefix = pascalCase(method);
    return [
      {
        operation,
        method,
        ...(operation.body !== undefined && { bodyName: `${prefix}Body` }),
        responseName: `${prefix}Response`,
        started,
      },
    ];
  });

/** `src/generated/client.ts`: the client's interface, what makes one, and the API as data. */
export const emitClient = (api: ApiModel, jobs: readonly JobTypes[]): string => {
  const starts = startsOf(api, jobs);
  const client = identifier(clientName(api.name));
  const features = featuresOf(api);
  const runtime = ["createApiClient", ...features.flatMap(({ names }) => names)];
  const given = ["api", "options", ...(features.length === 0 ? [] : [featuresText(features)])].join(", ");
  const bodies = starts
    .flatMap(startTypes)
    .map((type) => `${type}\n`)
    .join("");
  const schemaTypes = ["components", "operations", "paths"].filter(
    (name) =>
      name === "paths" ||
      (name === "operations" && starts.length > 0) ||
      [`= ${name}[`, `| ${name}[`, `<${name}[`].some((use) => bodies.includes(use)),
  );
  const core = [
    "ApiDescription",
    "Client",
    "ClientOptions",
    "JobOptions",
    ...(starts.length === 0 ? [] : ["Started", "StartInit"]),
    ...(starts.some(({ operation }) => operation.parameters.some(({ value }) => value !== undefined))
      ? ["WithConstants"]
      : []),
    ...(hasWebhooks(api) ? ["Webhooks"] : []),
  ];
  return [
    moduleLine("import type", core, "@genwait/client-core"),
    moduleLine("import", runtime, "@genwait/client-core/runtime"),
    moduleLine("import type", ["SavedJob"], "@genwait/lifecycle"),
    "\n",
    moduleLine(
      "import type",
      jobs.map(({ prefix }) => `${prefix}Job`),
      "./jobs.ts",
    ),
    moduleLine(
      "import",
      api.jobs.map(({ declaration }) => lifecycleName(declaration.name)),
      "./lifecycles.ts",
    ),
    moduleLine("import", ["apiOperations"], "./operations.ts"),
    moduleLine("import type", schemaTypes, "./schema.ts"),
    "\n",
    bodies,
    comment(`A client of the ${api.title}: openapi-fetch's, with its jobs.`),
    `export interface ${client} extends Client<paths> {\n`,
    comment("The name of the API, as its jobs tell it.", { indent: "  " }),
    "  readonly api: string;\n",
    comment("The name of the account that the client was given: its jobs are told apart by it.", { indent: "  " }),
    "  readonly account?: string;\n",
    ...starts.map(startSignature),
    ...jobs.map(jobSignature),
    comment("The job that `JSON.stringify(job)` wrote, perhaps in another process; sends nothing.", { indent: "  " }),
    `  resume(saved: SavedJob): ${unionOf(jobs.map(({ prefix }) => `${prefix}Job`))};\n`,
    webhooksMember(jobs),
    "}\n\n",
    comment(`Makes a client of the ${api.title}.`, {
      tags: ["", "@throws TypeError for options that can never work, such as a base URL that is none."],
    }),
    `export function createClient(options?: ClientOptions): ${client} {\n  return createApiClient(${given});\n}\n\n`,
    comment(`The ${api.title} as data; programs that know no API by name start here.`),
    `export const api: ApiDescription<${client}> = ${literal(description(api))};\n`,
  ].join("");
};

/** What an API needs at run time beyond what each does; no other client carries it. */
interface Feature {
  readonly option: string;
  readonly names: readonly string[];
}

const featuresOf = (api: ApiModel): readonly Feature[] => {
  const writers = [
    ...(hasDeclaredParameters(api) ? ["declaredParameters"] : []),
    ...(hasOtherBodies(api) ? ["bodies"] : []),
  ];
  const kind = jobsKindOf(api);
  return [
    ...(writers.length === 0 ? [] : [{ option: "writers", names: writers }]),
    ...(kind === undefined ? [] : [{ option: "jobs", names: [kind] }]),
    ...(hasWebhooks(api) ? [{ option: "webhooks", names: ["webhooks"] }] : []),
  ];
};

/** What makes the jobs of an API at run time; undefined for jobs that are an id and a state. */
export const jobsKindOf = (api: ApiModel): string | undefined => {
  const kinds = new Set(api.jobs.map((job) => kindOfJob(job, api)));
  return ["FollowUpJobs", "DetailedJobs"].find((name) => kinds.has(name));
};

const featuresText = (features: readonly Feature[]): string =>
  `{ ${features
    .map(({ option, names }) => {
      const value = option === "writers" ? `[${names.join(", ")}]` : names.join("");
      return option === value ? option : `${option}: ${value}`;
    })
    .join(", ")} }`;

const hasDeclaredParameters = ({ operations }: ApiModel): boolean =>
  operations.some(({ parameters }) =>
    parameters.some(
      ({ in: place, value, style, explode }) =>
        place === "query" || place === "cookie" || [value, style, explode].some((word) => word !== undefined),
    ),
  );

const hasOtherBodies = ({ operations }: ApiModel): boolean =>
  operations.some(({ body }) => body !== undefined && !isJsonMedia(body.media));

/** Whether a job of an API tells of itself. */
export const hasWebhooks = ({ jobs }: Pick<ApiModel, "jobs">): boolean =>
  jobs.some(({ declaration }) => declaration.webhook !== undefined);

/** What makes a job: one that is more than an id and a status, one that tells more than its phase, or a plain one. */
const kindOfJob = (job: JobModel, { operations }: ApiModel): string | undefined => {
  const { status, output, cancel, renew, parameters, declaration } = job;
  const [id, ...others] = status.parameters;
  const isMore =
    output.length > 0 ||
    cancel !== undefined ||
    renew !== undefined ||
    parameters.length > 0 ||
    others.length > 0 ||
    id?.segments === true ||
    id?.in === "body" ||
    status.media !== undefined ||
    operations.some(
      ({ starts }) =>
        starts?.job === declaration.name && (starts.addresses !== undefined || starts.tellsState !== undefined),
    );
  if (isMore) return "FollowUpJobs";
  const { queue, logs, expires } = declaration;
  // An expiry that no response dates is not worth what it weighs: whoever got the result knows when.
  return [queue, logs, expires?.at, expires?.from].some((word) => word !== undefined) ? "DetailedJobs" : undefined;
};

const startTypes = ({ operation, bodyName, responseName }: StartTypes): readonly string[] => {
  const good = operation.responses.filter(({ code }) => code.startsWith("2"));
  return [
    ...(bodyName === undefined
      ? []
      : [exportedType(`What ${operation.id} takes.`, bodyName, bodyType(operation.body))]),
    exportedType(`What ${operation.id} responds with.`, responseName, unionOf(good.map(({ type }) => type))),
  ];
};

/** The type of a body: files are bytes, which JSON Schema calls strings. */
const bodyType = (body: BodyModel | undefined): string => {
  if (body === undefined) return "unknown";
  if (isJsonMedia(body.media)) return body.type;
  if (!isFormMedia(body.media)) return `string | ${bytes}`;
  const files = body.files.map(({ name, isList, isRequired }) => ({
    name,
    text: `readonly ${propertyName(name)}${isRequired ? "" : "?"}: ${isList ? `readonly (${bytes})[]` : bytes}`,
  }));
  if (files.length === 0) return body.type;
  const names = unionOf(files.map(({ name }) => stringLiteral(name)));
  return `Omit<${body.type}, ${names}> & {\n${files.map(({ text }) => `  ${text};\n`).join("")}}`;
};

const bytes = "Blob | ArrayBuffer | ArrayBufferView";

const startSignature = ({ operation, method, bodyName, responseName, started }: StartTypes): string => {
  const { id, parameters, body, isDeprecated, summary } = operation;
  const isInitRequired = parameters.some(isToBeGiven);
  const init = `init${isInitRequired ? "" : "?"}: StartInit<${withConstants(`operations${indexAccess(id)}`, parameters)}>`;
  const isBodyRequired = body?.isRequired === true;
  const taken =
    bodyName === undefined
      ? []
      : [
          isBodyRequired
            ? `body: ${bodyName}`
            : isInitRequired
              ? `body: ${bodyName} | undefined`
              : `body?: ${bodyName}`,
        ];
  const text = `${summary === undefined ? "" : `${summary}\n\n`}Calls ${id}, once and never again by itself, and gives the job that it started.`;
  return [
    comment(text, { indent: "  ", tags: isDeprecated ? ["", "@deprecated"] : [] }),
    signature(propertyName(method), [...taken, init], `Promise<Started<${started.prefix}Job, ${responseName}>>`),
  ].join("");
};

/** Whether callers have to give a parameter. */
export const isToBeGiven = ({ isRequired, value }: ParameterModel): boolean => isRequired && value === undefined;

/** The type of an operation, of which what has one legal value need not be given. */
const withConstants = (operation: string, parameters: readonly ParameterModel[]): string => {
  const places = (["path", "query", "header", "cookie"] as const).flatMap((place) => {
    const names = parameters.filter((one) => one.in === place && one.value !== undefined).map(({ name }) => name);
    return names.length === 0 ? [] : [`${place}: ${unionOf(names.map(stringLiteral))}`];
  });
  return places.length === 0 ? operation : `WithConstants<${operation}, { ${places.join("; ")} }>`;
};

/** A method, on as many lines as it takes. */
const signature = (name: string, parameters: readonly string[], result: string): string => {
  const line = `  ${name}(${parameters.join(", ")}): ${result};\n`;
  return line.length <= 121
    ? line
    : `  ${name}(\n${parameters.map((parameter) => `    ${parameter},\n`).join("")}  ): ${result};\n`;
};

const jobSignature = ({ job, prefix }: JobTypes): string => {
  const { declaration, operation } = job;
  const text = `A ${declaration.name} job by its id; sends nothing. Its polls call ${operation.id}.`;
  return [
    comment(text, { indent: "  ", tags: operation.isDeprecated ? ["", "@deprecated"] : [] }),
    signature(propertyName(declaration.name), ["id: string", jobOptions(job)], `${prefix}Job`),
  ].join("");
};

/** What tells that a job is over, for those jobs that tell it. */
const webhooksMember = (jobs: readonly JobTypes[]): string => {
  const telling = jobs.filter(({ job }) => job.declaration.webhook !== undefined);
  if (telling.length === 0) return "";
  const text = "What the service sends when a job is over; it gives the job, to be polled.";
  const type = unionOf(telling.map(({ prefix }) => `${prefix}Job`));
  return `${comment(text, { indent: "  " })}  readonly webhooks: Webhooks<${type}>;\n`;
};

/** What a job by hand is given beside its id. */
const jobOptions = ({ parameters }: JobModel): string => {
  const isNeeded = parameters.some(({ isRequired }) => isRequired);
  const members = parameters.map(
    ({ name, type, isRequired }) => `readonly ${propertyName(name)}${isRequired ? "" : "?"}: ${type}`,
  );
  const type = members.length === 0 ? "JobOptions" : `JobOptions & { ${members.join("; ")} }`;
  return `options${isNeeded ? "" : "?"}: ${type}`;
};

const description = (api: ApiModel): { readonly [member: string]: Literal | undefined } => ({
  name: api.name,
  title: api.title,
  keyVariable: api.keyVariable,
  webhookSecretVariable: hasWebhooks(api) ? webhookSecretVariableOf(api.name) : undefined,
  baseUrl: api.baseUrl,
  key: api.key && { ...api.key },
  requestIdHeader: api.requestIdHeader,
  operations: new Code("apiOperations"),
  jobs: api.jobs.map((job) => ({
    name: job.declaration.name,
    lifecycle: new Code(lifecycleName(job.declaration.name)),
    status: callData(job.status),
    output: job.output.length === 0 ? undefined : job.output.map(({ call }) => callData(call)),
    cancel: job.cancel && callData(job.cancel),
    renew: job.renew && callData(job.renew),
    parameters: job.parameters.length === 0 ? undefined : job.parameters.map(parameterData),
    webhook: webhookData(job.declaration),
    deprecated: job.operation.isDeprecated ? true : undefined,
  })),
  defaultJob: api.defaultJob,
  errors:
    api.errors.length === 0
      ? undefined
      : api.errors.map(({ status, at, contains, kind }) => ({ when: [{ status, at, contains }], is: kind })),
  createClient: new Code("createClient"),
});

const callData = ({ operation, parameters, address, media }: JobCall): Data => ({
  operation,
  parameters: parameters.map((parameter) => ({ ...parameter })),
  address: address && addressData(address),
  media,
});

const parameterData = ({ name, type, isRequired }: JobParameter): Data => ({
  name,
  type: type === "string" ? undefined : type,
  required: isRequired ? true : undefined,
});

/** How the service's webhooks are read and verified; the callback is the document's own business. */
const webhookData = ({ webhook }: XJob): Data | undefined => {
  if (webhook === undefined) return undefined;
  const { callback: _, ...rest } = webhook;
  return JSON.parse(JSON.stringify(rest));
};
