import type { ApiModel } from "./api-model.ts";
import { tsdoc } from "./comment-of.ts";
import { importLine, importOf } from "./emit-types.ts";
import { startMethod } from "./method-names.ts";
import { isIdentifier, pascalCase } from "./names.ts";
import type { JobTypes, OperationTypes, PackageTypes } from "./package-types.ts";

/** The module of the client's interface: the types of its inputs, outputs and jobs. */
export const emitClient = (api: ApiModel, types: PackageTypes): string => {
  const printed = types.operations.flatMap(({ input, parameters, output }) => [
    ...(input === undefined ? [] : [input]),
    ...(parameters === undefined ? [] : [parameters]),
    output,
  ]);
  const bodies = types.jobs
    .flatMap(({ phases }) => [`${phases.prefix}Bodies`, ...phases.items.map(({ name }) => name)])
    .toSorted();
  const hasStart = api.operations.some(({ starts }) => starts !== undefined);
  return [
    importLine(["ApiClient", "CallOptions", "JobOptions", ...(hasStart ? ["Started"] : [])], "@genwait/client-core") +
      importLine(["EndState", ...itemStatesOf(types), "Job", "JobState", "SavedJob"], "@genwait/lifecycle"),
    importLine(bodies, "./bodies.ts") +
      importOf(printed, new Set(types.schemas.map(({ name }) => name)), "./schema.ts"),
    ...types.jobs.map(jobTypes),
    ...printed.map(({ text }) => text),
    clientInterface(api, types),
  ].join("\n");
};

const itemStatesOf = ({ jobs }: PackageTypes): readonly string[] => {
  const phases = new Set(jobs.flatMap(({ phases }) => phases.items.map(({ phase }) => phase)));
  return [
    ...(phases.has("failed") ? ["FailedItemState"] : []),
    ...(phases.has("pending") || phases.has("succeeded") ? ["ItemState"] : []),
  ];
};

const jobTypes = ({ job, phases: { prefix, items } }: JobTypes): string => {
  const { name } = job.declaration;
  return [
    ...(items.length === 0
      ? []
      : [
          `/** One output of a ${name} job: told apart by \`phase\`. */\nexport type ${prefix}Item =${items.map((item) => `\n  | ${itemState(item)}`).join("")};\n\n`,
        ]),
    `/** What an answer says about a ${name} job: told apart by \`phase\`. */\nexport type ${prefix}State = JobState<${prefix}Bodies${items.length === 0 ? "" : `, ${prefix}Item`}>;\n\n`,
    `/** How a ${name} job ended. */\nexport type ${prefix}End = EndState<${prefix}State>;\n\n`,
    `/** A ${name} job, for a poller to wait for. */\nexport type ${prefix}Job = Job<${prefix}State>;\n`,
  ].join("");
};

const itemState = ({ phase, name }: { readonly phase: string; readonly name: string }): string =>
  phase === "failed" ? `FailedItemState<${name}>` : `ItemState<${name}, "${phase}">`;

const clientInterface = (api: ApiModel, { operations, jobs }: PackageTypes): string => {
  const jobsOf = [...new Set(jobs.map(({ phases }) => `${phases.prefix}Job`))].join(" | ");
  return [
    `/** A client of the ${api.title}. */\nexport interface ${pascalCase(api.name)}Client extends ApiClient {\n`,
    ...operations.map((operation) => operationMethods(operation, jobs)),
    ...jobs.map(jobMethod),
    `  /** The job that \`JSON.stringify(job)\` wrote, perhaps in another process. */\n  resume(saved: SavedJob): ${jobsOf};\n}\n`,
  ].join("");
};

const operationMethods = (
  { operation, input, isInputRequired, parameters, output }: OperationTypes,
  jobs: readonly JobTypes[],
): string => {
  const taken = input === undefined ? "input?: undefined" : `input${isInputRequired ? "" : "?"}: ${input.name}`;
  const options = `options?: CallOptions${parameters === undefined ? "" : `<${parameters.name}>`}`;
  const { id, starts, summary, description, isDeprecated } = operation;
  const lines = [
    summary,
    description === summary ? undefined : description,
    operation.mark,
    isDeprecated ? "@deprecated" : undefined,
  ].filter((line) => line !== undefined && line !== "");
  const call = `${tsdoc(lines.join("\n\n"), "  ")}  ${member(id)}(${taken}, ${options}): Promise<${output.name}>;\n`;
  const started = jobs.find(({ job }) => job.declaration.name === starts?.job);
  if (started === undefined) return call;
  const text = `Calls {@link ${id}}, once and never again by itself, and gives the job that it started.`;
  return `${call}${tsdoc(text, "  ")}  ${member(startMethod(id))}(${taken}, ${options}): Promise<Started<${started.phases.prefix}Job, ${output.name}>>;\n`;
};

const jobMethod = ({ job, phases }: JobTypes): string => {
  const text = `A ${job.declaration.name} job by its id; sends nothing. It is read by {@link ${job.operation.id}}.${job.operation.isDeprecated ? "\n\n@deprecated" : ""}`;
  return `${tsdoc(text, "  ")}  ${member(job.declaration.name)}(id: string, options?: JobOptions): ${phases.prefix}Job;\n`;
};

const member = (name: string): string => (isIdentifier(name) ? name : JSON.stringify(name));
