import { isTyped, type Places } from "../openapi/schema-places.ts";
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

/**
 * The candidate that a member's name has most likely become: a mistyped one, or one that holds the other as words do, such as `url` and
 * `gammaUrl`; undefined where none is like it.
 */
export const lookalike = (name: string, candidates: readonly string[]): string | undefined => {
  const plain = plainOf(name);
  const within = candidates
    .filter((candidate) => {
      const other = plainOf(candidate);
      return Math.min(other.length, plain.length) >= 3 && (plain.includes(other) || other.includes(plain));
    })
    .sort((left, right) => Math.abs(left.length - name.length) - Math.abs(right.length - name.length));
  return nearest(name, candidates) ?? within[0];
};

const plainOf = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

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

/** A pointer, and what it was followed in. */
export interface FollowedPointer {
  readonly pointer: string;
  /** What the pointer is relative to, such as `a response of getJob`. */
  readonly where: string;
  /** The way to that; left out of what is said. @default [] */
  readonly base?: readonly string[];
}

/** What is wrong with a place that a pointer was to find, and what to do: nothing is there, or nothing that says what it is. */
export const pointerFault = (
  places: Places,
  { pointer, where, base = [] }: FollowedPointer,
): { readonly message: string; readonly fix: string } | undefined => {
  if (places.is === "lost") return { message: `nothing in ${where} is at ${pointer}`, fix: whereabouts(places, base) };
  if (isTyped(places.schemas)) return undefined;
  const fix = "Give its schema a type in the overlay if upstream has it; or else follow upstream.";
  return { message: `nothing says what ${pointer} in ${where} is: its schema has no type`, fix };
};

/** What to do about a pointer that got lost: what it may have meant, and what there is. */
const whereabouts = (places: Places & { readonly is: "lost" }, base: readonly string[]): string => {
  const start = jsonPointer(base);
  const at = places.at.startsWith(start) ? places.at.slice(start.length) : places.at;
  const meant = lookalike(places.token, places.members);
  const members = places.members.map((member) => at + jsonPointer([member]));
  if (members.length === 0) return "Nothing is declared there: add it in the overlay, or correct the pointer.";
  const guess = meant === undefined ? "" : `Did you mean ${at}${jsonPointer([meant])}? `;
  return members.length === 1 && meant !== undefined ? guess.trim() : `${guess}There are: ${members.join(", ")}.`;
};
