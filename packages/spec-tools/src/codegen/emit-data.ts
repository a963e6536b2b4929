import type { ApiModel, JobModel, OperationModel, ParameterModel } from "./api-model.ts";
import { wrappedImport } from "./emit-types.ts";
import { asLiteral, code, type Literal, literal, part } from "./literal.ts";
import { startMethod } from "./method-names.ts";
import { pascalCase } from "./names.ts";
import { isBodyInput } from "./operation-inputs.ts";
import { importOfParts, predicatesOf } from "./parts-of-reader.ts";
import type { Validators } from "./validators-of.ts";

/** The module of operations: all that a call needs to know. */
export const emitOperations = (api: ApiModel, validators: Validators): string => {
  const entries = api.operations.map((operation) => [operation.id, operationLiteral(operation, validators)] as const);
  const table = literal(Object.fromEntries(entries));
  const used = api.operations.flatMap((operation) =>
    validatorsOfOperation(operation, validators).map(([, name]) => name),
  );
  const imports = [
    `import type { Operation } from "@genwait/client-core";\n`,
    importOfParts("@genwait/client-core/parts", ...entries.map(([, entry]) => entry)),
    used.length === 0 ? "" : `\n${wrappedImport([...new Set(used)].toSorted(), "./validators.ts")}`,
  ];
  return `${imports.join("")}\nexport const operations: Readonly<Record<string, Operation>> = ${table};\n`;
};

/** The module of the descriptor and of \`createClient\`. */
export const emitApi = (api: ApiModel): string => {
  const client = `${pascalCase(api.name)}Client`;
  const errors = api.errors.map(({ status, at, contains, kind }) => ({ when: [{ status, at, contains }], is: kind }));
  const predicates = predicatesOf(errors);
  const key = api.key?.in === "query" ? { ...asLiteral(api.key), put: part("putParameters") } : asLiteral(api.key);
  const descriptor = {
    name: api.name,
    title: api.title,
    keyVariable: api.keyVariable,
    baseUrl: api.baseUrl,
    key,
    // What client-core takes for it.
    requestIdHeader: api.requestIdHeader === "x-request-id" ? undefined : api.requestIdHeader,
    operations: code("operations"),
    jobs: Object.fromEntries(api.jobs.map((job) => [job.declaration.name, jobLiteral(job)])),
    defaultJob: api.defaultJob,
    errors: errors.length === 0 ? undefined : errors,
    predicates,
    createClient: code("createClient"),
  };
  return `import { type ApiDescriptor, type ClientOptions, createApiClient } from "@genwait/client-core";
${importOfParts("@genwait/client-core/parts", key)}${importOfParts("@genwait/lifecycle/parts", predicates)}
import type { ${client} } from "./client.ts";
import { lifecycles } from "./lifecycles.ts";
import { operations } from "./operations.ts";

/**
 * Makes a client of the ${api.title}.
 *
 * @throws TypeError for options that can never work, such as a base URL that is none.
 */
export function createClient(options?: ClientOptions): ${client} {
  return createApiClient(api, options);
}

/** What the ${api.title} is, as data; programs that know no API by name start here. */
export const api: ApiDescriptor<${client}> = ${literal(descriptor)};
`;
};

const operationLiteral = (operation: OperationModel, validators: Validators): Literal => {
  const { parameters, starts, isDeprecated } = operation;
  const beside = parameters.filter(({ in: place }) => place !== "path");
  const answers = Object.fromEntries(
    validatorsOfOperation(operation, validators).map(([status, name]) => [status, code(name)]),
  );
  return {
    id: operation.id,
    method: operation.method.toUpperCase(),
    path: operation.path,
    parameters: beside.length === 0 ? undefined : { put: part("putParameters"), list: beside.map(parameterLiteral) },
    body: operation.body === undefined ? undefined : isBodyInput(operation) ? "input" : "member",
    starts: starts === undefined ? undefined : asLiteral({ method: startMethod(operation.id), ...starts }),
    answers: Object.keys(answers).every((status) => /^\d+$/.test(status)) ? answers : part("answersByCode", answers),
    deprecated: isDeprecated ? true : undefined,
  };
};

const parameterLiteral = ({ name, in: place, isRequired }: ParameterModel): Literal => ({
  name,
  in: place,
  required: isRequired ? true : undefined,
});

/** The validators of an operation's answers by their names, with the code of each. */
const validatorsOfOperation = (
  operation: OperationModel,
  validators: Validators,
): readonly (readonly [status: string, name: string])[] =>
  operation.answers.flatMap((answer) => {
    const name = validators.nameFor(operation, answer);
    return name === undefined ? [] : [[answer.code, name] as const];
  });

const jobLiteral = ({ declaration, operation, id }: JobModel): Literal => ({
  lifecycle: code(member("lifecycles", declaration.name)),
  operation: operation.id,
  id: { name: id.name, in: id.in === "path" ? undefined : id.in },
  deprecated: operation.isDeprecated ? true : undefined,
});

const member = (object: string, name: string): string =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? `${object}.${name}` : `${object}[${JSON.stringify(name)}]`;
