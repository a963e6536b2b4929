import { nearest } from "./nearest.ts";
import { jsonPointer } from "../openapi/json-pointer.ts";
import type { Places } from "./schema-places.ts";

export interface WhereaboutsOptions {
  /** The way to what pointers are relative to; left out of what is said. */
  readonly base?: readonly string[];
}

/** What to do about a pointer that got lost: what it may have meant, and what there is. */
export const whereabouts = (
  places: Places & { readonly is: "lost" },
  { base = [] }: WhereaboutsOptions = {},
): string => {
  const start = jsonPointer(base);
  const at = places.at.startsWith(start) ? places.at.slice(start.length) : places.at;
  const meant = nearest(places.token, places.members);
  const members = places.members.map((member) => at + jsonPointer([member]));
  if (members.length === 0) return "Nothing is declared there: add it in the overlay, or correct the pointer.";
  const guess = meant === undefined ? "" : `Did you mean ${at}${jsonPointer([meant])}? `;
  return members.length === 1 && meant !== undefined ? guess.trim() : `${guess}There are: ${members.join(", ")}.`;
};
