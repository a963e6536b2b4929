import { isRecord, type JobParameters } from "@genwait/lifecycle";
import type { ContractCreate, ContractJob } from "./apis.ts";

const parameterArguments = (parameters: JobParameters): readonly string[] =>
  Object.entries(parameters).flatMap(([name, value]) => ["--param", `${name}=${value}`]);

/** What a command line says of a job beside its id. */
export const jobArguments = ({ given }: Pick<ContractJob, "given">): readonly string[] => parameterArguments(given);

/** What a command line says of a create, and what it is given on stdin; `file` is sent where a form takes one. */
export const createArguments = (
  { operation, init, input }: ContractCreate,
  file: string,
): { readonly args: readonly string[]; readonly stdin: string } => {
  const members = isRecord(input) ? Object.entries(input) : [];
  const files = members.flatMap(([name, value]) => (value instanceof Blob ? ["--file", `${name}=${file}`] : []));
  const rest = Object.fromEntries(members.filter(([, value]) => !(value instanceof Blob)));
  const places = isRecord(init["params"]) ? Object.values(init["params"]) : [];
  const parameters = places.flatMap((place) => (isRecord(place) ? Object.entries(place) : []));
  return {
    args: [
      "--operation",
      operation.id,
      "--input",
      "-",
      ...files,
      ...parameters.flatMap(([name, value]) => ["--param", `${name}=${String(value)}`]),
    ],
    stdin: input instanceof Blob ? "GIF89a" : JSON.stringify(isRecord(input) ? rest : input),
  };
};
