import type { Places } from "../openapi/schema-places.ts";
import { jsonPointer } from "../openapi/json-pointer.ts";

/** The candidate that a mistyped word most likely means; undefined where none is near. */
export const nearest = (word: string, candidates: readonly string[]): string | undefined => {
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    const distance = distanceOf(word.toLowerCase(), candidate.toLowerCase());
    if (distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
};

/** What to do about a word that is none of the candidates. */
export const suggest = (word: string, candidates: readonly string[]): string => {
  const meant = nearest(word, candidates);
  const guess = meant === undefined ? "" : `Did you mean ${meant}?`;
  const others = candidates.length === 1 && meant !== undefined ? [] : candidates;
  return [guess, ...(others.length === 0 ? [] : [`Use one of: ${others.join(", ")}.`])]
    .filter((part) => part !== "")
    .join(" ");
};

// Edits with transpositions counted once: swapped letters are the commonest slip.
const distanceOf = (left: string, right: string): number => {
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1;
      const isSwap = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current.push(
        Math.min(
          at(rows, row - 1, column) + 1,
          (current[column - 1] ?? 0) + 1,
          at(rows, row - 1, column - 1) + cost,
          isSwap ? at(rows, row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    rows.push(current);
  }
  return at(rows, left.length, right.length);
};

const at = (rows: readonly (readonly number[])[], row: number, column: number): number => rows[row]?.[column] ?? 0;

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
