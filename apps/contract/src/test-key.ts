/** A key that is found wherever it leaks: nothing else contains it. */
export const testKey = "sk-contract-4f1d0e9b7a2c6358";

/** How a key travels percent-encoded, in base64 or cut off: all of it counts as leaked. */
export const keyTraces: readonly string[] = [
  testKey.slice(3),
  testKey.slice(0, 20),
  btoa(testKey),
  encodeURIComponent(testKey),
];
