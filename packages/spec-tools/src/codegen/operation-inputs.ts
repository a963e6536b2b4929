import type { OperationModel, ParameterModel, Schema } from "./api-model.ts";

/**
 * Whether an operation's input is its body; its parameters, all of them optional, are then given in the call's options, so
 * that one more of them breaks no caller.
 */
export const isBodyInput = ({
  parameters,
  body,
}: Pick<OperationModel, "parameters"> & { readonly body?: unknown }): boolean =>
  body !== undefined && !parameters.some(({ isRequired }) => isRequired);

export const hasInput = ({ parameters, body }: OperationModel): boolean => parameters.length > 0 || body !== undefined;

export const isInputRequired = ({ parameters, body }: OperationModel): boolean =>
  body?.isRequired === true || parameters.some(({ isRequired }) => isRequired);

/** What an operation takes: its body, or its parameters by name, with the body beside them. */
export const inputSchema = (operation: OperationModel): Schema => {
  const { parameters, body } = operation;
  if (body === undefined) return schemaOf(parameters);
  if (isBodyInput(operation)) return body.schema;
  return schemaOf([...parameters, { name: "body", ...body }]);
};

/** The parameters that a call's options hold; none where the input has room for them. */
export const parametersSchema = (operation: OperationModel): Schema | undefined =>
  isBodyInput(operation) && operation.parameters.length > 0 ? schemaOf(operation.parameters) : undefined;

const schemaOf = (members: readonly Omit<ParameterModel, "in">[]): Schema => ({
  type: "object",
  properties: Object.fromEntries(
    members.map(({ name, schema, description }) => [
      name,
      description === undefined ? schema : described(schema, description),
    ]),
  ),
  required: members.filter(({ isRequired }) => isRequired).map(({ name }) => name),
});

const described = (schema: Schema, description: string): Schema =>
  "$ref" in schema ? { allOf: [schema], description } : { ...schema, description };
