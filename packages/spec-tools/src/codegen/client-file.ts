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
} from "../text/typescript-text.ts";
import type { ApiModel, OperationModel } from "./api-model.ts";
import { type JobTypes, unionOf } from "./job-types.ts";
import type { JobParameter } from "../openapi/job-calls.ts";
import { lifecycleName } from "./lifecycles-file.ts";
import { clientName, pascalCase, startMethod } from "./names.ts";
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
  // What no client without such parameters shall carry.
  const runtime = hasDeclaredParameters(api) ? ["createApiClient", "declaredParameters"] : ["createApiClient"];
  const features = runtime.slice(1);
  const given = ["api", "options", ...(features.length === 0 ? [] : [`{ writers: [${features.join(", ")}] }`])].join(
    ", ",
  );
  const bodies = starts
    .flatMap(startTypes)
    .map((type) => `${type}\n`)
    .join("");
  const schemaTypes = ["components", "operations", "paths"].filter(
    (name) =>
      name === "paths" ||
      (name === "operations" && starts.length > 0) ||
      bodies.includes(`= ${name}[`) ||
      bodies.includes(`| ${name}[`),
  );
  const core = [
    "ApiDescription",
    "Client",
    "ClientOptions",
    "JobOptions",
    ...(starts.length === 0 ? [] : ["Started", "StartInit"]),
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
    comment("The name of the account that the client was given: its jobs are told apart by it.", { indent: "  " }),
    "  readonly account?: string;\n",
    ...starts.map(startSignature),
    ...jobs.map(jobSignature),
    comment("The job that `JSON.stringify(job)` wrote, perhaps in another process; sends nothing.", { indent: "  " }),
    `  resume(saved: SavedJob): ${unionOf(jobs.map(({ prefix }) => `${prefix}Job`))};\n}\n\n`,
    comment(`Makes a client of the ${api.title}.`, {
      tags: ["", "@throws TypeError for options that can never work, such as a base URL that is none."],
    }),
    `export function createClient(options?: ClientOptions): ${client} {\n  return createApiClient(${given});\n}\n\n`,
    comment(`The ${api.title} as data; programs that know no API by name start here.`),
    `export const api: ApiDescription<${client}> = ${literal(description(api))};\n`,
  ].join("");
};

const hasDeclaredParameters = ({ operations }: ApiModel): boolean =>
  operations.some(({ parameters }) => parameters.some(({ in: place }) => place === "query" || place === "cookie"));

const startTypes = ({ operation, bodyName, responseName }: StartTypes): readonly string[] => {
  const good = operation.responses.filter(({ code }) => code.startsWith("2"));
  return [
    ...(bodyName === undefined
      ? []
      : [exportedType(`What ${operation.id} takes.`, bodyName, operation.body?.type ?? "unknown")]),
    exportedType(`What ${operation.id} responds with.`, responseName, unionOf(good.map(({ type }) => type))),
  ];
};

const startSignature = ({ operation, method, bodyName, responseName, started }: StartTypes): string => {
  const { id, parameters, body, isDeprecated, summary } = operation;
  const isInitRequired = parameters.some(({ isRequired }) => isRequired);
  const init = `init${isInitRequired ? "" : "?"}: StartInit<operations${indexAccess(id)}>`;
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
    signature(propertyName(declaration.name), ["id: string", "options?: JobOptions"], `${prefix}Job`),
  ].join("");
};

const description = (api: ApiModel): { readonly [member: string]: Literal | undefined } => ({
  name: api.name,
  title: api.title,
  keyVariable: api.keyVariable,
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
