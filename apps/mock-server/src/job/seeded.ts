/** Numbers from 0 to 1, the same ones for the same seed on every machine. */
export type Random = () => number;

/** A generator seeded with any number of texts. */
export const seeded = (...seeds: readonly (string | number)[]): Random => {
  let state = hash(seeds.join("\u0000"));
  // mulberry32: small, fast and even enough for a mock's dice.
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** One of the standard normal distribution's values. */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

// FNV-1a, and the last step of MurmurHash3: texts that differ in one letter must not draw alike.
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
};
