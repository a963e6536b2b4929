import { ControlError } from "./control-error.ts";

/** A whole number of a query, within bounds. */
export const numberIn = (
  query: Readonly<Record<string, string>>,
  name: string,
  { least, most, otherwise }: { readonly least: number; readonly most: number; readonly otherwise: number },
): number => {
  const text = query[name];
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new ControlError(
    "bad-request",
    `Failed to read ${name}=${text}: it is no whole number from ${least} to ${most}. Give one, or leave it out.`,
  );
};
