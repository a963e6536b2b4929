import { type ContentModel, isJson } from "../document/operation.ts";
import { hasExample, schemasAt, typesOf } from "../document/schema.ts";

/** A range of media types that a caller takes, in lower case, and how much it wants them: from 0, which is never, to 1. */
export interface MediaRange {
  readonly range: string;
  readonly weight: number;
}

/** Reads the ranges of a header `Accept`; none where it says nothing. */
export const readRanges = (accept: string = ""): readonly MediaRange[] =>
  accept.trim() === "" ? [] : accept.toLowerCase().split(",").map(readRange);

const readRange = (text: string): MediaRange => {
  const [range = "", ...parameters] = text.split(";").map((part) => part.trim());
  const weight = parameters.find((parameter) => parameter.startsWith("q="));
  return { range, weight: weight === undefined ? 1 : Number(weight.slice(2)) };
};

/** The media type without its parameters, in lower case. */
export const essenceOf = (mediaType: string): string => mediaType.split(";")[0]?.trim().toLowerCase() ?? "";

/**
 * The media type that a caller gets of those that a response has: what it wants most, and names most closely. To whom all are
 * one, JSON goes before bytes, but JSON of which the document shows nothing.
 */
export const chooseMedia = (contents: readonly ContentModel[], accept: string | undefined): string | undefined => {
  const ranges = readRanges(accept);
  const ranked = contents.toSorted((a, b) => rankOf(a) - rankOf(b));
  const [best] = ranked
    .map(({ mediaType }) => ({ mediaType, ...wishFor(essenceOf(mediaType), ranges) }))
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight || b.closeness - a.closeness);
  const chosen = best?.mediaType ?? ranked[0]?.mediaType;
  return chosen === undefined ? undefined : essenceOf(chosen);
};

const rankOf = (content: ContentModel): number => {
  if (!isJson(content.mediaType)) return 1;
  return isShown(content) ? 0 : 2;
};

const isShown = ({ schema, examples }: ContentModel): boolean => {
  if (examples.length > 0) return true;
  if (schema === undefined) return false;
  const parts = schemasAt(schema, "");
  const types = typesOf(parts);
  return (
    hasExample(schema) ||
    types.includes("object") ||
    types.includes("array") ||
    parts.some(({ properties }) => properties !== undefined)
  );
};

// The closest range decides.
const wishFor = (
  essence: string,
  ranges: readonly MediaRange[],
): { readonly weight: number; readonly closeness: number } => {
  if (ranges.length === 0) return { weight: 1, closeness: 0 };
  const own = [essence, `${essence.split("/")[0] ?? ""}/*`, "*/*"];
  for (const [index, name] of own.entries()) {
    const weights = ranges.flatMap(({ range, weight }) => (range === name ? [weight] : []));
    if (weights.length > 0) return { weight: Math.max(...weights), closeness: own.length - index };
  }
  return { weight: 0, closeness: 0 };
};
