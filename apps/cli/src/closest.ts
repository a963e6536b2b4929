import { closestMatch } from "leven";

/** The word that was probably meant, or undefined when none is near. */
export const closest = (word: string, words: readonly string[]): string | undefined =>
  closestMatch(word, [...words], { maxDistance: Math.min(2, word.length - 1) });
