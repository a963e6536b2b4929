import type { Operation } from "@genwait/client-core";

/** The names of the parameters that an operation cannot go without: all of its path's, and others that say so. */
export const requiredParameters = ({ path, parameters }: Operation): readonly string[] => [
  ...[...path.matchAll(/\{(.+?)\}/g)].map(([, name = ""]) => name),
  ...(parameters?.list ?? []).flatMap(({ name, required }) => (required ? [name] : [])),
];
