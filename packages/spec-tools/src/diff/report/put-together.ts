import { type Bump, bumps, strongest } from "../bump.ts";
import { distinctFindings, type Finding } from "../finding.ts";
import { isObject } from "../json.ts";
import { addressChange } from "../wire/compare-servers.ts";
import type { ApiDiff, Judge, Reason } from "./diff-report.ts";

/** What each judge found. */
export type Findings = Readonly<Record<Judge, readonly Finding[]>>;

/**
 * One verdict from three judges. A change that several saw at one place is one reason: the strongest, and of equals the one that says
 * most, which is what it does to jobs before what it does on the wire before what the compiler says.
 */
export const putTogether = (api: string, findings: Findings): ApiDiff => {
  const reasons = judges.flatMap((seenBy) =>
    distinctFindings(findings[seenBy]).flatMap((finding) => (finding.bump === "none" ? [] : [{ seenBy, finding }])),
  );
  const kept = reasons.filter(
    ({ seenBy, finding }) =>
      !reasons.some(
        (other) =>
          other.seenBy !== seenBy && other.finding.pointer === finding.pointer && outweighs(other, { seenBy, finding }),
      ),
  );
  const sorted = kept
    .toSorted((left, right) => place(left) - place(right))
    .map(({ seenBy, finding }) => reasonOf(seenBy, finding))
    .sort(byWeight);
  return { api, bump: strongest(sorted.map(({ bump }) => bump)), reasons: sorted };
};

const judges: readonly Judge[] = ["lifecycle", "wire", "types"];

interface Seen {
  readonly seenBy: Judge;
  readonly finding: Finding;
}

/** Where keys go comes first among changes of one weight. */
const place = ({ finding }: Seen): number => (finding.change === addressChange ? 0 : 1);

const outweighs = (left: Seen, right: Seen): boolean => {
  const difference = rank(left.finding.bump) - rank(right.finding.bump);
  return difference < 0 || (difference === 0 && judges.indexOf(left.seenBy) < judges.indexOf(right.seenBy));
};

const rank = (bump: Bump): number => bumps.indexOf(bump);

const byWeight = (left: Reason, right: Reason): number => rank(left.bump) - rank(right.bump);

const reasonOf = (seenBy: Judge, { bump, pointer, message, old, new: revised }: Finding): Reason => ({
  bump,
  seenBy,
  pointer,
  message,
  old: small(old),
  new: small(revised),
});

/** A reason carries what changed, not the document: a large value is cut to its outermost members. */
const small = (value: unknown): unknown => {
  if (value === undefined) return null;
  const text = JSON.stringify(value);
  if (text.length <= largestValue) return value;
  if (typeof value === "string") return `${value.slice(0, largestValue)}…`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return isObject(value) ? `an object with ${Object.keys(value).join(", ")}`.slice(0, largestValue) : null;
};

// A few lines of JSON; a reader of a pull request looks the rest up at the pointer.
const largestValue = 400;
