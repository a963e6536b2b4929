import type { AnswerModel, ApiModel, JobModel, OperationModel } from "./api-model.ts";
import { asLiteral, code, type Code, type Literal, literal } from "./literal.ts";
import { pascalCase } from "./names.ts";
import { importOfParts, predicatesOf } from "./parts-of-reader.ts";
import type { Validators } from "./validators-of.ts";

/** The module of operations: all that a call needs to know. */
export const emitOperations = (api: ApiModel, validators: Validators): string => {
  const entries = api.operations.map((operation) => [operation.id, operationLiteral(operation, validators)] as const);
  const used = [
    ...new Set(entries.flatMap(([, entry]) => Object.values(entry.answers).map((answer) => answer.code))),
  ].toSorted();
  const table = literal(Object.fromEntries(entries));
  const imports = used.length === 0 ? "" : `import { ${used.join(", ")} } from "./validators.ts";\n`;
  return `import type { Operation } from "@genwait/client-core";\n\n${wrapped(imports)}\nexport const operations: Readonly<Record<string, Operation>> = ${table};\n`;
};

/** The module of the descriptor and of \`createClient\`. */
export const emitApi = (api: ApiModel): string => {
  const client = `${pascalCase(api.name)}Client`;
  const errors = api.errors.map(({ status, at, contains, kind }) => ({ when: [{ status, at, contains }], is: kind }));
  const predicates = predicatesOf(errors);
  const descriptor = {
    name: api.name,
    title: api.title,
    keyVariable: api.keyVariable,
    baseUrl: api.baseUrl,
    key: asLiteral(api.key),
    requestIdHeader: api.requestIdHeader,
    operations: code("operations"),
    jobs: Object.fromEntries(api.jobs.map((job) => [job.declaration.name, jobLiteral(job)])),
    defaultJob: api.defaultJob,
    errors,
    predicates,
    createClient: code("createClient"),
  };
  return `import { type ApiDescriptor, type ClientOptions, createApiClient } from "@genwait/client-core";
${importOfParts(predicates)}
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

const operationLiteral = (operation: OperationModel, validators: Validators) => {
  const answers = operation.answers.flatMap((answer) => {
    const name = nameOfValidator(operation, answer, validators);
    return name === undefined ? [] : [[answer.code, code(name)] as const];
  });
  return {
    id: operation.id,
    method: operation.method,
    path: operation.path,
    parameters: operation.parameters.map(({ name, in: place, isRequired }) => ({
      name,
      in: place,
      required: isRequired,
    })),
    hasBody: operation.body !== undefined,
    starts: asLiteral(operation.starts),
    answers: Object.fromEntries<Code>(answers),
    deprecated: operation.isDeprecated ? true : undefined,
  } satisfies Literal;
};

const nameOfValidator = (operation: OperationModel, answer: AnswerModel, validators: Validators): string | undefined =>
  validators.nameFor(operation, answer);

const jobLiteral = ({ declaration, operation, id }: JobModel): Literal => ({
  lifecycle: code(member("lifecycles", declaration.name)),
  operation: operation.id,
  id,
  deprecated: operation.isDeprecated ? true : undefined,
});

const member = (object: string, name: string): string =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? `${object}.${name}` : `${object}[${JSON.stringify(name)}]`;

const wrapped = (line: string): string =>
  line.length <= 121 ? line : line.replace("{ ", "{\n  ").replaceAll(", ", ",\n  ").replace(" }", ",\n}");
