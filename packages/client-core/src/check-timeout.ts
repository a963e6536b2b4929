/** @throws TypeError for a limit that no call can keep, or none at all. */
export const checkTimeout = (timeoutMs: number): number => {
  if (timeoutMs > 0) return timeoutMs;
  throw new TypeError(`Failed to limit the call: timeoutMs is ${timeoutMs}. Pass a number of milliseconds above 0.`);
};
