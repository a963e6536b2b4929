import { type Data, literal, moduleLine } from "../text/typescript-text.ts";
import type { ApiModel, OperationModel, ParameterModel } from "./api-model.ts";
import { startMethod } from "./names.ts";

/** `src/generated/operations.ts`: what a program needs to know of each operation that it calls by its id. */
export const emitOperations = ({ operations }: ApiModel): string =>
  `${moduleLine("import type", ["ApiOperation"], "@genwait/client-core")}\nexport const apiOperations: readonly ApiOperation[] = ${literal(operations.map(operationData))};\n`;

const operationData = ({ id, method, path, parameters, body, starts, isDeprecated }: OperationModel): Data => ({
  id,
  method: method.toUpperCase(),
  path,
  parameters: parameters.length === 0 ? undefined : parameters.map(parameterData),
  body: body && { required: body.isRequired, media: body.media },
  starts: starts && { method: startMethod(id), ...starts },
  deprecated: isDeprecated ? true : undefined,
});

const parameterData = ({ name, in: place, isRequired, style, explode, allowReserved }: ParameterModel): Data => ({
  name,
  in: place,
  required: isRequired ? true : undefined,
  style,
  explode,
  allowReserved,
});
