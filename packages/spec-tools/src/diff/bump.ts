/** What a change asks of the next version, in the words of semver. */
export type Bump = "major" | "minor" | "patch" | "none";

/** Strongest first. */
export const bumps: readonly Bump[] = ["major", "minor", "patch", "none"];

/** The strongest of several; `none` of nothing. */
export const strongest = (candidates: Iterable<Bump>): Bump => {
  let rank = bumps.length - 1;
  for (const candidate of candidates) rank = Math.min(rank, bumps.indexOf(candidate));
  return bumps[rank] ?? "none";
};

/** Whether `bump` is `limit` or stronger. */
export const atLeast = (bump: Bump, limit: Bump): boolean => bumps.indexOf(bump) <= bumps.indexOf(limit);
