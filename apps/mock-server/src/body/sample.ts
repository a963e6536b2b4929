import { isRecord } from "@genwait/lifecycle";

import { hasExample, isRequired, type Schema, schemasAt } from "../document/schema.ts";

/**
 * What remains of a generated body when every optional member that nobody wrote an example for is left out:
 * `"title": "string"` is no response.
 */
export const prune = (sample: unknown, schema: Schema | undefined, pointer: string = ""): unknown => {
  if (Array.isArray(sample)) return sample.map((item, index) => prune(item, schema, `${pointer}/${index}`));
  if (!isRecord(sample)) return sample;
  return Object.fromEntries(
    Object.entries(sample).flatMap(([name, value]) => {
      const at = `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      const isTrue = isRequired(schema, at) || schemasAt(schema, at).some((part) => hasExample(part));
      return isTrue ? [[name, prune(value, schema, at)]] : [];
    }),
  );
};

/** A body with another one's values laid over it; lists are taken as they are, and null covers nothing. */
export const layOver = (under: unknown, over: unknown): unknown => {
  if (over === undefined || (over === null && under !== undefined)) return under;
  if (!isRecord(under) || !isRecord(over)) return over;
  const names = new Set([...Object.keys(under), ...Object.keys(over)]);
  return Object.fromEntries([...names].map((name) => [name, layOver(under[name], over[name])]));
};
