import { type Bump, strongest } from "./bump.ts";

/** One change that a judge saw, before the judges are put together. */
export interface Finding {
  readonly bump: Bump;
  /** The kind of change; with the pointer it tells one finding from another. */
  readonly change: string;
  /** Where: in the new document, or in the old one when the thing is gone. */
  readonly pointer: string;
  readonly message: string;
  readonly old?: unknown;
  readonly new?: unknown;
}

/** The strongest bump among findings. */
export const bumpOf = (findings: readonly Finding[]): Bump => strongest(findings.map(({ bump }) => bump));

/** One finding for each change at a pointer: a component that several operations use is reported once, as its strongest use. */
export const distinctFindings = (findings: readonly Finding[]): readonly Finding[] => {
  const kept = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.change} ${finding.pointer}`;
    const known = kept.get(key);
    if (known === undefined || strongest([known.bump, finding.bump]) !== known.bump) kept.set(key, finding);
  }
  return [...kept.values()];
};
