import type { Bump } from "../bump.ts";
import type { Finding } from "../finding.ts";
import type { NormalSchema, Schema } from "./schema.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** Who sends the value: the client (`request`) or the service (`response`). Callbacks and webhooks turn it round. */
export type Side = "request" | "response";

/** Where a comparison stands, for its messages and its verdicts. */
export interface Spot {
  readonly side: Side;
  /** "the request body of `createDeck`", "the 200 response of `getDeck`". */
  readonly place: string;
  /** The way into the value: `items[].url`; empty for the value itself. */
  readonly path: string;
}

/** Compares two schemas below the one at hand. */
export type CompareSchemas = (old: Schema, revised: Schema, spot: Spot) => readonly Finding[];

/** Compares one aspect of two schemas. */
export type CompareAspect = (
  old: NormalSchema,
  revised: NormalSchema,
  spot: Spot,
  compare: CompareSchemas,
) => readonly Finding[];

/** What a change does to the set of values that are allowed. */
export type Effect = "fewer" | "more" | "unknown";

/**
 * What an effect means: a client that sends is broken by fewer values, one that reads by more; of an effect that cannot be told, both.
 * `harmless` is what the other direction asks for.
 */
export const bumpOfEffect = (
  effect: Effect,
  side: Side,
  harmless: { readonly request: Bump; readonly response: Bump },
): Bump => {
  const breaking = side === "request" ? "fewer" : "more";
  return effect === breaking || effect === "unknown" ? "major" : harmless[side];
};

/** The subject of a sentence: "`title` in the request body of `createDeck`". */
export const subjectOf = ({ path, place }: Spot): string =>
  path === "" ? capitalized(place) : `${mdCode(path)} in ${place}`;

/** A place at the head of a sentence. */
export const capitalized = (place: string): string => place.charAt(0).toUpperCase() + place.slice(1);

/** "Property `title` of ..." for a member of the object at a spot. */
export const memberSubject = (name: string, spot: Spot): string => subjectOf(inside(spot, name));

/** The spot of a property, or with `[]` and `{}` of an item or of a member without a name. */
export const inside = (spot: Spot, name: string): Spot => ({
  ...spot,
  path: spot.path === "" || name === "[]" || name === "{}" ? `${spot.path}${name}` : `${spot.path}.${name}`,
});

/** A value in a message, cut where it would drown the sentence. */
export const shown = (value: unknown): string => {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  return mdCode(text.length > longestShown ? `${text.slice(0, longestShown)}…` : text);
};

// Longer than any enum value or format, shorter than a regular expression that nobody reads inside a sentence.
const longestShown = 60;
