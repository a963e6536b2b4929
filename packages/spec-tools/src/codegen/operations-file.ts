import type { ApiAddress } from "@genwait/client-core";

import { type Data, literal, moduleLine } from "../text/typescript-text.ts";
import type { ApiModel, OperationModel, ParameterModel, StartModel } from "./api-model.ts";
import { startMethod } from "./names.ts";

/** `src/generated/operations.ts`: what a program needs to know of each operation that it calls by its id. */
export const emitOperations = ({ operations }: ApiModel): string =>
  `${moduleLine("import type", ["ApiOperation"], "@genwait/client-core")}\nexport const apiOperations: readonly ApiOperation[] = ${literal(operations.map(operationData))};\n`;

const operationData = ({
  id,
  method,
  path,
  parameters,
  body,
  starts,
  baseUrl,
  isDeprecated,
}: OperationModel): Data => ({
  id,
  method: method.toUpperCase(),
  path,
  parameters: parameters.length === 0 ? undefined : parameters.map(parameterData),
  body: body && { required: body.isRequired, media: body.media },
  starts: starts && { method: startMethod(id), ...plain(starts) },
  baseUrl,
  deprecated: isDeprecated ? true : undefined,
});

const plain = ({ parameters, addresses, ...starts }: StartModel): { readonly [member: string]: Data | undefined } => ({
  ...starts,
  parameters: parameters && Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, { ...value }])),
  addresses:
    addresses && Object.fromEntries(Object.entries(addresses).map(([part, address]) => [part, addressData(address)])),
});

/** An address of a response, as data. */
export const addressData = ({ from, hosts }: ApiAddress): Data => ({ from, hosts });

const parameterData = ({
  name,
  in: place,
  isRequired,
  style,
  explode,
  allowReserved,
  value,
}: ParameterModel): Data => ({
  name,
  in: place,
  required: isRequired ? true : undefined,
  style,
  explode,
  allowReserved,
  value,
});
