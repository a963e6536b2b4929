/**
 * Whether one name looks like another's new spelling: the same words in another case, one within the other (`url` in `imageUrl`), or a
 * few letters apart.
 */
export const isNearName = (left: string, right: string): boolean => {
  const [first, second] = [wordsOf(left), wordsOf(right)];
  if (first.length === 0 || second.length === 0) return false;
  const [shorter, longer] = first.length <= second.length ? [first, second] : [second, first];
  if (shorter.every((word) => longer.includes(word))) return true;
  const [one, other] = [first.join(""), second.join("")];
  const length = Math.max(one.length, other.length);
  // Names are short; a document's own text could be anything.
  return length <= longestName && distance(one, other) <= Math.floor(length / 4);
};

const longestName = 64;

/** `imageURL`, `image_url` and `image-url` are the words `image` and `url`. */
const wordsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");

/** How many letters must be put in, taken out or changed. */
const distance = (left: string, right: string): number => {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  [...left].forEach((letter, rowIndex) => {
    const next = [rowIndex + 1];
    for (let index = 1; index <= right.length; index += 1) {
      const [above, before, beside] = [row[index] ?? 0, row[index - 1] ?? 0, next[index - 1] ?? 0];
      next.push(Math.min(above + 1, beside + 1, before + (letter === right[index - 1] ? 0 : 1)));
    }
    row = next;
  });
  return row[right.length] ?? 0;
};
