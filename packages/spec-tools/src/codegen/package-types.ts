import type { ApiModel, JobModel, OperationModel, Schema } from "./api-model.ts";
import { startMethod } from "./method-names.ts";
import { pascalCase } from "./names.ts";
import { hasInput, inputSchema, isInputRequired, parametersSchema } from "./operation-inputs.ts";
import { type PhaseTypes, phaseTypesOf } from "./phase-types.ts";
import { type PrintedType, printTypes } from "./print-types.ts";
import { resolverOf } from "./references.ts";
import { unionOf } from "./union-of.ts";
import { createTypeTable, type TypeTable } from "./type-table.ts";

/** The types of a package, printed, and what they are for. */
export interface PackageTypes {
  /** Component schemas that something else reaches. */
  readonly schemas: readonly PrintedType[];
  readonly bodies: readonly PrintedType[];
  readonly jobs: readonly JobTypes[];
  readonly operations: readonly OperationTypes[];
}

export interface JobTypes {
  readonly job: JobModel;
  readonly phases: PhaseTypes;
}

export interface OperationTypes {
  readonly operation: OperationModel;
  readonly input?: PrintedType;
  readonly isInputRequired: boolean;
  /** The optional parameters that a call's options hold. */
  readonly parameters?: PrintedType;
  readonly output: PrintedType;
}

/** Makes every type of a package. */
export const packageTypesOf = (api: ApiModel): PackageTypes => {
  const resolve = resolverOf(api.document);
  const jobs = api.jobs.map((job) => ({ job, phases: phaseTypesOf(job, resolve) }));
  const table = createTypeTable({ document: api.document, resolve, own: ownNames(api, jobs) });
  const bodies = jobs.flatMap(({ phases }) => [...phases.items, ...phases.phases]);
  for (const { job, phases } of jobs) {
    const { name: jobName } = job.declaration;
    for (const { name, schema, phase } of phases.items) {
      table.declare(name, schema, { side: "answer", comment: `A ${phase} output of a ${jobName} job.` });
    }
    for (const { name, schema, phase } of phases.phases) {
      table.declare(name, schema, { side: "answer", comment: `What an answer about a ${phase} ${jobName} job holds.` });
    }
  }
  for (const operation of api.operations) declareOperation(table, operation);
  const components = table.components();
  const printed = printTypes([...components, ...table.declared()]);
  const typeOf = (name: string): PrintedType =>
    printed.get(name) ?? { name, text: `export type ${name} = unknown;\n`, uses: new Set() };
  return {
    schemas: components.map(({ name }) => typeOf(name)),
    bodies: bodies.map(({ name }) => typeOf(name)),
    jobs,
    operations: api.operations.map((operation) => ({
      operation,
      ...(hasInput(operation) && { input: typeOf(inputName(operation)) }),
      isInputRequired: isInputRequired(operation),
      ...(parametersSchema(operation) && { parameters: typeOf(parametersName(operation)) }),
      output: typeOf(outputName(operation)),
    })),
  };
};

const inputName = ({ id }: OperationModel): string => `${pascalCase(id)}Input`;
const parametersName = ({ id }: OperationModel): string => `${pascalCase(id)}Parameters`;
const outputName = ({ id }: OperationModel): string => `${pascalCase(id)}Output`;

/** Names that the package's own modules declare. */
const ownNames = (api: ApiModel, jobs: readonly JobTypes[]): readonly string[] => [
  `${pascalCase(api.name)}Client`,
  ...api.operations.flatMap((operation) => [
    inputName(operation),
    parametersName(operation),
    outputName(operation),
    pascalCase(startMethod(operation.id)),
  ]),
  ...jobs.flatMap(({ phases: { prefix, phases, items } }) => [
    ...["Bodies", "End", "Item", "Job", "State"].map((suffix) => prefix + suffix),
    ...[...phases, ...items].map(({ name }) => name),
  ]),
];

const declareOperation = (table: TypeTable, operation: OperationModel): void => {
  const { id } = operation;
  if (hasInput(operation)) {
    table.declare(inputName(operation), inputSchema(operation), { side: "request", comment: `What ${id} takes.` });
  }
  const parameters = parametersSchema(operation);
  if (parameters !== undefined) {
    const comment = `The optional parameters of ${id}, for the options of its call.`;
    table.declare(parametersName(operation), parameters, { side: "request", comment });
  }
  table.declare(outputName(operation), outputSchema(operation), { side: "answer", comment: `What ${id} gives.` });
};

const outputSchema = ({ answers }: OperationModel): Schema => {
  const good = answers.filter(({ code }) => code.startsWith("2"));
  return unionOf(
    good.map(({ schema, isEmpty }) => (isEmpty ? { "x-undefined": true, type: "string" } : (schema ?? {}))),
  );
};
